package org.pcpsim.trace.tracedat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.pcpsim.trace.binary.Cursor;
import org.pcpsim.trace.event.TracingData;
import org.pcpsim.trace.input.SeekableContent;
import org.pcpsim.trace.ring.PageLayout;

/** Reads the head of a version 6 file: all parts one after the other. Trace-format spec section 7.3. */
final class VersionSix {
    private static final int TAG = 10;
    private static final String OPTIONS = "options  \0";
    private static final String FLYRECORD = "flyrecord\0";
    private static final String LATENCY = "latency  \0";
    private static final int LONGEST_NAME = 4096;

    private final SeekableContent content;
    private final Cursor cursor;
    private final TracingData data = new TracingData();
    private final FileOptions options = new FileOptions();

    /** The cursor is behind the version. */
    VersionSix(SeekableContent content, Cursor cursor) {
        this.content = content;
        this.cursor = cursor;
    }

    Contents read() throws IOException {
        int pageSize = TracingData.readMachine(cursor);
        data.readHeaders(cursor);
        PageLayout layout = PageLayout.of(data.pageHeader(), content.name());
        data.readFtraceFormats(cursor);
        data.readSystems(cursor);
        TracingData.skipSymbols(cursor, "kallsyms");
        TracingData.skipSymbols(cursor, "printk formats");
        data.readCommandLines(cursor);
        int cpus = CpuData.checkCount(cursor, cursor.u32("the number of CPUs"));
        String tag = tag(cursor);
        if (tag.equals(OPTIONS)) {
            readOptions();
            tag = tag(cursor);
        }
        checkTag(cursor, tag);
        // Kernels with pages larger than the machine's say so here only.
        int size = Math.max(pageSize, layout.size());
        List<BufferData> buffers = new ArrayList<>();
        buffers.add(new BufferData("", size, Codec.NONE, cpus(cursor, cpus)));
        for (byte[] option : options.buffers()) {
            buffers.add(instance(option, cpus, size));
        }
        return new Contents(data, layout, options, buffers);
    }

    private void readOptions() throws IOException {
        int id;
        while ((id = cursor.u16("the number of an option")) != FileOptions.DONE) {
            options.read(id, cursor);
        }
    }

    private BufferData instance(byte[] option, int cpus, int pageSize) throws IOException {
        Cursor said = Cursor.of(content.name() + " (option of a buffer)", option);
        long offset = said.u64("the offset of a buffer");
        String name = said.text((int) said.remaining(), "the name of a buffer");
        if (name.length() > LONGEST_NAME) {
            throw said.damage(8, name, "a name of at most " + LONGEST_NAME + " bytes");
        }
        Cursor at = Cursor.of(content, offset, content.size());
        checkTag(at, tag(at));
        return new BufferData(name, pageSize, Codec.NONE, cpus(at, cpus));
    }

    private static List<CpuData> cpus(Cursor from, int count) throws IOException {
        List<CpuData> cpus = new ArrayList<>();
        for (int cpu = 0; cpu < count; cpu++) {
            cpus.add(new CpuData(cpu, from.u64("the offset of a CPU's data"), from.u64("the size of a CPU's data")));
        }
        return cpus;
    }

    private static String tag(Cursor from) throws IOException {
        return new String(from.bytes(TAG, "the kind of the data"), StandardCharsets.ISO_8859_1);
    }

    private static void checkTag(Cursor from, String tag) throws IOException {
        if (tag.equals(LATENCY)) {
            throw from.damage(from.position() - TAG, tag, "flyrecord (a latency trace holds text and no events)");
        }
        if (!tag.equals(FLYRECORD)) {
            throw from.damage(from.position() - TAG, tag, "options, flyrecord or latency");
        }
    }
}
