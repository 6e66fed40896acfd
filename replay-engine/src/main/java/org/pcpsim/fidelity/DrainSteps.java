package org.pcpsim.fidelity;

import java.util.ArrayList;
import java.util.List;
import org.pcpsim.inspection.KernelRun;
import org.pcpsim.machine.FreeSizing;
import org.pcpsim.model.PcpSets;
import org.pcpsim.zone.ListLengths;

/** Scores drains of PCPs that overflow, and sets counters to what they show. Not thread-safe. */
final class DrainSteps {
    private static final int MOST_BATCHES = 10;

    private final PcpState state;
    private final Scoring scoring;
    private final List<Transfer> kernel = new ArrayList<>();
    private final boolean[] drained;
    private final byte[] falseInRow;
    private boolean freeHighNeedsBatch = true;
    private int allTarget;
    private int allZone;

    DrainSteps(PcpState state, Scoring scoring) {
        this.state = state;
        this.scoring = scoring;
        drained = new boolean[state.sets.length * state.machine.cpus()];
        falseInRow = new byte[drained.length];
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
        boolean reclaim = state.marks.reclaimActive(zone);
        boolean below = state.marks.belowHigh(zone);
        int n = set.overflow(cpu, cpu, order, below, reclaim);
        int predicted = n > 0 ? state.drained(zone, cpu, n, list % ListLengths.LISTS) : 0;
        int pcp = zone * state.machine.cpus() + cpu;
        if (actual > 0) {
            freeHighNeedsBatch &= order < 1 || order > 3 || set.count[cpu] >= set.batch();
            boolean fitted = !drained[pcp];
            drained[pcp] = true;
            kernel.add(new Transfer(event, cpu, pcp, actual, false, fitted));
            if (fitted) {
                scoring.fitted();
                if (actual != predicted) {
                    learn(zone, cpu, actual, reclaim, below);
                }
                return;
            }
        }
        if (!scoring.compare(actual, predicted)) {
            return;
        }
        Cause cause = state.marks.isTight(zone) ? Cause.WATERMARK : Cause.UNKNOWN;
        scoring.miss(
                state,
                event,
                time,
                cpu,
                zone,
                order,
                state.types.listed(pfn),
                actual,
                predicted,
                state.pages.length(list),
                cause);
        learn(zone, cpu, actual, reclaim, below);
    }

    private void learn(int zone, int cpu, int actual, boolean reclaim, boolean below) {
        PcpSets set = state.sets[zone];
        if (actual == 0) {
            if (reclaim) {
                state.marks.setReclaimActive(zone, false);
            } else if (below) {
                state.marks.setBelowHigh(zone, false);
            }
            // How much room there is left is not known: a batch, then twice as much each time.
            int pcp = zone * state.machine.cpus() + cpu;
            int room = set.batch() << Math.min(falseInRow[pcp]++, MOST_BATCHES);
            set.high[cpu] = Math.min(set.count[cpu] + room, set.highMax());
            if (set.high[cpu] < set.count[cpu] + room) {
                state.lose(zone, cpu, set.count[cpu] + room - set.high[cpu]);
            }
            return;
        }
        falseInRow[zone * state.machine.cpus() + cpu] = 0;
        boolean counts = state.machine.kernel().freeSizing() == FreeSizing.COUNT;
        if (counts && actual > set.batch() && actual <= set.largestDrain()) {
            set.setFreeRun(cpu, actual);
        }
        if (set.count[cpu] < set.high[cpu]) {
            set.high[cpu] = Math.max(set.count[cpu], set.highMin());
        }
    }

    /**
     * One hold of a drain of all PCPs, of which the trace does not show what made it necessary.
     *
     * @param target CPU whose PCP it is
     * @param goesOn whether the CPU had begun before
     */
    void ofAll(KernelRun run, int target, boolean goesOn) {
        int predicted = goesOn ? nextOfAll() : 0;
        kernel.add(new Transfer(-1, run.cpu(), -1, run.pages(), false, false));
        if (scoring.compare(run.pages(), predicted)) {
            miss(run, predicted, Cause.WATERMARK);
        }
        allTarget = target;
        allZone = run.zone();
    }

    /** Pages that go next when all PCPs are being emptied, CPU by CPU and zone by zone. */
    private int nextOfAll() {
        int zones = state.sets.length;
        for (int at = allTarget * zones + allZone; at < state.machine.cpus() * zones; at++) {
            PcpSets set = state.sets[at % zones];
            int cpu = at / zones;
            if (set.count[cpu] > 0) {
                return state.drained(at % zones, cpu, Math.min(set.count[cpu], set.largestDrain()), 0);
            }
        }
        return 0;
    }

    /** A drain without a free that could have caused it. */
    void withoutFree(KernelRun run) {
        kernel.add(new Transfer(-1, run.cpu(), -1, run.pages(), false, false));
        scoring.compare(run.pages(), 0);
        miss(run, 0, Cause.UNSEEN_EVENT);
    }

    private void miss(KernelRun run, int predicted, Cause cause) {
        scoring.miss(
                state,
                run.firstEvent(),
                run.time(),
                run.cpu(),
                run.zone(),
                run.order(),
                run.migratetype(),
                run.pages(),
                predicted,
                0,
                cause);
    }

    /** Whether no drain showed that frees in a row of orders 1–3 drain PCPs of less than a batch too. */
    boolean freeHighNeedsBatch() {
        return freeHighNeedsBatch;
    }

    void add(Transfer drain) {
        kernel.add(drain);
    }

    /** Drains of the kernel in order, with the frees that caused them. */
    List<Transfer> kernel() {
        return kernel;
    }
}
