package org.pcpsim.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.TraceReader;

/**
 * What no replay of a trace can do without, and nothing else: for each operation a look-up by traced page, and one unlink
 * or one push on a list in two {@code int[]}. Allocations unlink the page that the trace says, frees push it; the
 * operations are in memory beforehand. Not thread-safe.
 */
final class Roofline {
    private static final int END = 0;

    /** Traced page of each operation plus one; below 0 for a free. */
    private int[] operations = new int[1 << 20];

    private int size;
    private int begin;
    private final int[] frame;
    private final int[] next;
    private final int[] previous;

    /**
     * Of the single pages of a trace, that is of the first of each chunk.
     *
     * @param skip operations at the beginning that are not timed
     */
    Roofline(TraceReader trace, long skip) throws IOException {
        EventBatch batch = new EventBatch();
        int pages = 0;
        while (trace.read(batch)) {
            for (int row = 0; row < batch.size; row++) {
                boolean frees = batch.kind[row] == EventKind.FREE;
                if (!frees && batch.kind[row] != EventKind.ALLOC || batch.pfn[row] == EventBatch.NO_PFN) {
                    continue;
                }
                if (size == operations.length) {
                    operations = Arrays.copyOf(operations, size * 2);
                }
                int page = Math.toIntExact(batch.pfn[row]) + 1;
                pages = Math.max(pages, page);
                operations[size++] = frees ? -page : page;
            }
        }
        frame = new int[pages + 1];
        next = new int[pages + 1];
        previous = new int[pages + 1];
        // Every page is its own frame: where a page lies is the trace's doing.
        for (int page = 1; page <= pages; page++) {
            frame[page] = page;
            next[page] = page;
            previous[page] = page;
        }
        begin = (int) Math.min(skip, size);
        run(0, begin);
    }

    /** ns for each operation, the best of some rounds. */
    double nsEach(int rounds) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            long start = Stopwatch.now();
            run(begin, size);
            best = Math.min(best, (double) (Stopwatch.now() - start) / (size - begin));
        }
        return best;
    }

    private void run(int from, int to) {
        for (int i = from; i < to; i++) {
            int operation = operations[i];
            if (operation > 0) {
                int of = frame[operation];
                int after = next[of];
                int before = previous[of];
                next[before] = after;
                previous[after] = before;
            } else {
                int of = frame[-operation];
                int old = next[END];
                next[of] = old;
                previous[of] = END;
                previous[old] = of;
                next[END] = of;
            }
        }
    }
}
