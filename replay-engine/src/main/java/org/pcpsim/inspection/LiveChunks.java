package org.pcpsim.inspection;

import java.util.Arrays;

/**
 * The chunks that are allocated at one point of a trace, by first page frame, with the CPU and time of the allocation.
 *
 * <p>An open-addressing hash table; a slot number is valid until the next {@link #put} or {@link #remove}. Memory grows
 * with the most chunks ever live at once, about 25 bytes each at half load. Not thread-safe.
 */
final class LiveChunks {
    /** No such chunk. */
    static final int NONE = -1;

    private static final int LARGEST_ORDER = 10;
    private static final long EMPTY = -1;

    private long[] pfns = new long[1 << 12];
    private long[] times = new long[pfns.length];
    private int[] cpus = new int[pfns.length];
    private byte[] orders = new byte[pfns.length];
    private int size;
    private boolean unaligned;

    LiveChunks() {
        Arrays.fill(pfns, EMPTY);
    }

    int size() {
        return size;
    }

    long pfn(int slot) {
        return pfns[slot];
    }

    long time(int slot) {
        return times[slot];
    }

    int cpu(int slot) {
        return cpus[slot];
    }

    int order(int slot) {
        return orders[slot] & 0xf;
    }

    /** Order of the allocation that this chunk was a part of, or all of. */
    int allocatedOrder(int slot) {
        return (orders[slot] & 0xff) >> 4;
    }

    /** The slot of the chunk that begins at this page. */
    int at(long pfn) {
        int slot = home(pfn);
        while (pfns[slot] != EMPTY) {
            if (pfns[slot] == pfn) {
                return slot;
            }
            slot = slot + 1 & pfns.length - 1;
        }
        return NONE;
    }

    /**
     * The slot of the chunk that the page lies in. Costs a look-up for each order; where chunks have been put that are
     * not aligned to their size, as made-up traces may have, one for each page of the largest order.
     */
    int around(long pfn) {
        if (unaligned) {
            return aroundUnaligned(pfn);
        }
        for (int order = 0; order <= LARGEST_ORDER; order++) {
            long first = pfn & -(1L << order);
            int slot = at(first);
            if (slot != NONE && first + (1L << order(slot)) > pfn) {
                return slot;
            }
        }
        return NONE;
    }

    private int aroundUnaligned(long pfn) {
        long lowest = Math.max(0, pfn - (1L << LARGEST_ORDER) + 1);
        for (long first = pfn; first >= lowest; first--) {
            int slot = at(first);
            if (slot != NONE) {
                return first + (1L << order(slot)) > pfn ? slot : NONE;
            }
        }
        return NONE;
    }

    /** Adds a chunk, part of an allocation of {@code allocatedOrder}; none begins at this page. */
    void put(long pfn, int order, int allocatedOrder, int cpu, long time) {
        if (2 * size >= pfns.length) {
            grow();
        }
        int slot = home(pfn);
        while (pfns[slot] != EMPTY) {
            slot = slot + 1 & pfns.length - 1;
        }
        pfns[slot] = pfn;
        times[slot] = time;
        cpus[slot] = cpu;
        orders[slot] = (byte) (allocatedOrder << 4 | order);
        size++;
        unaligned |= (pfn & (1L << order) - 1) != 0;
    }

    /** Removes a chunk; later ones of its probe sequence move up, so no mark of the removal stays behind. */
    void remove(int slot) {
        int mask = pfns.length - 1;
        int hole = slot;
        int next = slot;
        while (true) {
            next = next + 1 & mask;
            if (pfns[next] == EMPTY) {
                break;
            }
            int distanceFromHome = next - home(pfns[next]) & mask;
            int distanceFromHole = next - hole & mask;
            if (distanceFromHome >= distanceFromHole) {
                move(next, hole);
                hole = next;
            }
        }
        pfns[hole] = EMPTY;
        size--;
    }

    private void move(int from, int to) {
        pfns[to] = pfns[from];
        times[to] = times[from];
        cpus[to] = cpus[from];
        orders[to] = orders[from];
    }

    private int home(long pfn) {
        long mixed = pfn * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 32) & pfns.length - 1;
    }

    private void grow() {
        long[] oldPfns = pfns;
        long[] oldTimes = times;
        int[] oldCpus = cpus;
        byte[] oldOrders = orders;
        pfns = new long[2 * oldPfns.length];
        Arrays.fill(pfns, EMPTY);
        times = new long[pfns.length];
        cpus = new int[pfns.length];
        orders = new byte[pfns.length];
        size = 0;
        for (int i = 0; i < oldPfns.length; i++) {
            if (oldPfns[i] != EMPTY) {
                put(oldPfns[i], oldOrders[i] & 0xf, (oldOrders[i] & 0xff) >> 4, oldCpus[i], oldTimes[i]);
            }
        }
    }
}
