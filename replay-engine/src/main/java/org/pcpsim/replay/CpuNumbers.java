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
    private final Ring[] rings;
    private int[] cpuOf = new int[1024];
    private int numbers;
    /** What {@link #prefetch} read: reads whose result nobody has could be left out. */
    private int seen;

    /** The next uses of a CPU's numbers that are free, that which has been so for longest first. */
    private static final class Ring {
        private long[] uses = new long[16];
        private int head;
        private int free;

        private long take() {
            long identity = uses[head];
            head = head + 1 & uses.length - 1;
            free--;
            return identity;
        }

        private void add(long identity) {
            if (free == uses.length) {
                grow();
            }
            uses[head + free++ & uses.length - 1] = identity;
        }

        private void grow() {
            long[] grown = new long[2 * uses.length];
            int first = uses.length - head;
            System.arraycopy(uses, head, grown, 0, first);
            System.arraycopy(uses, 0, grown, first, head);
            uses = grown;
            head = 0;
        }
    }

    /** Of that many CPUs. */
    CpuNumbers(int cpus) {
        rings = new Ring[cpus];
        Arrays.setAll(rings, cpu -> new Ring());
    }

    @Override
    public long take(int cpu, long pfn) {
        if (rings[cpu].free > 0) {
            return rings[cpu].take();
        }
        if (numbers == cpuOf.length) {
            cpuOf = Arrays.copyOf(cpuOf, 2 * numbers);
        }
        cpuOf[numbers] = cpu;
        return OperationBlock.identity(numbers++, 0);
    }

    @Override
    public void giveBack(long identity) {
        rings[cpuOf[(int) identity]].add(OperationBlock.next(identity));
    }

    @Override
    public void prefetch(long[] identities, int count) {
        for (int i = 0; i < count; i++) {
            seen += cpuOf[(int) identities[i]];
        }
    }
}
