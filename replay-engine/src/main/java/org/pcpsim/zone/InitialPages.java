package org.pcpsim.zone;

import java.util.Arrays;
import java.util.List;
import org.pcpsim.trace.Migratetype;

/**
 * Finds a page of before the trace for a free whose allocation the trace does not show.
 *
 * <p>It is the very same frames, if these lie in a zone and are still allocated since before the trace. Otherwise it is
 * the same place in the block that stands for theirs ({@link StandInBlocks}), and if that has none it is some chunk of the same zone (the largest zone for frames that lie in none), in a block of the same migratetype, else
 * in any. For each type and order a cursor goes once through the zone, from the block of the first frame asked for to
 * its end and round to that block: what it has passed stays without a chunk large enough, since chunks of before the
 * trace only shrink and go. So a search costs amortised constant time, and all searches together at most one pass over
 * the zone for each type and order. Blocks that become of a type behind its cursor are found by the search in any
 * block. Not thread-safe.
 */
public final class InitialPages {
    /** What {@link #take} says if there is no such page. */
    public static final int NO_PAGE = -1;

    private static final int ANY = ChunkLists.TYPES;
    private static final int ORDERS = Frames.MAX_ORDER + 1;
    private static final int KINDS = ANY + 1;

    private final Zone[] zones;
    private final int largest;
    private final StandInBlocks[] standIns;
    private final Cursor[] cursors;

    /** Over the zones of one model. */
    public InitialPages(List<Zone> zones) {
        this.zones = zones.toArray(Zone[]::new);
        int most = 0;
        for (int z = 1; z < this.zones.length; z++) {
            if (size(this.zones[z]) > size(this.zones[most])) {
                most = z;
            }
        }
        largest = most;
        standIns = zones.stream().map(StandInBlocks::new).toArray(StandInBlocks[]::new);
        cursors = new Cursor[this.zones.length * KINDS * ORDERS];
        Arrays.setAll(cursors, i -> new Cursor());
    }

    /** Where a search goes on, and where it began. */
    private static final class Cursor {
        private int at = -1;
        private int began;
        private boolean wrapped;
    }

    private static int size(Zone zone) {
        return zone.end() - zone.first();
    }

    /**
     * Takes a chunk of before the trace: it counts as one of the trace from now on, still allocated.
     *
     * @param pfn page frame number in the trace, 0 or more
     * @param order 0–10
     * @return the chunk's page frame number in the model, {@link #NO_PAGE} if the zone has none
     */
    public int take(long pfn, int order) {
        for (int z = 0; z < zones.length; z++) {
            long frame = pfn - zones[z].basePfn();
            if (frame >= zones[z].first() && frame < zones[z].end()) {
                return takeNear(z, (int) frame, order, zones[z].typeAt((int) frame));
            }
        }
        return taken(largest, some(largest, zones[largest].first(), order, Migratetype.MOVABLE));
    }

    private int takeNear(int z, int frame, int order, int type) {
        Zone zone = zones[z];
        int aligned = frame & -(1 << order);
        int at = sameFrames(zone, aligned, order);
        if (at == NO_PAGE && order < Frames.BLOCK_ORDER) {
            at = standIns[z].take(aligned, order);
        }
        return taken(z, at == NO_PAGE ? some(z, frame, order, type) : at);
    }

    private int some(int z, int frame, int order, int type) {
        int at = search(z, type, order, frame);
        return at == NO_PAGE ? search(z, ANY, order, frame) : at;
    }

    private int taken(int z, int at) {
        if (at == NO_PAGE) {
            return NO_PAGE;
        }
        zones[z].frames().clearInitial(at);
        return zones[z].basePfn() + at;
    }

    /** Splits the initial chunk around these frames down to them, if there is one. */
    static int sameFrames(Zone zone, int frame, int order) {
        if (order < Frames.BLOCK_ORDER) {
            zone.freeLists().layOut(frame >>> Frames.BLOCK_ORDER);
        }
        for (int o = order; o < ORDERS; o++) {
            int head = frame & -(1 << o);
            if (isInitial(zone, head, o)) {
                for (int size = o; size > order; size--) {
                    zone.splitAllocated(frame & -(1 << size), size);
                }
                return frame;
            }
        }
        return NO_PAGE;
    }

    private static boolean isInitial(Zone zone, int head, int order) {
        int state = zone.frames().stateAt(head);
        return Frames.isInitial(state) && Frames.order(state) == order;
    }

    private int search(int z, int type, int order, int from) {
        Zone zone = zones[z];
        Cursor cursor = cursors[(z * KINDS + type) * ORDERS + order];
        if (cursor.at < 0) {
            cursor.began = from & -Frames.BLOCK_PAGES;
            cursor.at = cursor.began;
        }
        while (true) {
            if (!cursor.wrapped && cursor.at >= zone.end()) {
                cursor.wrapped = true;
                cursor.at = 0;
            }
            int at = cursor.at;
            if (cursor.wrapped && at >= cursor.began) {
                return NO_PAGE;
            }
            if (type != ANY && (at & Frames.BLOCK_PAGES - 1) == 0 && zone.typeAt(at) != type) {
                cursor.at = at + Frames.BLOCK_PAGES;
                continue;
            }
            if (zone.freeLists().isLate(at >>> Frames.BLOCK_ORDER)) {
                if (order >= Frames.BLOCK_ORDER) {
                    cursor.at = at + Frames.BLOCK_PAGES;
                    continue;
                }
                zone.freeLists().layOut(at >>> Frames.BLOCK_ORDER);
            }
            int state = zone.frames().stateAt(at);
            int size = state == 0 ? 0 : Frames.order(state);
            if (Frames.isInitial(state) && size >= order) {
                return sameFrames(zone, at, order);
            }
            cursor.at = at + (1 << size);
        }
    }
}
