package org.pcpsim.zone;

/**
 * What aged memory is made of, in percent.
 *
 * @param used of the pageblocks: those that hold used pages, 0 to 95
 * @param partial of these: those that have free pages too, 0 to 100
 * @param fill of the pages of such a block: the used ones, on average, 5 to 95
 * @param unmovable of all pageblocks: those of unmovable pages; with {@code reclaimable} at most 100
 * @param reclaimable of all pageblocks: those of reclaimable pages
 */
public record AgedMix(int used, int partial, int fill, int unmovable, int reclaimable) {
    /** The mix if nothing is said; {@code docs/mapping.md} says where it comes from. */
    public static final AgedMix DEFAULT = new AgedMix(60, 30, 50, 5, 3);
}
