package org.pcpsim.lock;

import java.util.Arrays;

/**
 * The CPUs by the time of their next event, those of the same time by their numbers.
 *
 * <p>A tournament tree over all CPUs: each has one time, {@link #NEVER} if nothing is to come. Setting a time costs one
 * comparison for each doubling of the CPUs. Nothing is allocated. Not thread-safe.
 */
public final class CpuQueue {
    /** No event to come. */
    public static final long NEVER = Long.MAX_VALUE;

    private final int leaves;
    private final long[] time;
    private final int[] winner;
    /** Time of the earliest event of all CPUs but the first. */
    private long second = NEVER;

    /** Of that many CPUs without events. */
    public CpuQueue(int cpus) {
        leaves = Math.max(2, Integer.highestOneBit(Math.max(1, cpus - 1)) << 1);
        time = new long[leaves];
        Arrays.fill(time, NEVER);
        winner = new int[2 * leaves];
        for (int cpu = 0; cpu < leaves; cpu++) {
            winner[leaves + cpu] = cpu;
        }
        for (int node = leaves - 1; node > 0; node--) {
            winner[node] = winner[2 * node];
        }
    }

    /** Sets the time of a CPU's next event, 0 or more. */
    public void set(int cpu, long at) {
        time[cpu] = at;
        // Who is first and stays so has won already wherever it was compared.
        if (cpu != winner[1] || at >= second) {
            compare(cpu, at);
        }
    }

    private void compare(int cpu, long at) {
        int best = cpu;
        long bestTime = at;
        // Who wins nobody can foresee: numbers are cheaper than branches.
        for (int node = leaves + cpu; node > 1; node >>= 1) {
            int other = winner[node ^ 1];
            long later = time[other] - bestTime;
            long earlier = later - (other - best >>> 31) >> 63;
            bestTime += later & earlier;
            best ^= (best ^ other) & (int) earlier;
            winner[node >> 1] = best;
        }
        findSecond();
    }

    /** Whoever is second has lost to the first. */
    private void findSecond() {
        long earliest = NEVER;
        for (int node = leaves + winner[1]; node > 1; node >>= 1) {
            earliest = Math.min(earliest, time[winner[node ^ 1]]);
        }
        second = earliest;
    }

    /** The CPU whose event comes first. */
    public int first() {
        return winner[1];
    }

    /** Time of the earliest event of all other CPUs than {@link #first}, {@link #NEVER} if there is none. */
    public long second() {
        return second;
    }

    /** Time of a CPU's next event. */
    public long time(int cpu) {
        return time[cpu];
    }
}
