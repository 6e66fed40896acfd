package org.pcpsim.zone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pcpsim.random.SplitMix64;
import org.pcpsim.trace.Migratetype;

/**
 * Fills the PCPs: with the pages that are known to have lain there, and others out of the space that a
 * {@link SnapshotLayout} left allocated.
 *
 * <p>zoneinfo says how many pages a PCP has, not on which of its lists; {@link PcpShares} says that.
 */
final class PcpFill {
    private final Zone zone;
    private final int[][] blocks;
    private final KnownPlaces known;
    private final int[] nextUntouched;
    private final int[] endUntouched;

    /** Where {@link #fromAny} goes on, by order and migratetype: blocks before it have no chunk of that order. */
    private final int[][] nextAny = new int[Frames.MAX_ORDER][Migratetype.PCP_TYPES];

    private final SplitMix64 random;
    private int[] frames = new int[0];
    private int count;
    private int order;
    private long dropped;

    /**
     * Over the blocks that are not free as a whole.
     *
     * @param known where which pages lie
     * @param blocks numbers of blocks, by migratetype
     * @param inPieces how many of them, from the first, are partly free
     * @param strange how many of them, from the first, are without a known page
     */
    PcpFill(Zone zone, KnownPlaces known, int[][] blocks, int[] inPieces, int[] strange, SplitMix64 random) {
        this.zone = zone;
        this.known = known;
        this.blocks = blocks;
        this.random = random;
        nextUntouched = inPieces.clone();
        endUntouched = strange.clone();
    }

    /** Pages that found no allocated space. */
    long dropped() {
        return dropped;
    }

    /** Takes the pages of every PCP; they are in no chunk afterwards. */
    List<PcpContent> run(ZoneSnapshot snapshot) {
        List<PcpContent> contents = new ArrayList<>();
        for (int cpu = 0; cpu < snapshot.cpus(); cpu++) {
            int[] chunks = known.chunks(cpu);
            // Large chunks first, while there are blocks that nothing was taken out of.
            for (int list = chunks.length - 1; list >= 0; list--) {
                if (chunks[list] > 0 || ListLengths.order(list) == 0) {
                    contents.add(take(cpu, list, chunks[list], snapshot.pcpHigh(cpu)));
                }
            }
        }
        return contents;
    }

    private PcpContent take(int cpu, int list, int chunks, int high) {
        int type = ListLengths.migratetype(list);
        order = ListLengths.order(list);
        int[] top = known.top(cpu, list);
        int[] bottom = known.bottom(cpu, list);
        frames = Arrays.copyOf(top, chunks - bottom.length);
        count = top.length;
        fromUntouched(type);
        fromAny(type);
        for (int other = 0; other < Migratetype.PCP_TYPES; other++) {
            fromAny((type + other) % Migratetype.PCP_TYPES);
        }
        dropped += (long) (frames.length - count) << order;
        frames = Arrays.copyOf(frames, count + bottom.length);
        System.arraycopy(bottom, 0, frames, count, bottom.length);
        return new PcpContent(cpu, order, type, frames, high);
    }

    /** Takes runs out of blocks that are allocated as a whole. */
    private void fromUntouched(int type) {
        while (count < frames.length && nextUntouched[type] < endUntouched[type]) {
            int first = blocks[type][nextUntouched[type]++] * Frames.BLOCK_PAGES;
            if (order == Frames.BLOCK_ORDER) {
                carve(first, first + Frames.BLOCK_PAGES);
                continue;
            }
            int half = random.nextLong() < 0 ? SnapshotLayout.RUN_PAGES : 0;
            carve(first + half, first + half + SnapshotLayout.RUN_PAGES);
        }
    }

    /** Takes whatever is allocated in blocks of a type. */
    private void fromAny(int type) {
        int[] next = nextAny[order];
        while (count < frames.length && next[type] < blocks[type].length) {
            int first = blocks[type][next[type]] * Frames.BLOCK_PAGES;
            carve(first, first + Frames.BLOCK_PAGES);
            if (count < frames.length) {
                next[type]++;
            }
        }
    }

    /** Takes allocated chunks out of a range within a block, in ascending order, until there are enough. */
    private void carve(int from, int to) {
        int block = from >>> Frames.BLOCK_ORDER;
        int at = block << Frames.BLOCK_ORDER;
        while (at < to && count < frames.length) {
            int state = zone.frames().stateAt(at);
            int size = state == 0 ? 0 : Frames.order(state);
            int end = at + (1 << size);
            boolean usable = Frames.kind(state) == Frames.ALLOCATED && end > from && size >= order;
            if (usable && size > order) {
                zone.splitAllocated(at, size);
                continue;
            }
            if (usable && at >= from && end <= to) {
                zone.clearAllocated(at, order);
                frames[count++] = at;
            }
            at = end;
        }
    }
}
