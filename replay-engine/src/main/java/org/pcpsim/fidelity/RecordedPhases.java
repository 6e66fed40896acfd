package org.pcpsim.fidelity;

import org.pcpsim.machine.Machine;
import org.pcpsim.machine.Settings;
import org.pcpsim.replay.WorkerPhases;

/**
 * When the workers of a recorded machine fire, inferred from the first drain of each.
 *
 * <p>The kernel rounds the workers' timers to whole seconds, those of CPU {@code c} earlier by {@code 3c} ticks, so that
 * one second of the clock holds for all ({@code round_jiffies_relative}). Drains come at that time or later, since
 * timers of a second have a grain of 8 ticks and workers wait for their CPU. So the second begins where the first drains
 * of all CPUs are late by the least in total.
 *
 * <p>Where no drain shows it, or the interval is not a second, a worker without a drain fires as settings say; but if a
 * recording names an interval of its own, that was set just before it, and each first pass comes an interval later.
 */
final class RecordedPhases {
    private static final long SECOND = 1_000_000_000L;
    /** Three ticks at 250 a second, as distributions configure kernels. */
    private static final long SKEW = 12_000_000L;

    private RecordedPhases() {}

    static WorkerPhases of(Machine machine, FirstPasses passes) {
        WorkerPhases rule = WorkerPhases.of(machine);
        long interval = rule.interval();
        long[] first = new long[machine.cpus()];
        long base = interval == SECOND ? base(machine.cpus(), passes) : -1;
        for (int cpu = 0; cpu < first.length; cpu++) {
            long pass = passes.of(cpu);
            if (base >= 0) {
                first[cpu] = within(base - cpu * SKEW, interval);
            } else if (pass != FirstPasses.NONE) {
                first[cpu] = within(pass - passes.firstTime(), interval);
            } else {
                first[cpu] = interval == Settings.DEFAULT.statIntervalNs() ? rule.first(cpu) : interval;
            }
        }
        return WorkerPhases.of(interval, first);
    }

    /** Where CPU 0's second begins, in ns after the first event; −1 if no worker drained. */
    private static long base(int cpus, FirstPasses passes) {
        long best = -1;
        long least = Long.MAX_VALUE;
        for (int candidate = 0; candidate < cpus; candidate++) {
            if (passes.of(candidate) == FirstPasses.NONE) {
                continue;
            }
            long base = unskewed(candidate, passes);
            long late = 0;
            for (int cpu = 0; cpu < cpus; cpu++) {
                if (passes.of(cpu) != FirstPasses.NONE) {
                    late += Math.floorMod(unskewed(cpu, passes) - base, SECOND);
                }
            }
            if (late < least) {
                least = late;
                best = base;
            }
        }
        return best;
    }

    private static long unskewed(int cpu, FirstPasses passes) {
        return Math.floorMod(passes.of(cpu) - passes.firstTime() + cpu * SKEW, SECOND);
    }

    /** A time modulo an interval, above 0. */
    private static long within(long time, long interval) {
        return Math.floorMod(time - 1, interval) + 1;
    }
}
