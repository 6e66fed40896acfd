package org.pcpsim.zone;

import java.util.Arrays;
import java.util.BitSet;

/**
 * How many chunks lie on each PCP list of a zone when a trace begins, and where those lie that the trace shows
 * ({@link ShownPages}): at their own frames. And which pages of the same blocks are free.
 *
 * <p>A page belongs to the first list that shows it; pages outside of the zone are left out. Time and memory in the pages on
 * PCPs and the number of blocks. Not thread-safe.
 */
final class KnownPlaces {
    private static final byte NONE = -1;

    private final Zone zone;
    private final int[][] chunks;
    private final int[][][] top;
    private final int[][][] bottom;
    private final BitSet pages = new BitSet();
    private final BitSet free = new BitSet();
    private final byte[] types;

    KnownPlaces(Zone zone, ZoneSnapshot snapshot) {
        this.zone = zone;
        int cpus = snapshot.cpus();
        chunks = new int[cpus][];
        top = new int[cpus][ListLengths.LISTS][];
        bottom = new int[cpus][ListLengths.LISTS][];
        types = new byte[zone.frames().blocks()];
        Arrays.fill(types, NONE);
        for (int cpu = 0; cpu < cpus; cpu++) {
            ListLengths lengths = snapshot.listLengths(cpu);
            chunks[cpu] = PcpShares.of(lengths, snapshot.pcpCount(cpu));
            for (int list = 0; list < ListLengths.LISTS; list++) {
                int length = chunks[cpu][list];
                top[cpu][list] = claim(lengths.shown().top(list, length), list);
                bottom[cpu][list] = claim(lengths.shown().bottom(list, length), list);
            }
        }
        for (long pfn : snapshot.knownFreePages()) {
            long frame = pfn - zone.basePfn();
            if (frame >= zone.first() && frame < zone.end() && has((int) frame >>> Frames.BLOCK_ORDER)) {
                free.set((int) frame);
            }
        }
        free.andNot(pages);
    }

    private int[] claim(long[] pfns, int list) {
        int order = ListLengths.order(list);
        int[] frames = new int[pfns.length];
        int count = 0;
        for (long pfn : pfns) {
            long first = pfn - zone.basePfn();
            long end = first + (1L << order);
            boolean lies = first >= zone.first() && end <= zone.end() && (first & (1 << order) - 1) == 0;
            if (lies && pages.get((int) first, (int) end).isEmpty()) {
                pages.set((int) first, (int) end);
                frames[count++] = (int) first;
                int block = (int) first >>> Frames.BLOCK_ORDER;
                types[block] = types[block] == NONE ? (byte) ListLengths.migratetype(list) : types[block];
            }
        }
        return Arrays.copyOf(frames, count);
    }

    /** Chunks on each list of a CPU's PCP. */
    int[] chunks(int cpu) {
        return chunks[cpu];
    }

    /** Frames of the first chunks of a list. */
    int[] top(int cpu, int list) {
        return top[cpu][list];
    }

    /** Frames of the last chunks of a list. */
    int[] bottom(int cpu, int list) {
        return bottom[cpu][list];
    }

    /** Whether known pages lie in a block. */
    boolean has(int block) {
        return types[block] != NONE;
    }

    /** Migratetype of the list of the first page that was known to lie in a block that has one. */
    int type(int block) {
        return types[block];
    }

    /** The next frame from one on that is known to be free, −1 if there is none. */
    int nextFree(int frame) {
        return free.nextSetBit(frame);
    }

    /** Order of the largest chunk that begins at a frame known to be free and of which all is. */
    int freeOrder(int frame) {
        int end = free.nextClearBit(frame);
        int order = 0;
        while (order < Frames.BLOCK_ORDER - 1 && (frame & (2 << order) - 1) == 0 && frame + (2 << order) <= end) {
            order++;
        }
        return order;
    }

    /** The next frame from one on where a known page lies, −1 if there is none. */
    int next(int frame) {
        return pages.nextSetBit(frame);
    }
}
