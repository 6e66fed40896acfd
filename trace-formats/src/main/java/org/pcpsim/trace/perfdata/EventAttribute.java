package org.pcpsim.trace.perfdata;

import java.io.IOException;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.binary.Cursor;
import org.pcpsim.trace.binary.LittleEndian;

/**
 * One {@code perf_event_attr}: an event that was recorded and what of it.
 *
 * @param type kind of event, {@link #TRACEPOINT} for tracepoints
 * @param config of a tracepoint its number, {@code common_type}
 * @param layout of its records
 */
record EventAttribute(int type, long config, SampleLayout layout) {
    static final int TRACEPOINT = 2;
    private static final int SOFTWARE = 1;
    private static final int DUMMY = 9;

    /** The first version of the structure; what came later is of no use here. */
    static final int SMALLEST = 64;

    static final int LARGEST = 4096;
    private static final long SAMPLE_ID_ALL = 1 << 18;

    /** Reads the structure, {@code size} bytes of which there are; the cursor is behind it afterwards. */
    static EventAttribute read(Cursor cursor, long size) throws IOException {
        long at = cursor.position();
        if (size < SMALLEST || size > LARGEST) {
            throw cursor.damage(at, "an attribute of " + size + " bytes", SMALLEST + " to " + LARGEST);
        }
        byte[] bytes = cursor.bytes(cursor.length(size, 0, LARGEST, "an attribute"), "an attribute");
        int type = LittleEndian.i32(bytes, 0);
        long config = LittleEndian.i64(bytes, 8);
        long flags = LittleEndian.i64(bytes, 40);
        SampleLayout layout =
                SampleLayout.of(LittleEndian.i64(bytes, 24), LittleEndian.i64(bytes, 32), SampleTail.of(bytes));
        if ((flags & SAMPLE_ID_ALL) == 0) {
            throw cursor.damage(at + 40, "an event recorded without sample ids", "one with them (sample_id_all)");
        }
        EventAttribute attribute = new EventAttribute(type, config, layout);
        if (type == TRACEPOINT) {
            attribute.require(SampleLayout.RAW, "fields (perf record --raw-samples)", cursor, at);
            attribute.require(SampleLayout.TIME, "times (perf record --timestamp)", cursor, at);
            attribute.require(SampleLayout.CPU, "CPUs (perf record --sample-cpu)", cursor, at);
            attribute.require(SampleLayout.TID, "threads", cursor, at);
        }
        return attribute;
    }

    /** Whether samples hold the fields of a tracepoint. */
    boolean isTracepoint() {
        return type == TRACEPOINT;
    }

    /** Whether it takes no samples and only carries records of other kinds. */
    boolean isDummy() {
        return type == SOFTWARE && config == DUMMY;
    }

    private void require(long bit, String what, Cursor cursor, long at) throws TraceException {
        if (!layout.has(bit)) {
            throw cursor.damage(at + 24, "an event recorded without " + what, "one with them");
        }
    }
}
