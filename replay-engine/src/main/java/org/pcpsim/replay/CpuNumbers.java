package org.pcpsim.replay;

import java.util.Arrays;

/**
 * Numbers of a recording's allocations: each CPU has its own and takes that which has been free for longest, a new one if all
 * are taken.
 *
 * <p>So a CPU has no more allocations live in timed order than it had in the recording up to there, and one that only frees
 * its own never waits. Memory: up to 12 bytes for each number. Not thread-safe.
 */
final class CpuNumbers implements PageNumbers {
    private static final int[] NONE = new int[0];

    private final int[][] ring;
    private final int[] head;
    private final int[] free;
    private int[] cpuOf = new int[1024];
    private int numbers;

    /** Of that many CPUs. */
    CpuNumbers(int cpus) {
        ring = new int[cpus][];
        Arrays.fill(ring, NONE);
        head = new int[cpus];
        free = new int[cpus];
    }

    @Override
    public int take(int cpu, long pfn) {
        if (free[cpu] > 0) {
            int number = ring[cpu][head[cpu]];
            head[cpu] = head[cpu] + 1 & ring[cpu].length - 1;
            free[cpu]--;
            return number;
        }
        if (numbers == cpuOf.length) {
            cpuOf = Arrays.copyOf(cpuOf, 2 * numbers);
        }
        cpuOf[numbers] = cpu;
        return numbers++;
    }

    @Override
    public void giveBack(int number) {
        int cpu = cpuOf[number];
        if (free[cpu] == ring[cpu].length) {
            grow(cpu);
        }
        ring[cpu][head[cpu] + free[cpu]++ & ring[cpu].length - 1] = number;
    }

    private void grow(int cpu) {
        int[] old = ring[cpu];
        int[] grown = new int[Math.max(16, 2 * old.length)];
        int first = old.length - head[cpu];
        System.arraycopy(old, head[cpu], grown, 0, first);
        System.arraycopy(old, 0, grown, first, head[cpu]);
        ring[cpu] = grown;
        head[cpu] = 0;
    }
}
