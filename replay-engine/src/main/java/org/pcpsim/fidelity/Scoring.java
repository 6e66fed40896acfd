package org.pcpsim.fidelity;

import java.util.ArrayList;
import java.util.List;
import org.pcpsim.inspection.KernelRun;
import org.pcpsim.model.PcpSets;

/** Counts what was predicted right and wrong, and keeps the first misses. Not thread-safe. */
final class Scoring {
    private final String what;
    private final int keep;
    private final List<Miss> misses = new ArrayList<>();
    private final long[] causes = new long[Cause.values().length];
    private long actual;
    private long fitted;
    private long predicted;
    private long exact;
    private long pagesActual;
    private long pagesPredicted;

    /**
     * Nothing counted yet.
     *
     * @param what {@code refill} or {@code drain}
     * @param keep misses to keep
     */
    Scoring(String what, int keep) {
        this.what = what;
        this.keep = keep;
    }

    /** The kernel gave away a start value. */
    void fitted() {
        actual++;
        fitted++;
    }

    /**
     * Compares a transfer of the kernel with that predicted, either of which may be 0 pages.
     *
     * @return whether they differ, so that {@link #miss} is to be told why
     */
    boolean compare(int kernel, int model) {
        if (kernel > 0) {
            actual++;
            pagesActual += kernel;
        }
        if (model > 0) {
            predicted++;
            pagesPredicted += model;
        }
        if (kernel == model) {
            exact += kernel > 0 ? 1 : 0;
            return false;
        }
        return true;
    }

    /** What the model's state was at a free that may come to be a miss. */
    Miss draft(PcpState state, ListedFree free, int kernel, int model) {
        return draft(
                state,
                free.event(),
                free.time(),
                free.cpu(),
                free.zone(),
                free.order(),
                free.type(),
                kernel,
                model,
                state.pages.length(free.list()));
    }

    /** What the model's state was at a hold of the kernel. */
    Miss draft(PcpState state, KernelRun run, int model) {
        return draft(
                state,
                run.firstEvent(),
                run.time(),
                run.cpu(),
                run.zone(),
                run.order(),
                run.migratetype(),
                run.pages(),
                model,
                0);
    }

    /** What the model's state was. */
    Miss draft(
            PcpState state,
            long event,
            long time,
            int cpu,
            int zone,
            int order,
            int type,
            int kernel,
            int model,
            int length) {
        PcpSets set = state.sets[zone];
        String flags = (state.marks.belowHigh(zone) ? "below-high " : "")
                + (state.marks.reclaimActive(zone) ? "reclaim-active" : "");
        return new Miss(
                what,
                event,
                time,
                cpu,
                zone,
                order,
                type,
                kernel,
                model,
                length,
                set.count[cpu],
                set.high[cpu],
                set.allocFactor(cpu),
                set.freeRun(cpu),
                state.marks.free(zone),
                flags.strip(),
                Cause.UNKNOWN.label());
    }

    /** A comparison failed: in what state, and why. */
    void miss(Miss draft, Cause cause) {
        causes[cause.ordinal()]++;
        if (misses.size() < keep) {
            misses.add(draft.because(cause));
        }
    }

    TransferScore score() {
        return TransferScore.of(actual, fitted, predicted, exact, pagesActual, pagesPredicted);
    }

    List<Miss> misses() {
        return misses;
    }

    long[] causes() {
        return causes.clone();
    }
}
