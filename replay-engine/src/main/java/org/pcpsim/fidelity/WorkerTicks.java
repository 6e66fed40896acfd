package org.pcpsim.fidelity;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.pcpsim.inspection.KernelRun;
import org.pcpsim.machine.DrainChunk;
import org.pcpsim.model.PcpSets;
import org.pcpsim.replay.WorkerPhases;

/**
 * Passes of each CPU's periodic worker: lowers {@code high} every interval and scores the drains that follow.
 *
 * <p>Workers fire at the phases that their first drains show, rounded to them anew after each pass. A pass of an idle
 * CPU waits until the CPU is busy, since its timer is deferrable; those left out in between are made up for only if they
 * would drain nothing, since no drain of theirs was seen. A pass that would drain is held until the kernel's drains show
 * when the worker got its CPU; if none come within half an interval, it counts as false, and count or {@code high} are
 * set so that there was nothing to drain. Source: baseline spec sections 10.1 to 10.3. Not thread-safe.
 */
final class WorkerTicks {
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final PcpState state;
    private final Scoring scoring;
    private final DrainSteps drains;
    private final WorkerPhases phases;
    private final IntConsumer commit;
    private final long origin;
    private final long interval;
    private final boolean decays;
    private final int zones;
    private final long[] next;
    private final long[] heldSince;
    private final long[] quietPass;
    private final long[] drainPass;
    private final boolean[] fitted;
    private final int[] lowered;
    private final int[] decay;
    private final int[] expire;

    WorkerTicks(
            PcpState state,
            Scoring scoring,
            DrainSteps drains,
            FirstPasses passes,
            WorkerPhases phases,
            IntConsumer commit) {
        this.state = state;
        this.scoring = scoring;
        this.drains = drains;
        this.phases = phases;
        this.commit = commit;
        interval = phases.interval();
        origin = passes.firstTime();
        decays = state.machine.kernel().decay();
        zones = state.machine.zones().size();
        int cpus = state.machine.cpus();
        next = new long[cpus];
        heldSince = filled(cpus, NEVER);
        quietPass = filled(cpus, NEVER);
        drainPass = filled(cpus, NEVER);
        fitted = new boolean[cpus];
        lowered = new int[cpus * zones];
        decay = new int[cpus * zones];
        expire = new int[cpus * zones];
        for (int cpu = 0; cpu < cpus; cpu++) {
            fitted[cpu] = passes.of(cpu) != FirstPasses.NONE;
            next[cpu] = origin + phases.first(cpu);
        }
    }

    private static long[] filled(int length, long value) {
        long[] array = new long[length];
        Arrays.fill(array, value);
        return array;
    }

    /** An event of a CPU: it is busy, so its worker runs if it is due. */
    void busy(int cpu, long time, long event) {
        followShown(cpu, time);
        if (time < next[cpu] && heldSince[cpu] == NEVER || !decays) {
            return;
        }
        if (heldSince[cpu] == NEVER) {
            commit.accept(cpu);
            while (time >= next[cpu] + interval && !wouldDrain(cpu)) {
                pass(cpu);
                next[cpu] += interval;
            }
            heldSince[cpu] = time;
        }
        if (!wouldDrain(cpu)) {
            quietly(cpu, time, event);
        } else if (time - heldSince[cpu] > interval / 2) {
            drainedNothing(cpu, event);
        }
    }

    private void quietly(int cpu, long time, long event) {
        endPass(cpu, event);
        pass(cpu);
        heldSince[cpu] = NEVER;
        quietPass[cpu] = time;
        next[cpu] = after(cpu, time);
    }

    /** Drains have shown that a pass came before its time, or is still to come. */
    private void followShown(int cpu, long time) {
        int shown = state.takeDecaysShown(cpu);
        if (shown > 0 && heldSince[cpu] == NEVER && next[cpu] - time < interval / 2) {
            next[cpu] = after(cpu, time);
        } else if (shown < 0 && time - quietPass[cpu] < interval / 2) {
            quietPass[cpu] = NEVER;
            next[cpu] = time;
        }
    }

    private boolean wouldDrain(int cpu) {
        for (int zone = 0; zone < zones; zone++) {
            PcpSets set = state.sets[zone];
            if (set.excessAfterDecay(cpu) > 0 || !isLocal(zone, cpu) && set.expiresNow(cpu)) {
                return true;
            }
        }
        return false;
    }

