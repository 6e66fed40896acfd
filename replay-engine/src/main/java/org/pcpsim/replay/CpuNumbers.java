package org.pcpsim.replay;

import java.util.Arrays;
import org.pcpsim.operation.OperationBlock;

/**
 * Numbers of a recording's allocations: each CPU has its own and takes that which has been free for longest, a new one if all
 * are taken.
 *
 * <p>So a CPU has no more allocations live in timed order than it had in the recording up to there, and one that only frees
 * its own never waits. Memory: up to 20 bytes for each number. Not thread-safe.
 */
final class CpuNumbers implements PageNumbers {
    private static final long[] NONE = new long[0];

    /** Of each CPU: the next uses of its numbers that are free. */
    private final long[][] ring;

    private final int[] head;
    private final int[] free;
    private int[] cpuOf = new int[1024];
    private int numbers;
    /** What {@link #prefetch} read: reads whose result nobody has could be left out. */
    private int seen;

    /** Of that many CPUs. */
    CpuNumbers(int cpus) {
        ring = new long[cpus][];
        Arrays.fill(ring, NONE);
        head = new int[cpus];
        free = new int[cpus];
    }

    @Override
    public long take(int cpu, long pfn) {
        if (free[cpu] > 0) {
            long identity = ring[cpu][head[cpu]];
            head[cpu] = head[cpu] + 1 & ring[cpu].length - 1;
            free[cpu]--;
            return identity;
        }
        if (numbers == cpuOf.length) {
            cpuOf = Arrays.copyOf(cpuOf, 2 * numbers);
        }
        cpuOf[numbers] = cpu;
        return OperationBlock.identity(numbers++, 0);
    }

    @Override
    public void giveBack(long identity) {
        int cpu = cpuOf[(int) identity];
        if (free[cpu] == ring[cpu].length) {
            grow(cpu);
        }
        ring[cpu][head[cpu] + free[cpu]++ & ring[cpu].length - 1] = OperationBlock.next(identity);
    }

    @Override
    public void prefetch(long[] identities, int count) {
        for (int i = 0; i < count; i++) {
            seen += cpuOf[(int) identities[i]];
        }
    }

    private void grow(int cpu) {
        long[] old = ring[cpu];
        long[] grown = new long[Math.max(16, 2 * old.length)];
        int first = old.length - head[cpu];
        System.arraycopy(old, head[cpu], grown, 0, first);
        System.arraycopy(old, 0, grown, first, head[cpu]);
        ring[cpu] = grown;
        head[cpu] = 0;
    }
}
