package org.pcpsim.trace.tracedat;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pcpsim.trace.damage.Region;
import org.pcpsim.trace.input.TraceInput;

/**
 * Where the events of a trace.dat of a 64-bit kernel are, gone over here without the readers of pages.
 *
 * <p>Narrow regions come ahead of those they lie in: contents of records, then pages; chunks where pages are compressed.
 */
final class RingRegions {
    private static final int DATA = 16;
    private static final int LENGTH = 0xf_ffff;

    private final ByteBuffer file;
    private final List<Region> records = new ArrayList<>();
    private final List<Region> blocks = new ArrayList<>();
    private int cpu;
    private int events;

    private RingRegions(byte[] whole) {
        file = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    }

    static List<Region> of(byte[] whole) throws IOException {
        RingRegions regions = new RingRegions(whole);
        Contents contents;
        try (TraceInput input = TraceInput.of("t", new ByteArrayInputStream(whole))) {
            contents = Contents.read(input.seekable());
        }
        for (BufferData buffer : contents.buffers()) {
            for (CpuData data : buffer.cpus()) {
                regions.addCpu(buffer, data);
            }
        }
        List<Region> all = new ArrayList<>(regions.records);
        all.addAll(regions.blocks);
        return all;
    }

    private void addCpu(BufferData buffer, CpuData data) {
        cpu = data.cpu();
        events = 0;
        int at = (int) data.offset();
        if (data.size() == 0) {
            return;
        }
        if (buffer.codec() == Codec.NONE) {
            for (; at < data.offset() + data.size(); at += buffer.pageSize()) {
                int first = events;
                addPage(file, at, true);
                blocks.add(new Region(cpu, at, at + buffer.pageSize(), first, events - first, false));
            }
            return;
        }
        int chunks = file.getInt(at);
        at += 4;
        for (int i = 0; i < chunks; i++) {
            int stored = file.getInt(at);
            byte[] plain =
                    Zstd.decompress(Arrays.copyOfRange(file.array(), at + 8, at + 8 + stored), file.getInt(at + 4));
            int first = events;
            for (int page = 0; page < plain.length; page += buffer.pageSize()) {
                addPage(ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN), page, false);
            }
            blocks.add(new Region(cpu, at, at + 8 + stored, first, events - first, false));
            at += 8 + stored;
        }
    }

    private void addPage(ByteBuffer bytes, int page, boolean inPlace) {
        int end = page + DATA + (bytes.getInt(page + 8) & LENGTH);
        int at = page + DATA;
        while (at < end) {
            int type = bytes.getInt(at) & 31;
            int word = type == 0 || type > 28 ? bytes.getInt(at + 4) : 0;
            if (type == 29 && bytes.getInt(at) >>> 5 == 0) {
                return;
            }
            int next = type >= 30 ? at + 8 : type == 0 || type == 29 ? at + 4 + (word + 3 & ~3) : at + 4 + 4 * type;
            if (type < 29) {
                if (inPlace) {
                    records.add(new Region(cpu, type == 0 ? at + 8 : at + 4, next, events, 1, true));
                }
                events++;
            }
            at = next;
        }
    }
}
