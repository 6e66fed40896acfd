package org.pcpsim.zone;

import org.pcpsim.random.SplitMix64;

/**
 * One pageblock while free chunks are placed in its allocated space, so that no two free buddies come to lie side by
 * side.
 *
 * <p>A binary tree over the block: node 1 is the block, nodes 2n and 2n + 1 are the halves of node n. For every node it
 * knows which orders still have a place inside. Placing a chunk takes time in the number of orders. Not thread-safe.
 */
final class BlockPieces {
    /** All pages allocated. */
    private static final byte ALLOCATED = 0;
    /** One free chunk. */
    private static final byte FREE = 1;
    /** The halves differ. */
    private static final byte MIXED = 2;
    /** Not in the zone. */
    private static final byte OUTSIDE = 3;

    private static final int NODES = 2 * Frames.BLOCK_PAGES;

    private final byte[] state = new byte[NODES];
    private final short[] places = new short[NODES];

    /** Begins a block of which the pages {@code [from, to)} lie in the zone and are allocated. */
    void begin(int from, int to) {
        begin(1, Frames.BLOCK_ORDER, 0, from, to);
    }

    private void begin(int node, int order, int at, int from, int to) {
        int end = at + (1 << order);
        if (at >= from && end <= to) {
            setAllocated(node, order);
        } else if (end <= from || at >= to) {
            state[node] = OUTSIDE;
            places[node] = 0;
        } else {
            begin(2 * node, order - 1, at, from, to);
            begin(2 * node + 1, order - 1, at + (1 << order - 1), from, to);
            setMixed(node, order);
        }
    }

    /** Takes the page at a place within the block, 0–511, out of it: it stays as it is in the zone. */
    void exclude(int place) {
        mark(place, 0, OUTSIDE);
    }

    /** Frees a chunk of order 0–8 at a place that is allocated, and whose buddy is not free as a whole. */
    void put(int place, int order) {
        mark(place, order, FREE);
    }

    private void mark(int place, int wanted, byte as) {
        int node = 1;
        for (int order = Frames.BLOCK_ORDER; order > wanted; order--) {
            if (state[node] == ALLOCATED) {
                setAllocated(2 * node, order - 1);
                setAllocated(2 * node + 1, order - 1);
            }
            state[node] = MIXED;
            node = 2 * node + (place >> order - 1 & 1);
        }
        state[node] = as;
        places[node] = 0;
        mixAbove(node, wanted);
    }

    private void mixAbove(int below, int orderBelow) {
        int order = orderBelow;
        for (int node = below >> 1; node > 0; node >>= 1) {
            order++;
            setMixed(node, order);
        }
    }

    private void setAllocated(int node, int order) {
        state[node] = ALLOCATED;
        places[node] = (short) ((2 << Math.min(order, Frames.BLOCK_ORDER - 1)) - 1);
    }

    private void setMixed(int node, int order) {
        state[node] = MIXED;
        places[node] = (short) (placesIn(2 * node, order - 1) | placesIn(2 * node + 1, order - 1));
    }

    /** Orders that have a place in a half of the tree: the half itself only if its buddy is not free. */
    private int placesIn(int node, int order) {
        return state[node ^ 1] == FREE ? places[node] & ~(1 << order) : places[node];
    }

    /** Whether a chunk of an order, 0–8, has a place. */
    boolean hasPlace(int order) {
        return (places[1] & 1 << order) != 0;
    }

    /** Frees a chunk somewhere; it must have a place. */
    void place(int wanted, SplitMix64 random) {
        int node = 1;
        for (int order = Frames.BLOCK_ORDER; order > wanted; order--) {
            if (state[node] == ALLOCATED) {
                setAllocated(2 * node, order - 1);
                setAllocated(2 * node + 1, order - 1);
                state[node] = MIXED;
            }
            boolean lower = (placesIn(2 * node, order - 1) & 1 << wanted) != 0;
            boolean upper = (placesIn(2 * node + 1, order - 1) & 1 << wanted) != 0;
            boolean goUp = lower && upper ? random.nextLong() < 0 : upper;
            node = goUp ? 2 * node + 1 : 2 * node;
        }
        state[node] = FREE;
        places[node] = 0;
        mixAbove(node, wanted);
    }

    /** Writes the block into a zone: the free chunks to the ends of their lists, the rest as of before the trace. */
    void write(Zone zone, int firstFrame, int type, int allocatedType) {
        write(zone, 1, Frames.BLOCK_ORDER, firstFrame, type, allocatedType);
    }

    private void write(Zone zone, int node, int order, int at, int type, int allocatedType) {
        switch (state[node]) {
            case FREE -> zone.listTail(at, order, type);
            case ALLOCATED -> zone.setAllocated(at, order, allocatedType, -1);
            case MIXED -> {
                write(zone, 2 * node, order - 1, at, type, allocatedType);
                write(zone, 2 * node + 1, order - 1, at + (1 << order - 1), type, allocatedType);
            }
            default -> {
                // Outside the zone: nothing there.
            }
        }
    }

    /** Writes a block that lies in its zone as a whole into its frames only: free chunks are on no list yet. */
    void writeEarly(Frames frames, int firstFrame, int type) {
        writeEarly(frames, 1, Frames.BLOCK_ORDER, firstFrame, type);
    }

    private void writeEarly(Frames frames, int node, int order, int at, int type) {
        if (state[node] == MIXED) {
            writeEarly(frames, 2 * node, order - 1, at, type);
            writeEarly(frames, 2 * node + 1, order - 1, at + (1 << order - 1), type);
        } else if (state[node] == FREE) {
            frames.set(at, Frames.state(Frames.FREE, order, type) | Frames.EARLY);
        } else {
            frames.set(at, Frames.state(Frames.ALLOCATED, order, type) | Frames.INITIAL);
        }
    }
}
