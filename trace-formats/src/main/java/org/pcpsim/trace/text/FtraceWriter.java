package org.pcpsim.trace.text;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Extfrag;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceWriter;

/**
 * Writes a trace as tracefs prints it; {@link FtraceForm} reads the same events back.
 *
 * <p>Times have six decimals, or nine where microseconds would lose something. {@code page=} is where the {@code struct
 * page} of the pfn would be on x86-64 without address randomisation. An event without a flags column has none, as with
 * option noirq-info. Of the header only the number of CPUs, what was lost ahead of the first event and that times are
 * not those of a real machine can be said. Names and marks lose what a line cannot hold ({@link PrintedTexts}). Trace-format spec section 4.1. Not thread-safe.
 */
final class FtraceWriter implements TraceWriter {
    private static final String COLUMNS = """
            #
            #                                _-----=> irqs-off/BH-disabled
            #                               / _----=> need-resched
            #                              | / _---=> hardirq/softirq
            #                              || / _--=> preempt-depth
            #                              ||| / _-=> migrate-disable
            #                              |||| /     delay
            #           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION
            #              | |         |   |||||     |         |
            """;

    private static final long VMEMMAP = 0xffff_ea00_0000_0000L;
    private static final int STRUCT_PAGE = 64;
    private static final int PAGEBLOCK_ORDER = 9;
    private static final int COMM_WIDTH = 16;
    private static final int PID_WIDTH = 7;
    private static final long SECOND = 1_000_000_000L;

    private final LineOutput out;
    private final List<String> warnings;
    private PrintedTexts texts = new PrintedTexts(new Symbols());

    /** Writes the header; closing closes the stream. */
    FtraceWriter(OutputStream stream, TraceHeader header) throws IOException {
        out = new LineOutput(stream);
        warnings = leftOut(header);
        out.text("# tracer: nop\n#\n");
        if (header.cpus().isPresent() || header.eventsLostAtStart() > 0) {
            // How many there will be is not known yet: 0 says so.
            out.text("# entries-in-buffer/entries-written: 0/").decimal(header.eventsLostAtStart());
            if (header.cpus().isPresent()) {
                out.text("   #P:").decimal(header.cpus().getAsInt());
            }
            out.character('\n');
        }
        if (header.xTiming()) {
            out.text(CommentHeader.TIMING).text("times are not those of a real machine\n");
        }
        out.text(COLUMNS);
    }

    @Override
    public void write(EventBatch batch, Symbols symbols) throws IOException {
        if (!texts.areOf(symbols)) {
            texts = new PrintedTexts(symbols);
        }
        for (int row = 0; row < batch.size; row++) {
            if (batch.kind[row] == EventKind.LOST) {
                writeLost(batch, row);
            } else {
                writeHead(batch, row);
                writeEvent(batch, row);
            }
            out.character('\n');
        }
    }

    /** Of the header; texts are not told of. */
    @Override
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private static List<String> leftOut(TraceHeader header) {
        List<String> parts = new ArrayList<>();
        if (!header.snapshotBefore().isEmpty() || !header.snapshotAfter().isEmpty()) {
            parts.add("/proc snapshots");
        }
        if (header.kernel().isPresent()) {
            parts.add("kernel release");
        }
        if (header.memoryBytes().isPresent() || header.nodes().isPresent()) {
            parts.add("memory size or nodes");
        }
        if (header.hasFacts()) {
            parts.add("facts of the recording");
        }
        return parts.isEmpty()
                ? List.of()
                : List.of("ftrace text has no place for what the header says: " + String.join(", ", parts));
    }

    private void writeLost(EventBatch batch, int row) throws IOException {
        out.text("CPU:").decimal(batch.cpu[row]).text(" [LOST ");
        if (batch.aux[row] >= 0) {
            out.decimal(batch.aux[row]).character(' ');
        }
        out.text("EVENTS]");
    }

