package org.pcpsim.trace.perfdata;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A record of a perf.data, file or pipe; they are gone over here without the readers of records. */
record RecordRegion(int type, int from, int to) {
    /** Place of the offset and size of the data in the head. */
    private static final int DATA = 40;

    private static final int PIPE_HEAD = 16;

    static List<RecordRegion> of(byte[] whole) {
        ByteBuffer file = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
        boolean pipe = file.getLong(8) == PIPE_HEAD;
        int at = pipe ? PIPE_HEAD : (int) file.getLong(DATA);
        int end = pipe ? whole.length : at + (int) file.getLong(DATA + 8);
        List<RecordRegion> records = new ArrayList<>();
        while (at < end) {
            int size = file.getShort(at + 6) & 0xffff;
            records.add(new RecordRegion(file.getInt(at), at, at + size));
            boolean isFormats = file.getInt(at) == RecordType.TRACING_DATA;
            // The formats are behind the record that says how long they are.
            at += size + (isFormats ? file.getInt(at + 8) : 0);
        }
        return records;
    }
}
