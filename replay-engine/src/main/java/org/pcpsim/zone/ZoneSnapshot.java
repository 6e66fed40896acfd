package org.pcpsim.zone;

import java.util.Arrays;
import java.util.List;
import org.pcpsim.trace.Migratetype;

/**
 * What is known of one zone at one moment: its free lists, its pageblocks by type, and its PCPs.
 *
 * <p>The figures need not agree with each other: the files that they come from are read one after the other.
 * {@link SnapshotLayout} takes what fits. Immutable.
 */
public final class ZoneSnapshot {
    private final long[][] freeChunks;
    private final long[] blocksByType;
    private final int[] pcpCount;
    private final int[] pcpHigh;
    private final List<ListLengths> listLengths;
    private final long[] freePages;

    /**
     * Copies the figures.
     *
     * @param freeChunks chunks on the free lists, {@code [order 0–10][migratetype 0–4]}
     * @param blocksByType pageblocks by migratetype 0–4
     * @param pcpCount pages on the lists of each CPU's PCP
     * @param pcpHigh {@code high} of each CPU's PCP, 0 if not used yet; as long as {@code pcpCount}
     * @throws IllegalArgumentException if an array has another length or a figure is negative
     */
    public ZoneSnapshot(long[][] freeChunks, long[] blocksByType, int[] pcpCount, int[] pcpHigh) {
        this(freeChunks, blocksByType, pcpCount, pcpHigh, List.of(), new long[0]);
    }

    private ZoneSnapshot(
            long[][] freeChunks,
            long[] blocksByType,
            int[] pcpCount,
            int[] pcpHigh,
            List<ListLengths> lengths,
            long[] knownFree) {
        listLengths = List.copyOf(lengths);
        freePages = knownFree;
        boolean fits = freeChunks.length == Frames.MAX_ORDER + 1
                && hasTypes(blocksByType)
                && pcpHigh.length == pcpCount.length
                && Arrays.stream(blocksByType).allMatch(n -> n >= 0)
                && Arrays.stream(pcpCount).allMatch(n -> n >= 0)
                && Arrays.stream(pcpHigh).allMatch(n -> n >= 0);
        this.freeChunks = new long[freeChunks.length][];
        for (int order = 0; order < freeChunks.length; order++) {
            fits &= hasTypes(freeChunks[order])
                    && Arrays.stream(freeChunks[order]).allMatch(n -> n >= 0);
            this.freeChunks[order] = Arrays.copyOf(freeChunks[order], ChunkLists.TYPES);
        }
        if (!fits) {
            throw new IllegalArgumentException("a figure is missing or negative");
        }
        this.blocksByType = Arrays.copyOf(blocksByType, ChunkLists.TYPES);
        this.pcpCount = pcpCount.clone();
        this.pcpHigh = pcpHigh.clone();
    }

    /** Whether an array has a figure for every type; that of CMA may be left out. */
    private static boolean hasTypes(long[] figures) {
        return figures.length == ChunkLists.TYPES || figures.length == Migratetype.CMA;
    }

    /** Chunks on one free list. */
    public long freeChunks(int order, int type) {
        return freeChunks[order][type];
    }

    /** Pageblocks of a migratetype. */
    public long blocks(int type) {
        return blocksByType[type];
    }

    /** CPUs that it knows the PCPs of: 0 to this, exclusive. */
    public int cpus() {
        return pcpCount.length;
    }

    /** The same with what is known of the lists of each CPU's PCP; CPUs beyond the list are not known. */
    public ZoneSnapshot withListLengths(List<ListLengths> lengths) {
        return new ZoneSnapshot(freeChunks, blocksByType, pcpCount, pcpHigh, lengths, freePages);
    }

    /** The same with pages that are known to be free, of this zone or another. */
    public ZoneSnapshot withFreePages(long[] pfns) {
        return new ZoneSnapshot(freeChunks, blocksByType, pcpCount, pcpHigh, listLengths, pfns.clone());
    }

    /** Pages that are known to be free, of this zone or another; not to be written to. */
    long[] knownFreePages() {
        return freePages;
    }

    /** What is known of the lists of a CPU's PCP. */
    public ListLengths listLengths(int cpu) {
        return cpu < listLengths.size() ? listLengths.get(cpu) : ListLengths.NONE;
    }

    /** Pages on a CPU's PCP. */
    public int pcpCount(int cpu) {
        return pcpCount[cpu];
    }

    /** {@code high} of a CPU's PCP. */
    public int pcpHigh(int cpu) {
        return pcpHigh[cpu];
    }

    /** Pages on the free lists: each chunk counts 2^order. */
    public long freePages() {
        long pages = 0;
        for (int order = 0; order <= Frames.MAX_ORDER; order++) {
            for (int type = 0; type < ChunkLists.TYPES; type++) {
                pages += freeChunks[order][type] << order;
            }
        }
        return pages;
    }
}