    private void writeHead(EventBatch batch, int row) throws IOException {
        byte[] comm = texts.comm(batch.comm[row]);
        int pid = Math.max(0, batch.pid[row]);
        out.blanks(COMM_WIDTH - comm.length).bytes(comm).character('-').decimal(pid);
        out.blanks(PID_WIDTH - LineOutput.digits(pid)).text(" [").decimal(batch.cpu[row], 3, '0');
        out.text("] ").bytes(texts.context(batch.context[row]));
        writeTime(batch.time[row]);
    }

    private void writeTime(long time) throws IOException {
        if (time < 0) {
            throw new IOException("a time ahead of the origin cannot be written as ftrace text: " + time + " ns");
        }
        out.character(' ').decimal(time / SECOND, 5, ' ').character('.');
        long part = time % SECOND;
        if (part % 1000 == 0) {
            out.decimal(part / 1000, 6, '0');
        } else {
            out.decimal(part, 9, '0');
        }
        out.text(": ");
    }

    private void writeEvent(EventBatch batch, int row) throws IOException {
        switch (batch.kind[row]) {
            case EventKind.ALLOC -> {
                writePage("mm_page_alloc", batch.pfn[row]);
                writeOrder(batch, row);
                writeMigratetype(batch, row);
                out.text(" gfp_flags=").bytes(texts.gfp(batch.gfpText[row], batch.gfp[row], batch.migratetype[row]));
            }
            case EventKind.FREE -> {
                writePage("mm_page_free", batch.pfn[row]);
                writeOrder(batch, row);
            }
            case EventKind.FREE_BATCHED -> {
                writePage("mm_page_free_batched", batch.pfn[row]);
                writeOrder(batch, row);
            }
            case EventKind.ZONE_LOCKED -> {
                writePage("mm_page_alloc_zone_locked", batch.pfn[row]);
                writeOrder(batch, row);
                writeMigratetype(batch, row);
                out.text(" percpu_refill=").decimal(batch.aux[row]);
            }
            case EventKind.PCPU_DRAIN -> {
                writePage("mm_page_pcpu_drain", batch.pfn[row]);
                writeOrder(batch, row);
                writeMigratetype(batch, row);
            }
            case EventKind.EXTFRAG -> writeExtfrag(batch, row);
            case EventKind.MARK -> out.text("tracing_mark_write: ").bytes(texts.mark(batch.aux[row]));
            default -> out.bytes(texts.name(batch.aux[row]));
        }
    }

    private void writePage(String name, long pfn) throws IOException {
        out.text(name).text(": page=");
        if (pfn == EventBatch.NO_PFN) {
            out.hex(0, 16).text(" pfn=0x0");
            return;
        }
        out.hex(VMEMMAP + pfn * STRUCT_PAGE, 16).text(" pfn=0x").hex(pfn, 1);
    }

    private void writeOrder(EventBatch batch, int row) throws IOException {
        out.text(" order=").decimal(batch.order[row]);
    }

    private void writeMigratetype(EventBatch batch, int row) throws IOException {
        out.text(" migratetype=").decimal(batch.migratetype[row]);
    }

    private void writeExtfrag(EventBatch batch, int row) throws IOException {
        int aux = batch.aux[row];
        int fallbackOrder = Extfrag.fallbackOrder(aux);
        writePage("mm_page_alloc_extfrag", batch.pfn[row]);
        out.text(" alloc_order=").decimal(batch.order[row]);
        out.text(" fallback_order=").decimal(fallbackOrder);
        out.text(" pageblock_order=").decimal(PAGEBLOCK_ORDER);
        out.text(" alloc_migratetype=").decimal(batch.migratetype[row]);
        out.text(" fallback_migratetype=").decimal(Extfrag.fallbackMigratetype(aux));
        out.text(" fragmenting=").decimal(fallbackOrder < PAGEBLOCK_ORDER ? 1 : 0);
        out.text(" change_ownership=").decimal(Extfrag.ownership(aux) ? 1 : 0);
    }
}
