package org.pcpsim.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.ModelFactory;
import org.pcpsim.replay.ModelChoice;
import org.pcpsim.replay.Replay;
import org.pcpsim.replay.ReplayOptions;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Gfp;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;

/**
 * Touches 16 GiB of a machine of 4 TiB page by page in both main models at once and prints what is on the heap. To be
 * run in 512 MiB.
 */
public final class TouchedMemory {
    private static final long MACHINE_BYTES = 4L << 40;
    private static final int TOUCHED = 1 << 22;

    /** Events after which models are there: some batches are read ahead of them. */
    private static final int BEGUN = 6 * EventBatch.CAPACITY;

    private TouchedMemory() {}

    /** Prints the bytes. */
    public static void main(String[] arguments) throws IOException {
        Machine machine = Case.machine(4, MACHINE_BYTES);
        List<ModelChoice> models = new ArrayList<>();
        for (ModelFactory model : Case.mainModels()) {
            models.add(ModelChoice.of(model));
        }
        long empty = Stopwatch.weigh();
        try (Stopwatch trace = new Stopwatch(new Touching(), true, 0, BEGUN, TOUCHED)) {
            new Replay(ReplayOptions.of(machine, models)).withThreads(2).run(trace);
            long pages = MACHINE_BYTES >> 12;
            double untouched = (double) (trace.heap(1) - empty) / models.size() / pages;
            System.out.printf(
                    Locale.ROOT,
                    "%n4 TiB, %d models: %.3f bytes a page and model before the first touch%n",
                    models.size(),
                    untouched);
            System.out.printf(
                    Locale.ROOT,
                    "16 GiB of it touched: %.0f MiB of heap in use, %.1f bytes a touched page, map of traced pages and both "
                            + "models; limit %d MiB%n",
                    trace.heap(2) / (double) (1 << 20),
                    (double) (trace.heap(2) - trace.heap(1)) / TOUCHED,
                    Runtime.getRuntime().maxMemory() >> 20);
        }
    }

    /** Allocations of one page after the other. */
    private static final class Touching implements TraceReader {
        private final Symbols symbols = new Symbols();
        private int events;

        @Override
        public TraceHeader header() {
            return TraceHeader.EMPTY;
        }

        @Override
        public Symbols symbols() {
            return symbols;
        }

        @Override
        public boolean read(EventBatch batch) {
            batch.clear(events);
            while (!batch.isFull() && events < TOUCHED + 5 * EventBatch.CAPACITY) {
                int row = batch.add(EventKind.ALLOC, events & 3, 1000L * events);
                batch.pfn[row] = events++;
                batch.migratetype[row] = Migratetype.MOVABLE;
                batch.gfp[row] = Gfp.HIGHMEM | Gfp.MOVABLE | Gfp.KSWAPD_RECLAIM | Gfp.DIRECT_RECLAIM;
            }
            return batch.size > 0;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
