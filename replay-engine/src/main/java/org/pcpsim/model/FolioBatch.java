package org.pcpsim.model;

import java.util.List;
import org.pcpsim.zone.Zone;

/**
 * The chunks that each CPU has staged to free at once, at most {@value AllocatorModel#MAX_BATCH}.
 *
 * <p>Flat arrays, 31 slots a CPU. Constant time but where said otherwise. Not thread-safe.
 */
public final class FolioBatch {
    private static final int SLOTS = AllocatorModel.MAX_BATCH;

    private final Zone[] of;
    private final int[] zones;
    private final int[] frames;
    private final byte[] orders;
    private final int[] size;
    /** Zone of the chunk staged last: as a rule that of the next one. */
    private int latest;

    /**
     * Empty batches.
     *
     * @param zones of the machine, by index
     */
    public FolioBatch(int cpus, List<Zone> zones) {
        of = zones.toArray(Zone[]::new);
        this.zones = new int[cpus * SLOTS];
        frames = new int[cpus * SLOTS];
        orders = new byte[cpus * SLOTS];
        size = new int[cpus];
    }

    /**
     * Adds a chunk to a CPU's batch.
     *
     * @param page its first page frame number
     * @throws IllegalArgumentException if the page lies in no zone
     */
    public void stage(int cpu, int page, int order) {
        int slot = cpu * SLOTS + size[cpu]++;
        if (!of[latest].contains(page)) {
            latest = zoneOf(page);
        }
        zones[slot] = latest;
        frames[slot] = page - of[latest].basePfn();
        orders[slot] = (byte) order;
    }

    private int zoneOf(int page) {
        for (int z = 0; z < of.length; z++) {
            if (of[z].contains(page)) {
                return z;
            }
        }
        throw new IllegalArgumentException("pfn " + page + " lies in no zone");
    }

    /** Number of chunks in a CPU's batch. */
    public int size(int cpu) {
        return size[cpu];
    }

    /** Index of the zone of a chunk. */
    public int zone(int cpu, int at) {
        return zones[cpu * SLOTS + at];
    }

    /** First frame of a chunk in its zone. */
    public int frame(int cpu, int at) {
        return frames[cpu * SLOTS + at];
    }

    /** Order of a chunk. */
    public int order(int cpu, int at) {
        return orders[cpu * SLOTS + at];
    }

    /** Chunks of a CPU's batch from one on that are single pages of its zone. */
    int singles(int cpu, int at) {
        int end = cpu * SLOTS + size[cpu];
        int first = cpu * SLOTS + at;
        int slot = first;
        while (slot < end && orders[slot] == 0 && zones[slot] == zones[first]) {
            slot++;
        }
        return slot - first;
    }

    /** Where a chunk is in {@link #frames()}. */
    int slot(int cpu, int at) {
        return cpu * SLOTS + at;
    }

    /** First frame of the chunk in each slot. */
    int[] frames() {
        return frames;
    }

    /** Empties a CPU's batch. */
    public void clear(int cpu) {
        size[cpu] = 0;
    }

    /**
     * Takes the chunks of a CPU's batch back: they are then in no list and have no state. Time in their number.
     *
     * @throws IllegalStateException if one of them is not given out
     */
    public void clearAllocated(int cpu) {
        for (int slot = cpu * SLOTS; slot < cpu * SLOTS + size[cpu]; slot++) {
            of[zones[slot]].clearAllocated(frames[slot], orders[slot]);
        }
    }

    /** Moves chunks above order 0 before the others, keeping the order among each. Time up to the square of their number. */
    void moveLargeToFront(int cpu) {
        int first = cpu * SLOTS;
        int large = first;
        for (int slot = first; slot < first + size[cpu]; slot++) {
            if (orders[slot] > 0) {
                moveForward(slot, large++);
            }
        }
    }

    /** Moves a chunk to an earlier slot; those in between make room. */
    private void moveForward(int from, int to) {
        int zone = zones[from];
        int frame = frames[from];
        byte order = orders[from];
        System.arraycopy(zones, to, zones, to + 1, from - to);
        System.arraycopy(frames, to, frames, to + 1, from - to);
        System.arraycopy(orders, to, orders, to + 1, from - to);
        zones[to] = zone;
        frames[to] = frame;
        orders[to] = order;
    }
}
