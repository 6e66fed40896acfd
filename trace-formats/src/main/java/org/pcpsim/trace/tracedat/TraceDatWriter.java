package org.pcpsim.trace.tracedat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Extfrag;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceWriter;
import org.pcpsim.trace.event.ContextBits;
import org.pcpsim.trace.event.TracingData;
import org.pcpsim.trace.input.ReadOptions;

/**
 * Writes a trace.dat of version 6 that trace-cmd, its library and {@link TraceDatReader} read, uncompressed.
 *
 * <p>Pages wait in a temporary file until the end, when CPUs and tasks are known. Events of different CPUs come back in
 * the order of time. Source: trace-cmd.dat.v6(5); trace-format spec sections 7.1 to 7.3. Not thread-safe.
 */
final class TraceDatWriter implements TraceWriter {
    private static final int CPU_STATISTICS = 2;
    private static final int TRACE_CLOCK = 4;
    private static final int UNAME = 5;
    private static final int CPU_COUNT = 8;
    private static final int VERSION = 9;
    /** Where print events say that they come from, and what kallsyms calls it. */
    private static final long MARKER = 0xffff_ffff_8100_0000L;

    private static final String KALLSYMS = "ffffffff81000000 T tracing_mark_write\n";

    private final OutputStream out;
    private final TraceHeader header;
    private final PageStore store;
    private final List<RingWriter> rings = new ArrayList<>();
    private final WrittenFormats formats = new WrittenFormats();
    private final WrittenGfp gfps = new WrittenGfp();
    private final WrittenTasks tasks = new WrittenTasks();
    private final ContextBits contexts = new ContextBits();
    private final ByteBuffer payload = ByteBuffer.allocate(RingWriter.LONGEST).order(ByteOrder.LITTLE_ENDIAN);
    private boolean cutMark;

    TraceDatWriter(OutputStream out, TraceHeader header) throws IOException {
        this.out = out;
        this.header = header;
        Path folder = ReadOptions.DEFAULT.temporaryFolder();
        store = new PageStore(folder);
    }

    @Override
    public void write(EventBatch batch, Symbols symbols) throws IOException {
        for (int row = 0; row < batch.size; row++) {
            RingWriter ring = ring(batch.cpu[row]);
            long time = batch.time[row];
            if (time < 0) {
                throw new IOException("a time ahead of the origin cannot be written as trace.dat: " + time + " ns");
            }
            if (batch.kind[row] == EventKind.LOST) {
                ring.lose(batch.aux[row], time);
                continue;
            }
            int pid = Math.max(0, batch.pid[row]);
            tasks.see(pid, batch.comm[row], symbols);
            payload.clear();
            int bits = contexts.bits(batch.context[row], symbols);
            payload.putShort((short) type(batch, row, symbols))
                    .putShort((short) bits)
                    .putInt(pid);
            putFields(batch, row, symbols);
            ring.event(time, payload.flip());
        }
    }

    private int type(EventBatch batch, int row, Symbols symbols) throws IOException {
        byte kind = batch.kind[row];
        if (kind < EventKind.LOST) {
            return WrittenFormats.id(kind);
        }
        return kind == EventKind.MARK ? WrittenFormats.PRINT : formats.other(symbols.text(batch.aux[row]));
    }

    private void putFields(EventBatch batch, int row, Symbols symbols) throws IOException {
        byte kind = batch.kind[row];
        int aux = batch.aux[row];
        if (kind == EventKind.MARK) {
            putMark(symbols.text(aux));
            return;
        }
        if (kind > EventKind.LOST) {
            return;
        }
        payload.putLong(batch.pfn[row]);
        if (kind == EventKind.FREE_BATCHED) {
            return;
        }
        payload.putInt(batch.order[row]);
        int migratetype = batch.migratetype[row];
        switch (kind) {
            case EventKind.ALLOC -> {
                String text = symbols.text(batch.gfpText[row]);
                payload.putInt(0).putLong(gfps.value(text, batch.gfp[row]));
                payload.putInt(migratetype).putInt(0);
            }
            case EventKind.FREE -> payload.putInt(0);
            case EventKind.ZONE_LOCKED ->
                payload.putInt(migratetype).putInt(aux).putInt(0);
            case EventKind.PCPU_DRAIN -> payload.putInt(migratetype);
            default -> {
                payload.putInt(Extfrag.fallbackOrder(aux)).putInt(migratetype);
                payload.putInt(Extfrag.fallbackMigratetype(aux));
                payload.putInt(Extfrag.ownership(aux) ? 1 : 0).putInt(0);
            }
        }
    }

