package org.pcpsim.fidelity;

import org.pcpsim.machine.FreeSizing;
import org.pcpsim.model.PcpSets;

/**
 * Sets counters and flags to what an overflow of a PCP shows.
 *
 * <p>A free that is the first to be drained for brings count just to the limit. The size of the drain tells how many
 * frees in a row went before; in a zone near its marks, size and count tell whether kswapd is at work, which lowers the
 * limit to four batches. Source: baseline spec sections 9.5 and 9.6. Not thread-safe.
 */
final class OverflowEvidence {
    private static final int RECLAIM_BATCHES = 4;

    private final PcpState state;
    private final boolean counts;
    private final int[] lost;

    OverflowEvidence(PcpState state) {
        this.state = state;
        counts = state.machine.kernel().freeSizing() == FreeSizing.COUNT;
        lost = new int[state.sets.length * state.machine.cpus()];
    }

    /** Whether drains are sized by the pages freed in a row, and not by a factor that overflows raise. */
    boolean countsFrees() {
        return counts;
    }

    /**
     * A drain by the kernel.
     *
     * @param actual its pages
     * @param predicted what was foretold, 0 if nothing
     * @param exact whether the free before it left count below the limit, so that this one has just reached it
     * @param doubted whether it was foretold for a free before it
     * @param mode flags of the zone as far as they were known
     * @param limit the limit of a zone without flags as far as it was known
     * @return why it was not foretold, if it was not
     */
    Cause drained(
            ListedFree free, int actual, int predicted, boolean exact, boolean doubted, LimitMode mode, int limit) {
        PcpSets set = state.sets[free.zone()];
        int cpu = free.cpu();
        if (state.marks.isTight(free.zone()) && isReclaim(set, cpu, actual, limit)) {
            int surplus = set.count[cpu] - reclaimLimit(set, cpu);
            if (mode == LimitMode.RECLAIM && (exact && doubted || surplus < 0)) {
                int pcp = free.zone() * state.machine.cpus() + cpu;
                // A drain below the limit so soon: the pages were there, and kswapd had been idle in between.
                boolean wereThere = surplus < 0 && surplus + lost[pcp] >= 0;
                int off = wereThere ? -lost[pcp] : surplus;
                lost[pcp] = Math.max(off, 0);
                state.lose(free.zone(), cpu, off);
            }
            state.marks.showReclaimActive(free.zone(), true);
            return Cause.WATERMARK;
        }
        if (mode == LimitMode.RECLAIM) {
            state.marks.showReclaimActive(free.zone(), false);
        }
        if (actual != predicted && predicted > 0 && actual < set.largestDrain() && actual < limit - set.batch()) {
            set.setFreeRun(cpu, counts ? actual : Integer.numberOfTrailingZeros(actual / set.batch()) + 1);
        }
        if (exact && mode == LimitMode.NORMAL && (free.order() == 0 || free.order() > 3)) {
            int most = limit + (1 << free.order()) - 1;
            int surplus = set.count[cpu] < limit ? set.count[cpu] - limit : Math.max(set.count[cpu] - most, 0);
            boolean pass = state.settle(free.zone(), cpu, surplus);
            return cause(free.zone(), pass);
        }
        if (set.count[cpu] < set.high[cpu]) {
            set.high[cpu] = Math.max(set.count[cpu], set.highMin());
        }
        return cause(free.zone(), false);
    }

    private Cause cause(int zone, boolean pass) {
        if (state.marks.isTight(zone)) {
            return Cause.WATERMARK;
        }
        return pass ? Cause.CONCURRENCY : Cause.UNSEEN_EVENT;
    }

    /** Whether a drain is of a size and at a count that only a zone under reclaim explains, or explains better. */
    private static boolean isReclaim(PcpSets set, int cpu, int actual, int limit) {
        int reclaim = reclaimLimit(set, cpu);
        int freed = Math.max(set.freeRun(cpu), set.batch());
        boolean asReclaim = actual == Math.min(freed, reclaim - set.batch());
        boolean asNormal = actual == Math.min(freed, limit - set.batch());
        if (asReclaim != asNormal) {
            return asReclaim;
        }
        return Math.max(reclaim - set.count[cpu], 0) < Math.max(limit - set.count[cpu], 0);
    }

    private static int reclaimLimit(PcpSets set, int cpu) {
        return Math.min(RECLAIM_BATCHES * set.batch(), set.high[cpu]);
    }
}
