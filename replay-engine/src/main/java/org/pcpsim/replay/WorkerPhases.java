package org.pcpsim.replay;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.pcpsim.machine.DecayPhase;
import org.pcpsim.machine.Machine;

/**
 * When each CPU's periodic worker first fires after a trace has begun; from then on it does every interval.
 *
 * <p>Those of a recording wait while their CPU is idle: the kernel's timer is deferrable, and recordings show the drains
 * of CPUs that did nothing for an interval when they are busy again. Times in ns. Immutable. Source: baseline spec section 10.1.
 */
public final class WorkerPhases {
    private static final long SHORTEST_NS = 1_000_000;

    private final long interval;
    private final long[] first;
    private final int[] order;
    private final boolean deferred;

    private WorkerPhases(long interval, long[] first, boolean deferred) {
        this.deferred = deferred;
        this.interval = interval;
        this.first = first;
        order = IntStream.range(0, first.length)
                .boxed()
                .sorted(Comparator.comparingLong(cpu -> first[cpu]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** As a machine's settings say. */
    public static WorkerPhases of(Machine machine) {
        long interval = Math.max(machine.settings().statIntervalNs(), SHORTEST_NS);
        return of(machine.settings().decayPhase(), machine.cpus(), interval);
    }

    /** As a rule says: staggered, CPU {@code c} at {@code (c + 1) / cpus} of the interval, or all at its end. */
    static WorkerPhases of(DecayPhase phase, int cpus, long interval) {
        long[] first = new long[cpus];
        for (int cpu = 0; cpu < cpus; cpu++) {
            first[cpu] = phase == DecayPhase.TOGETHER
                    ? interval
                    : interval / cpus * (cpu + 1) + interval % cpus * (cpu + 1) / cpus;
        }
        return new WorkerPhases(interval, first, false);
    }

    /**
     * Phases found in a recording.
     *
     * @param first time of each CPU's first pass since the first event, above 0 and at most the interval
     * @throws IllegalArgumentException if one is not
     */
    public static WorkerPhases of(long interval, long[] first) {
        for (long time : first) {
            if (time <= 0 || time > interval) {
                throw new IllegalArgumentException("first pass after " + time + " ns of an interval of " + interval);
            }
        }
        return new WorkerPhases(interval, first.clone(), true);
    }

    /** The interval in ns. */
    public long interval() {
        return interval;
    }

    /** Whether a worker waits until its CPU is busy. */
    boolean deferred() {
        return deferred;
    }

    /** How many CPUs there are. */
    public int cpus() {
        return first.length;
    }

    /** Time of a CPU's first pass since the first event. */
    public long first(int cpu) {
        return first[cpu];
    }

    /** The CPU that fires as the {@code place}-th of each interval, from 0; equal ones by their numbers. */
    int cpu(int place) {
        return order[place];
    }
}
