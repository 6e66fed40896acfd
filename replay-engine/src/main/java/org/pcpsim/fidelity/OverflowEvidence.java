package org.pcpsim.fidelity;

import org.pcpsim.machine.FreeSizing;
import org.pcpsim.model.PcpSets;

/**
 * Sets counters and flags to what an overflow of a PCP shows.
 *
 * <p>A free that is the first to be drained for brings count just to the limit. The size of the drain tells how many
 * frees in a row went before; in a zone near its marks, size and count tell whether kswapd is at work, which lowers the
 * limit to four batches. A free of order 1–3 may drain a whole PCP below its limit, which shows count itself. Source:
 * baseline spec sections 9.5 and 9.6. Not thread-safe.
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
     * Whether a drain returned all pages of a PCP: so many had been freed in a row that a free of order 1–3 drains it whatever
     * its limit. The most that one drain returns need not be all.
     */
    boolean isWhole(ListedFree free, int actual) {
        PcpSets set = state.sets[free.zone()];
        return isWholeForCertain(free, actual) || free.mayEmpty() && actual < set.largestDrain();
    }

    /** Whether it did, however many are thought to have been freed: one at the limit is of a batch at least. */
    boolean isWholeForCertain(ListedFree free, int actual) {
        PcpSets set = state.sets[free.zone()];
        boolean mayBe = free.order() >= 1 && free.order() <= 3;
        return mayBe && actual < set.batch() && set.highMin() >= 2 * set.batch();
    }

    /**
     * A drain of a whole PCP.
     *
     * @param limit the limit before it
     * @return why it was not foretold, if it was not
     */
    Cause emptied(ListedFree free, int actual, int limit) {
        PcpSets set = state.sets[free.zone()];
        set.showDrainsWhole(free.cpu(), limit);
        if (set.count[free.cpu()] != actual) {
            state.emptyWith(free.zone(), free.cpu(), actual);
        }
        return cause(free.zone(), false);
    }

    /**
     * A drain by the kernel that left pages behind.
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
        if (actual != predicted && predicted > 0) {
            showFreeRun(set, cpu, actual, Math.max(Math.min(set.largestDrain(), limit - set.batch()), 1));
        }
        boolean needsLimit = free.order() == 0 || free.order() > 3 || counts && !free.mayEmpty();
        if (needsLimit && mode == LimitMode.NORMAL && wereThere(free.zone(), cpu, limit)) {
            return cause(free.zone(), false);
        }
        if (exact && mode == LimitMode.NORMAL && needsLimit) {
            int most = limit + (1 << free.order()) - 1;
            int surplus = set.count[cpu] < limit ? set.count[cpu] - limit : Math.max(set.count[cpu] - most, 0);
            int before = set.count[cpu];
            boolean pass = state.settle(free.zone(), cpu, surplus);
            lost[free.zone() * state.machine.cpus() + cpu] = Math.max(before - set.count[cpu], 0);
            return cause(free.zone(), pass);
        }
        if (set.count[cpu] < set.high[cpu]) {
            set.high[cpu] = Math.max(set.count[cpu], set.highMin());
        }
        // It had so many at least.
        int least = needsLimit ? set.high[cpu] : actual;
        state.lose(free.zone(), cpu, Math.min(set.count[cpu] - least, 0));
        return cause(free.zone(), false);
    }

    /** The size of a drain shows how much had been freed in a row; the most that it can be shows that it was no less. */
    private void showFreeRun(PcpSets set, int cpu, int actual, int most) {
        if (actual < most) {
            set.setFreeRun(cpu, counts ? actual : factorAfter(actual / set.batch()));
        } else if (counts) {
            set.setFreeRun(cpu, Math.max(set.freeRun(cpu), most));
        } else {
            int doublings = Integer.SIZE - Integer.numberOfLeadingZeros((most - 1) / set.batch());
            set.setFreeRun(cpu, Math.max(set.freeRun(cpu), doublings));
        }
    }

    /** {@code free_factor} after a drain of so many batches; one of less than a batch lacks events and had 0. */
    private static int factorAfter(int batches) {
        return batches == 0 ? 1 : Integer.numberOfTrailingZeros(batches) + 1;
    }

    /** Whether a drain below the limit shows that pages which the one before made count as lost had been there. */
    private boolean wereThere(int zone, int cpu, int limit) {
        int pcp = zone * state.machine.cpus() + cpu;
        int count = state.sets[zone].count[cpu];
        boolean were = count < limit && count + lost[pcp] >= limit;
        if (were) {
            state.lose(zone, cpu, -lost[pcp]);
        }
        lost[pcp] = 0;
        return were;
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
