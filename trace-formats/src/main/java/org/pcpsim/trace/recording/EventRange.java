package org.pcpsim.trace.recording;

import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.TraceException;

/**
 * The orders and pages that events can have.
 *
 * <p>Formats that print or name them check them where they read them; {@code .pcpt} gives back whatever was packed, and may have
 * been made by anybody.
 */
final class EventRange {
    private static final int MAX_ORDER = 10;
    private static final long MAX_PFN = (1L << 52) - 1;

    private EventRange() {}

    /** Refuses a batch of the named input that has an event out of range. */
    static void check(String name, EventBatch batch) throws TraceException {
        long signs = 0;
        for (int row = 0; row < batch.size; row++) {
            signs |= signs(batch, row);
        }
        for (int row = 0; signs < 0 && row < batch.size; row++) {
            if (signs(batch, row) < 0) {
                throw TraceException.of(
                        name,
                        "event " + (batch.firstEvent + row) + ": found order " + batch.order[row] + ", page "
                                + batch.pfn[row] + ", expected order 0 to " + MAX_ORDER + ", page "
                                + leastPfn(batch.kind[row]) + " to " + MAX_PFN);
            }
        }
    }

    /** Below 0 if a row is out of range. */
    private static long signs(EventBatch batch, int row) {
        int order = batch.order[row];
        long pfn = batch.pfn[row];
        return order | MAX_ORDER - order | pfn - leastPfn(batch.kind[row]) | MAX_PFN - pfn;
    }

    private static long leastPfn(int kind) {
        return kind == EventKind.FREE || kind == EventKind.FREE_BATCHED ? 0 : EventBatch.NO_PFN;
    }
}
