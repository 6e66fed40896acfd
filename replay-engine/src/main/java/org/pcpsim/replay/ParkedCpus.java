package org.pcpsim.replay;

import java.util.Arrays;

/**
 * CPUs that stand still until something happens to an allocation, found by what they wait for.
 *
 * <p>A hash table of as many places as twice the CPUs, chained by CPU number. Each CPU waits for one thing, and for each thing
 * one CPU. Asking costs a comparison while nobody waits. Nothing is allocated. Not thread-safe.
 */
final class ParkedCpus {
    /** Nobody. */
    static final int NONE = -1;

    /** What is waited for: that the identity gets its page. */
    static final int GIVEN = 0;
    /** That the identity has been freed. */
    static final int FREED = 1;
    /** That whoever has the identity's number has been freed. */
    static final int VACATED = 2;

    private static final int KINDS = 3;

    private final int[] first;
    private final int[] next;
    private final long[] identity;
    private final byte[] kind;
    private int count;

    /** Of that many CPUs, none of which waits. */
    ParkedCpus(int cpus) {
        first = new int[Integer.highestOneBit(Math.max(1, 2 * cpus - 1)) << 1];
        Arrays.fill(first, NONE);
        next = new int[cpus];
        identity = new long[cpus];
        kind = new byte[cpus];
        Arrays.fill(kind, (byte) NONE);
    }

    /** How many wait. */
    int count() {
        return count;
    }

    /** What a CPU waits for: {@link #GIVEN}, {@link #FREED}, {@link #VACATED}, or {@link #NONE} if it does not wait. */
    int kind(int cpu) {
        return kind[cpu];
    }

    /** A CPU waits from now on. */
    void park(int cpu, long forIdentity, int ofKind) {
        int place = place(forIdentity, ofKind);
        identity[cpu] = forIdentity;
        kind[cpu] = (byte) ofKind;
        next[cpu] = first[place];
        first[place] = cpu;
        count++;
    }

    /** The CPU that waits for this, which waits no longer; {@link #NONE} if there is none. */
    int release(long forIdentity, int ofKind) {
        if (count == 0) {
            return NONE;
        }
        int place = place(forIdentity, ofKind);
        int before = NONE;
        for (int cpu = first[place]; cpu != NONE; cpu = next[cpu]) {
            if (identity[cpu] == forIdentity && kind[cpu] == ofKind) {
                if (before == NONE) {
                    first[place] = next[cpu];
                } else {
                    next[before] = next[cpu];
                }
                kind[cpu] = NONE;
                count--;
                return cpu;
            }
            before = cpu;
        }
        return NONE;
    }

    private int place(long ofIdentity, int ofKind) {
        long mixed = (ofIdentity * KINDS + ofKind) * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 32) & first.length - 1;
    }
}
