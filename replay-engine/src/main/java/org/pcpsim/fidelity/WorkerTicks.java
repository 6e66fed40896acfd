package org.pcpsim.fidelity;

import java.util.function.IntConsumer;
import org.pcpsim.inspection.KernelRun;
import org.pcpsim.machine.DrainChunk;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.model.PcpSets;

/**
 * Passes of each CPU's periodic worker: lowers {@code high} every interval and scores the drains that follow.
 *
 * <p>The phase of a worker comes from its first drain, which is not scored; each later drain sets it anew, since the
 * kernel's timers drift. A pass that should have drained and did not within half an interval counts as false. Source:
 * baseline spec sections 10.1 to 10.3. Not thread-safe.
 */
final class WorkerTicks {
    private final PcpState state;
    private final Scoring scoring;
    private final DrainSteps drains;
    private final IntConsumer commit;
    private final long interval;
    private final int zones;
    private final long[] next;
    private final long[] last;
    private final boolean[] fitted;
    private final int[] decay;
    private final int[] expire;
    private final long[] fittedUntil;
    private long nextAny;

    WorkerTicks(PcpState state, Scoring scoring, DrainSteps drains, KernelTransfers kernel, IntConsumer commit) {
        this.state = state;
        this.scoring = scoring;
        this.drains = drains;
        this.commit = commit;
        interval = Math.max(state.machine.settings().statIntervalNs(), 1_000_000);
        zones = state.machine.zones().size();
        int cpus = state.machine.cpus();
        next = new long[cpus];
        last = new long[cpus];
        fitted = new boolean[cpus];
        fittedUntil = new long[cpus];
        decay = new int[cpus * zones];
        expire = new int[cpus * zones];
        for (int cpu = 0; cpu < cpus; cpu++) {
            long first = kernel.firstPass(cpu);
            if (first == KernelTransfers.NO_PASS) {
                next[cpu] = kernel.firstTime() + interval / cpus * (cpu + 1);
            } else {
                fitted[cpu] = true;
                next[cpu] = first - (first - kernel.firstTime()) / interval * interval;
            }
            last[cpu] = Long.MIN_VALUE / 2;
            fittedUntil[cpu] = Long.MIN_VALUE;
        }
    }

    /** Lets the workers run that are due before a time. */
    void advanceTo(long time, long event) {
        if (time < nextAny || !state.machine.kernel().decay()) {
            return;
        }
        nextAny = Long.MAX_VALUE;
        for (int cpu = 0; cpu < next.length; cpu++) {
            while (next[cpu] < time) {
                expect(cpu, next[cpu], event);
                next[cpu] += interval;
            }
            if (isWaiting(cpu) && time - last[cpu] > interval / 2) {
                giveUp(cpu, event);
            }
            nextAny = Math.min(nextAny, isWaiting(cpu) ? last[cpu] + interval / 2 : next[cpu]);
        }
    }

    private boolean isWaiting(int cpu) {
        for (int i = cpu * zones; i < (cpu + 1) * zones; i++) {
            if (decay[i] > 0 || expire[i] > 0) {
                return true;
            }
        }
        return false;
    }

    private void expect(int cpu, long time, long event) {
        giveUp(cpu, event);
        commit.accept(cpu);
        last[cpu] = time;
        for (ZoneSpec zone : state.machine.zones()) {
            PcpSets set = state.sets[zone.index()];
            int at = cpu * zones + zone.index();
            decay[at] = set.decay(cpu);
            if (zone.node() != state.machine.nodeOf(cpu)) {
                expire[at] = set.expireRemote(cpu);
            }
        }
    }

    private boolean isLocal(int zone, int cpu) {
        return state.machine.zones().get(zone).node() == state.machine.nodeOf(cpu);
    }

    private void giveUp(int cpu, long event) {
        for (int zone = 0; zone < zones; zone++) {
            int at = cpu * zones + zone;
            while (decay[at] > 0 || expire[at] > 0) {
                int pages = takeExpected(at, zone, cpu);
                scoring.compare(0, pages);
                scoring.miss(state, event, last[cpu], cpu, zone, 0, 0, 0, pages, 0, Cause.UNKNOWN);
            }
        }
    }

    private int takeExpected(int at, int zone, int cpu) {
        if (decay[at] > 0) {
            boolean chunked = state.machine.kernel().decayChunk() == DrainChunk.BATCH;
            int n = chunked ? Math.min(decay[at], state.sets[zone].batch()) : decay[at];
            decay[at] -= n;
            return state.drained(zone, cpu, n, 0);
        }
        int n = expire[at];
        expire[at] = 0;
        return n == 0 ? 0 : state.drained(zone, cpu, n, 0);
    }

    /** A CPU's worker drains. */
    void drained(KernelRun run) {
        int cpu = run.cpu();
        int at = cpu * zones + run.zone();
        commit.accept(cpu);
        if (run.time() - last[cpu] > interval / 2) {
            expect(cpu, run.time(), run.firstEvent());
            next[cpu] = run.time() + interval;
        } else if (decay[at] > 0 || expire[at] > 0) {
            next[cpu] = Math.max(run.time(), last[cpu]) + interval;
            last[cpu] = Math.max(run.time(), last[cpu]);
        }
        nextAny = Math.min(nextAny, next[cpu]);
        if (fitted[cpu]) {
            fitted[cpu] = false;
            takeExpected(at, run.zone(), cpu);
            scoring.fitted();
            drains.add(new Transfer(run.time(), cpu, cpu, run.pages(), true, true));
            return;
        }
        drains.add(new Transfer(run.time(), cpu, cpu, run.pages(), true, false));
        boolean ends = run.pages() < state.sets[run.zone()].batch();
        int predicted = takeExpected(at, run.zone(), cpu);
        if (ends && predicted != run.pages() && isLocal(run.zone(), cpu)) {
            // The pass ends with count at high.
            PcpSets set = state.sets[run.zone()];
            decay[at] = 0;
            state.settle(run.zone(), cpu, set.count[cpu] - run.pages() - set.high[cpu]);
        }
        if (scoring.compare(run.pages(), predicted)) {
            scoring.miss(
                    state,
                    run.firstEvent(),
                    run.time(),
                    cpu,
                    run.zone(),
                    run.order(),
                    run.migratetype(),
                    run.pages(),
                    predicted,
                    0,
                    state.marks.isTight(run.zone()) ? Cause.WATERMARK : Cause.UNKNOWN);
        }
    }
}