    /** What a pass does before it drains. */
    private void pass(int cpu) {
        for (int zone = 0; zone < zones; zone++) {
            PcpSets set = state.sets[zone];
            int at = cpu * zones + zone;
            int high = set.high[cpu];
            decay[at] = set.decay(cpu);
            lowered[at] = high - set.high[cpu];
            expire[at] = isLocal(zone, cpu) ? 0 : set.expireRemote(cpu);
        }
    }

    private boolean isLocal(int zone, int cpu) {
        return state.machine.zones().get(zone).node() == state.machine.nodeOf(cpu);
    }

    /** A pass should have drained and did not. */
    private void drainedNothing(int cpu, long event) {
        long time = heldSince[cpu];
        heldSince[cpu] = NEVER;
        next[cpu] = after(cpu, time);
        endPass(cpu, event);
        pass(cpu);
        for (int zone = 0; zone < zones; zone++) {
            int surplus = decay[cpu * zones + zone];
            falsely(cpu, zone, time, event);
            if (surplus > 0) {
                state.settle(zone, cpu, surplus);
            }
        }
    }

    /** Drains that a pass left out count as false. */
    private void endPass(int cpu, long event) {
        for (int zone = 0; zone < zones; zone++) {
            falsely(cpu, zone, drainPass[cpu], event);
        }
    }

    private void falsely(int cpu, int zone, long time, long event) {
        int at = cpu * zones + zone;
        while (decay[at] > 0 || expire[at] > 0) {
            int pages = takeExpected(at, zone, cpu);
            scoring.compare(0, pages);
            scoring.miss(scoring.draft(state, event, time, cpu, zone, 0, 0, 0, pages, 0), passCause(zone));
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

    /** The pass that follows one: an interval later, rounded to the phase, down by up to a quarter and else up. */
    private long after(int cpu, long time) {
        long from = time + interval - interval / 4;
        return from + Math.floorMod(origin + phases.first(cpu) - from - 1, interval) + 1;
    }

    /** A CPU's worker drains. */
    void drained(KernelRun run) {
        int cpu = run.cpu();
        int zone = run.zone();
        int at = cpu * zones + zone;
        commit.accept(cpu);
        if (run.time() - drainPass[cpu] > interval / 2) {
            begin(run);
        }
        state.setBelowLimit(zone, cpu, false);
        int predicted = takeExpected(at, zone, cpu);
        // The drain itself is a use of the PCP: the next pass begins to count anew.
        state.sets[zone].touched(cpu);
        boolean first = fitted[cpu];
        fitted[cpu] = false;
        drains.add(new Transfer(run.time(), cpu, cpu, run.pages(), true, first));
        if (run.pages() < state.sets[zone].batch() && isLocal(zone, cpu)) {
            // The pass ends with count at high.
            PcpSets set = state.sets[zone];
            decay[at] = 0;
            if (predicted != run.pages()) {
                state.settle(zone, cpu, set.count[cpu] - run.pages() - set.high[cpu]);
            }
            drains.limitShown(zone, cpu);
        }
        if (first) {
            scoring.fitted();
        } else if (scoring.compare(run.pages(), predicted)) {
            scoring.miss(scoring.draft(state, run, predicted), passCause(zone));
        }
    }

    /** When passes that drain nothing took place is not in a trace. */
    private Cause passCause(int zone) {
        return state.marks.isTight(zone) ? Cause.WATERMARK : Cause.CONCURRENCY;
    }

    /** The first hold of a pass shows when it is. */
    private void begin(KernelRun run) {
        int cpu = run.cpu();
        endPass(cpu, run.firstEvent());
        if (heldSince[cpu] == NEVER && run.time() - quietPass[cpu] <= interval / 2) {
            // The pass that was taken to have drained nothing is this one.
            for (int zone = 0; zone < zones; zone++) {
                state.sets[zone].high[cpu] += lowered[cpu * zones + zone];
            }
        }
        heldSince[cpu] = NEVER;
        quietPass[cpu] = NEVER;
        drainPass[cpu] = run.time();
        pass(cpu);
        next[cpu] = after(cpu, run.time());
    }
}
