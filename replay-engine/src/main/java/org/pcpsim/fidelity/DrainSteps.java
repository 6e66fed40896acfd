package org.pcpsim.fidelity;

import java.util.ArrayList;
import java.util.List;
import org.pcpsim.model.PcpSets;
import org.pcpsim.zone.ListLengths;

/**
 * Scores drains of PCPs that overflow.
 *
 * <p>A drain that was foretold and did not come counts as false and shows that the limit is not known; nothing is
 * foretold for that PCP until the kernel shows it. One that was foretold before the first drain of a PCP stands for that
 * drain, which is not scored. Not thread-safe.
 */
final class DrainSteps {
    private final PcpState state;
    private final Scoring scoring;
    private final OverflowEvidence evidence;
    private final List<Transfer> kernel = new ArrayList<>();
    private final boolean[] drained;
    private final LimitMode[] doubtful;
    private final Miss[] open;
    private final boolean[] early;
    private boolean freeHighNeedsBatch = true;

    DrainSteps(PcpState state, Scoring scoring) {
        this.state = state;
        this.scoring = scoring;
        evidence = new OverflowEvidence(state);
        drained = new boolean[state.sets.length * state.machine.cpus()];
        doubtful = new LimitMode[drained.length];
        open = new Miss[drained.length];
        early = new boolean[drained.length];
    }

    /**
     * A free reaches its PCP.
     *
     * @param actual pages that the kernel drained for it, 0 if none
     */
    void free(long event, long time, int cpu, long pfn, int order, int actual) {
        int zone = state.ranges.zoneOf(pfn);
        PcpSets set = state.sets[zone];
        set.freeing(cpu);
        set.touched(cpu);
        int list = state.put(zone, cpu, pfn, order);
        int pcp = zone * state.machine.cpus() + cpu;
        LimitMode mode = LimitMode.of(state.marks, zone);
        int limit = set.limit(cpu);
        int freeRun = set.freeRun(cpu);
        boolean mayEmpty = set.drainsWhole(cpu, order);
        int n = set.overflow(cpu, cpu, order, mode == LimitMode.BELOW_HIGH, mode == LimitMode.RECLAIM);
        int predicted = n > 0 && doubtful[pcp] != mode ? state.drained(zone, cpu, n, list % ListLengths.LISTS) : 0;
        if (actual == 0 && mode == LimitMode.NORMAL) {
            // Only a count that has reached it raises high, or the size of the next drain.
            set.high[cpu] = limit;
        }
        if (actual == 0 && !evidence.countsFrees()) {
            set.setFreeRun(cpu, freeRun);
        }
        boolean wasBelow = state.isBelowLimit(zone, cpu);
        state.setBelowLimit(zone, cpu, actual == 0);
        if (actual == 0 && predicted == 0) {
            return;
        }
        ListedFree free = new ListedFree(event, time, cpu, zone, order, state.types.listed(pfn), list, mayEmpty);
        if (actual > 0) {
            freeHighNeedsBatch &= !evidence.isWholeForCertain(free, actual);
            drained(free, actual, predicted, wasBelow, mode, limit);
        } else {
            notDrained(free, predicted, mode);
        }
    }

    private void drained(ListedFree free, int actual, int predicted, boolean wasBelow, LimitMode mode, int limit) {
        int pcp = free.zone() * state.machine.cpus() + free.cpu();
        boolean fitted = !drained[pcp];
        drained[pcp] = true;
        kernel.add(new Transfer(free.event(), free.cpu(), pcp, actual, false, fitted));
        boolean missed = false;
        Miss miss = scoring.draft(state, free, actual, predicted);
        if (fitted) {
            scoring.fitted();
        } else {
            missed = scoring.compare(actual, predicted);
        }
        boolean doubted = doubtful[pcp] == mode;
        doubtful[pcp] = null;
        Cause cause = evidence.isWhole(free, actual)
                ? evidence.emptied(free, actual, limit)
                : evidence.drained(free, actual, predicted, wasBelow, doubted, mode, limit);
        if (early[pcp]) {
            early[pcp] = false;
            open[pcp] = null;
        }
        resolve(pcp, cause);
        if (missed) {
            scoring.miss(miss, cause);
        }
    }

    private void notDrained(ListedFree free, int predicted, LimitMode mode) {
        int pcp = free.zone() * state.machine.cpus() + free.cpu();
        resolve(pcp, Cause.WATERMARK);
        doubtful[pcp] = mode;
        open[pcp] = scoring.draft(state, free, 0, predicted);
        early[pcp] = !drained[pcp];
        if (drained[pcp]) {
            scoring.compare(0, predicted);
        }
    }

    /** A drain that was foretold in vain: what came of it says why. */
    private void resolve(int pcp, Cause cause) {
        if (open[pcp] != null) {
            if (early[pcp]) {
                early[pcp] = false;
                scoring.compare(0, open[pcp].predicted());
            }
            scoring.miss(open[pcp], cause);
            open[pcp] = null;
        }
    }

    /** A pass of the worker has shown how much room a PCP has. */
    void limitShown(int zone, int cpu) {
        int pcp = zone * state.machine.cpus() + cpu;
        doubtful[pcp] = null;
        resolve(pcp, Cause.CONCURRENCY);
    }

    /** The events are over: drains that never came. */
    void finish() {
        for (int pcp = 0; pcp < open.length; pcp++) {
            resolve(pcp, Cause.UNKNOWN);
        }
    }

    /** A drain that no free caused. */
    void add(Transfer drain) {
        kernel.add(drain);
    }

    /** Whether no drain showed that frees in a row of orders 1–3 drain PCPs of less than a batch too. */
    boolean freeHighNeedsBatch() {
        return freeHighNeedsBatch;
    }

    /** Drains of the kernel in order, with the frees that caused them. */
    List<Transfer> kernel() {
        return kernel;
    }
}
