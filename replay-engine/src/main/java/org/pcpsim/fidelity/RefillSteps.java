package org.pcpsim.fidelity;

import java.util.ArrayList;
import java.util.List;
import org.pcpsim.inspection.KernelRun;
import org.pcpsim.model.PcpSets;
import org.pcpsim.zone.ListLengths;

/** Scores refills and sets lists and counters to what they show. Not thread-safe. */
final class RefillSteps {
    private static final int MOST_DOUBLINGS = 5;
    private static final int MOST_CHUNKS = 10;

    private final PcpState state;
    private final Scoring scoring;
    private final List<Transfer> kernel = new ArrayList<>();
    private final KernelRun[] waiting;
    private final long[] firstPfn;
    private final int[] lengthBefore;
    private final boolean[] refilled;
    private final byte[] falseInRow;

    RefillSteps(PcpState state, Scoring scoring) {
        this.state = state;
        this.scoring = scoring;
        int cpus = state.machine.cpus();
        waiting = new KernelRun[cpus];
        firstPfn = new long[cpus];
        lengthBefore = new int[cpus];
        refilled = new boolean[state.machine.zones().size() * cpus * ListLengths.LISTS];
        falseInRow = new byte[refilled.length];
    }

    /** The kernel refills a list; its pages follow, then the allocation. */
    void begin(KernelRun run, long pfn) {
        int cpu = run.cpu();
        flush(cpu);
        waiting[cpu] = run;
        firstPfn[cpu] = pfn;
        int list = list(run);
        lengthBefore[cpu] = state.pages.length(list);
        state.empty(list);
    }

    private int list(KernelRun run) {
        return state.at(run.zone(), run.cpu(), run.order(), run.migratetype());
    }

    /** The next page of the refill under way. */
    void page(int cpu, long pfn) {
        if (waiting[cpu] != null) {
            state.pages.pushBottom(list(waiting[cpu]), pfn);
        }
    }

    boolean isWaiting(int cpu) {
        return waiting[cpu] != null;
    }

    /** An allocation from a PCP list. */
    void alloc(long event, long time, int cpu, int zone, int order, int type, long pfn) {
        int list = state.at(zone, cpu, order, type);
        KernelRun run = waiting[cpu];
        if (run != null && list(run) == list) {
            if (pfn == firstPfn[cpu]) {
                waiting[cpu] = null;
                score(run, event, true);
            } else {
                flush(cpu);
            }
        } else if (state.pages.length(list) == 0 && !state.isOpen(list)) {
            falsely(event, time, cpu, zone, order, type);
            // How many more it has is not known: one, then twice as many each time.
            int chunks = 1 << Math.min(falseInRow[list]++, MOST_CHUNKS);
            state.pages.setOlder(list, chunks);
            state.sets[zone].count[cpu] += chunks << order;
        }
        state.take(list, zone, cpu, pfn, order);
    }

    /** A refill that no allocation of the trace asked for: pages were taken without an event. */
    void flush(int cpu) {
        KernelRun run = waiting[cpu];
        if (run != null) {
            waiting[cpu] = null;
            score(run, -1, false);
        }
    }

    private void score(KernelRun run, long event, boolean asked) {
        int cpu = run.cpu();
        int zone = run.zone();
        PcpSets set = state.sets[zone];
        int list = list(run);
        int length = lengthBefore[cpu];
        set.count[cpu] -= length << run.order();
        int high = set.high[cpu];
        int doublings = set.allocFactor(cpu);
        int n = set.refillCount(cpu, run.order(), state.marks.belowHigh(zone));
        int predicted = asked && length == 0 ? n << run.order() : 0;
        boolean fitted = !refilled[list];
        refilled[list] = true;
        falseInRow[list] = 0;
        kernel.add(new Transfer(event, cpu, list, run.pages(), false, fitted));
        if (fitted) {
            scoring.fitted();
        } else if (scoring.compare(run.pages(), predicted)) {
            Cause cause = cause(run, asked && length == 0 ? n : 0);
            scoring.miss(
                    scoring.draft(
                            state,
                            event < 0 ? run.firstEvent() : event,
                            run.time(),
                            cpu,
                            zone,
                            run.order(),
                            run.migratetype(),
                            run.pages(),
                            predicted,
                            length),
                    cause);
        }
        if (n != run.chunks()) {
            imply(run, high, doublings);
        }
        set.count[cpu] += run.pages();
        if (run.order() > 3) {
            // Huge pages come two at a time, whatever room there is.
            state.setBelowLimit(zone, cpu, false);
        }
    }

    /** Fewer doublings than there were refills can only come of frees; those of the trace have been counted. */
    private Cause cause(KernelRun run, int predicted) {
        int batch = state.sets[run.zone()].batch();
        boolean halved = run.order() == 0
                && run.chunks() < predicted
                && run.chunks() % batch == 0
                && Integer.bitCount(run.chunks() / batch) == 1;
        if (predicted == 0 || halved) {
            return Cause.UNSEEN_EVENT;
        }
        return state.marks.isTight(run.zone()) ? Cause.WATERMARK : Cause.UNKNOWN;
    }

    /** Finds counters that make the refill as large as it was. */
    private void imply(KernelRun run, int high, int doublings) {
        PcpSets set = state.sets[run.zone()];
        int cpu = run.cpu();
        boolean belowHigh = state.marks.belowHigh(run.zone());
        set.high[cpu] = high;
        set.setAllocFactor(cpu, doublings);
        if (set.refillCount(cpu, run.order(), !belowHigh) == run.chunks()) {
            state.marks.setBelowHigh(run.zone(), !belowHigh);
            return;
        }
        for (int factor = 0; factor <= MOST_DOUBLINGS; factor++) {
            set.high[cpu] = high;
            set.setAllocFactor(cpu, factor);
            if (set.refillCount(cpu, run.order(), belowHigh) == run.chunks()) {
                return;
            }
        }
        set.high[cpu] = high;
        set.setAllocFactor(cpu, doublings);
        set.refillCount(cpu, run.order(), belowHigh);
        if (run.order() == 0 && run.chunks() > set.batch()) {
            // No doubled batch: the room under high was what limited it.
            state.settle(run.zone(), cpu, set.count[cpu] + set.batch() + run.chunks() - set.high[cpu]);
        }
    }

    /** The list should be empty, and the kernel took from it all the same. */
    private void falsely(long event, long time, int cpu, int zone, int order, int type) {
        PcpSets set = state.sets[zone];
        int high = set.high[cpu];
        int doublings = set.allocFactor(cpu);
        int predicted = set.refillCount(cpu, order, state.marks.belowHigh(zone)) << order;
        set.high[cpu] = high;
        set.setAllocFactor(cpu, doublings);
        scoring.compare(0, predicted);
        boolean seen = refilled[state.at(zone, cpu, order, type)];
        scoring.miss(
                scoring.draft(state, event, time, cpu, zone, order, type, 0, predicted, 0),
                seen ? Cause.UNSEEN_EVENT : Cause.START_VALUE);
    }

    /** Refills of the kernel in order, with the events that asked for them. */
    List<Transfer> kernel() {
        return kernel;
    }
}
