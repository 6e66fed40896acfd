package org.pcpsim.trace.filter;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;

/**
 * A trace of which a {@link Selection} is left.
 *
 * <p>Allocation and free stay together. An event is <em>wanted</em> if its CPU, process and time are. An allocation
 * stays if it is wanted, and so does each free of its pages, whoever frees them and when; the free of an allocation that
 * was left out goes. A free of a page whose allocation is not in the trace stays if it is wanted. A batched free shares
 * the fate of the free it repeats. Lost events stay if their CPU and time are wanted. Everything else stays if it is
 * wanted. {@code skip} and {@code limit} cut what is left, wherever that is.
 *
 * <p>What is left no longer fits the recorded memory: of the snapshots only zoneinfo from before stays, which says what
 * the machine is. Memory is a byte for each page of the pageblocks that allocations touch. Not thread-safe.
 */
public final class SelectedTrace implements TraceReader {
    private static final String ZONEINFO = "zoneinfo";
    private static final int LARGEST_ORDER = 15;

    private final TraceReader reader;
    private final Selection selection;
    private final boolean[] cpus;
    private final boolean everyCpu;
    private final int[] pids;
    private final PageFates fates = new PageFates();
    private long from = Long.MIN_VALUE;
    private long until = Long.MAX_VALUE;
    private boolean started;
    private long passed;
    private long given;

    private SelectedTrace(TraceReader reader, Selection selection) {
        this.reader = reader;
        this.selection = selection;
        everyCpu = selection.cpus().isEmpty();
        pids = selection.pids().stream().mapToInt(pid -> pid).sorted().toArray();
        cpus = new boolean
                [selection.cpus().stream().mapToInt(cpu -> cpu + 1).max().orElse(0)];
        for (int cpu : selection.cpus()) {
            cpus[cpu] = true;
        }
    }

    /** The trace itself if everything is selected. Closing it closes the reader. */
    public static TraceReader of(TraceReader reader, Selection selection) {
        return selection.isAll() ? reader : new SelectedTrace(reader, selection);
    }

    @Override
    public TraceHeader header() {
        TraceHeader header = reader.header();
        return new TraceHeader(
                header.name(),
                header.cpus(),
                header.nodes(),
                header.memoryBytes(),
                header.kernel(),
                Optional.ofNullable(header.snapshotBefore().get(ZONEINFO))
                        .map(text -> Map.of(ZONEINFO, text))
                        .orElse(Map.of()),
                Map.of(),
                header.eventsLostAtStart(),
                header.recording());
    }

    @Override
    public Symbols symbols() {
        return reader.symbols();
    }

    @Override
    public List<String> warnings() {
        return reader.warnings();
    }

    @Override
    public boolean read(EventBatch batch) throws IOException {
        while (given < selection.limit() && reader.read(batch)) {
            start(batch);
            int kept = 0;
            for (int row = 0; row < batch.size; row++) {
                if (stays(batch, row) && passed++ >= selection.skip() && given + kept < selection.limit()) {
                    batch.copyRow(row, kept++);
                }
            }
            batch.size = kept;
            batch.firstEvent = given;
            given += kept;
            if (kept > 0) {
                return true;
            }
        }
        batch.clear(given);
        return false;
    }

    private void start(EventBatch batch) {
        if (started) {
            return;
        }
        started = true;
        long first = batch.time[0];
        if (selection.fromNs().isPresent()) {
            from = first + selection.fromNs().getAsLong();
        }
        if (selection.untilNs().isPresent()) {
            until = first + selection.untilNs().getAsLong();
        }
    }

    private boolean stays(EventBatch batch, int row) {
        long pfn = batch.pfn[row];
        return switch (batch.kind[row]) {
            case EventKind.ALLOC -> {
                boolean wanted = isWanted(batch, row);
                if (pfn != EventBatch.NO_PFN) {
                    fates.set(pfn, order(batch, row), wanted ? PageFates.KEPT : PageFates.DROPPED, false);
                }
                yield wanted;
            }
            case EventKind.FREE -> {
                byte fate = fates.of(pfn);
                boolean known = fate == PageFates.KEPT || fate == PageFates.DROPPED;
                boolean kept = known ? fate == PageFates.KEPT : isWanted(batch, row);
                fates.set(pfn, order(batch, row), kept ? PageFates.FREED_KEPT : PageFates.FREED_DROPPED, true);
                yield kept;
            }
            case EventKind.FREE_BATCHED -> {
                byte fate = fates.of(pfn);
                boolean known = fate == PageFates.FREED_KEPT || fate == PageFates.FREED_DROPPED;
                yield known ? fate == PageFates.FREED_KEPT : isWanted(batch, row);
            }
            case EventKind.LOST -> isPlaceWanted(batch, row);
            default -> isWanted(batch, row);
        };
    }

    private boolean isWanted(EventBatch batch, int row) {
        return isPlaceWanted(batch, row) && (pids.length == 0 || Arrays.binarySearch(pids, batch.pid[row]) >= 0);
    }

    private boolean isPlaceWanted(EventBatch batch, int row) {
        int cpu = batch.cpu[row];
        long time = batch.time[row];
        return time >= from && time < until && (everyCpu || cpu < cpus.length && cpus[cpu]);
    }

    private static int order(EventBatch batch, int row) {
        return Math.max(0, Math.min(batch.order[row], LARGEST_ORDER));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
