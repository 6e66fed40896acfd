package org.pcpsim.replay;

import java.util.Arrays;
import org.pcpsim.operation.OperationBlock;

/**
 * Numbers of a generated trace's allocations: those of their first pages.
 *
 * <p>A workload names as many pages as may be live. So in timed order it waits for room as its own streams do. Pages that are
 * named again before they are free, as no generator does, get another number. Memory: up to 60 bytes for each page that an
 * allocation ever began at. Not thread-safe.
 */
final class PfnNumbers implements PageNumbers {
    private static final long HASH = 0x9E37_79B9_7F4A_7C15L;

    private long[] keys = new long[2048];
    /** Number + 1 of each key, 0 where there is none. */
    private int[] values = new int[2048];

    private boolean[] taken = new boolean[1024];
    /** The next use of each number. */
    private int[] uses = new int[1024];

    private int begun;
    private int numbers;

    /** Without numbers. */
    PfnNumbers() {}

    @Override
    public long take(int cpu, long pfn) {
        if (2 * begun >= keys.length) {
            grow();
        }
        int slot = slot(pfn);
        if (values[slot] == 0) {
            begun++;
        }
        if (values[slot] == 0 || taken[values[slot] - 1]) {
            keys[slot] = pfn;
            values[slot] = ++numbers;
            if (numbers > taken.length) {
                taken = Arrays.copyOf(taken, 2 * taken.length);
                uses = Arrays.copyOf(uses, taken.length);
            }
        }
        int number = values[slot] - 1;
        taken[number] = true;
        return OperationBlock.identity(number, uses[number]);
    }

    @Override
    public void giveBack(long identity) {
        int number = (int) identity;
        taken[number] = false;
        uses[number] = OperationBlock.use(OperationBlock.next(identity));
    }

    @Override
    public void prefetch(long[] identities, int count) {
        // Workloads name few pages.
    }

    private int slot(long pfn) {
        int mask = keys.length - 1;
        int slot = (int) (pfn * HASH >>> 32) & mask;
        while (values[slot] != 0 && keys[slot] != pfn) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = Arrays.copyOf(oldKeys, 2 * oldKeys.length);
        values = new int[keys.length];
        for (int old = 0; old < oldKeys.length; old++) {
            if (oldValues[old] != 0) {
                int slot = slot(oldKeys[old]);
                keys[slot] = oldKeys[old];
                values[slot] = oldValues[old];
            }
        }
    }
}