    private void putMark(String text) {
        payload.putLong(MARKER);
        byte[] bytes = text.replace('\0', ' ').getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, payload.remaining() - 2);
        while (length < bytes.length && length > 0 && (bytes[length] & 0xc0) == 0x80) {
            length--;
        }
        cutMark |= length < bytes.length;
        payload.put(bytes, 0, length).put((byte) '\n').put((byte) 0);
    }

    private RingWriter ring(int cpu) {
        while (rings.size() <= cpu) {
            rings.add(new RingWriter(store, rings.size()));
        }
        return rings.get(cpu);
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!header.snapshotBefore().isEmpty()
                || !header.snapshotAfter().isEmpty()
                || header.hasFacts()
                || header.memoryBytes().isPresent()
                || header.nodes().isPresent()) {
            warnings.add("trace.dat has no place for /proc snapshots, memory size, nodes and facts of the recording");
        }
        if (tasks.isRenamed()) {
            warnings.add("trace.dat has one name for each task: tasks that changed it have their last one throughout");
        }
        if (gfps.isReplaced()) {
            warnings.add("some gfp texts were replaced by others that stand for the same bits");
        }
        if (cutMark) {
            warnings.add("marks were cut to what a page of trace.dat holds");
        }
        return warnings;
    }

    @Override
    public void close() throws IOException {
        try (out;
                store) {
            for (RingWriter ring : rings) {
                ring.finish();
            }
            int cpus = Math.max(Math.max(1, header.cpus().orElse(0)), rings.size());
            byte[] head = head(cpus);
            out.write(head);
            out.write(new byte[-head.length & RingWriter.PAGE - 1]);
            for (int cpu = 0; cpu < cpus; cpu++) {
                store.copy(cpu, out);
            }
        }
    }

    private byte[] head(int cpus) {
        HeadBytes head = new HeadBytes();
        TracingData.MAGIC.chars().forEach(head::u8);
        head.text("6\0").u8(0).u8(8).u32(RingWriter.PAGE);
        formats.write(head, gfps.table());
        head.u32(KALLSYMS.length()).text(KALLSYMS);
        head.u32(0);
        head.sized(tasks.commandLines());
        head.u32(cpus).text("options  \0");
        head.option(CPU_COUNT, new HeadBytes().u32(cpus));
        head.option(TRACE_CLOCK, new HeadBytes().text("[local] global counter uptime perf mono\0"));
        header.kernel()
                .ifPresent(
                        release -> head.option(UNAME, new HeadBytes().text("Linux pcpsim " + release + " x86_64\0")));
        if (header.xTiming()) {
            head.option(VERSION, new HeadBytes().text(FileOptions.TIMING + "\0"));
        }
        if (header.eventsLostAtStart() > 0) {
            String text = "CPU: 0\noverrun: " + header.eventsLostAtStart() + "\n\0";
            head.option(CPU_STATISTICS, new HeadBytes().text(text));
        }
        head.u16(0).text("flyrecord\0");
        long at = head.size() + 16L * cpus + RingWriter.PAGE - 1 & -RingWriter.PAGE;
        for (int cpu = 0; cpu < cpus; cpu++) {
            head.u64(at).u64(store.size(cpu));
            at += store.size(cpu);
        }
        return head.array();
    }
}
