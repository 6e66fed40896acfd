package org.pcpsim.machine;

/**
 * The kernel's sizing arithmetic, one figure at a time (baseline spec sections 3 and 8).
 *
 * <p>Everything is integer arithmetic on 4 KiB pages; divisions floor. All methods are pure.
 */
public final class Sizing {
    /** Least RAM in pages (512 MiB of managed pages) with which THP is not switched off at boot. */
    public static final long THP_LEAST_PAGES = 131_072;

    private static final long PAGEBLOCK_PAGES = 512;
    private static final int PCP_MIGRATETYPES = 3;
    private static final long LEAST_MIN_FREE_KBYTES = 128;
    private static final long MOST_MIN_FREE_KBYTES = 262_144;

    private Sizing() {}

    /** The largest integer whose square is at most {@code n}; {@code n} is 0 or more. */
    public static long floorSqrt(long n) {
        long root = (long) Math.sqrt(n);
        while (root > 0 && root > n / root) {
            root--;
        }
        while ((root + 1) <= n / (root + 1)) {
            root++;
        }
        return root;
    }

    /**
     * {@code min_free_kbytes} as set at boot: the root of 16 times the low memory in KiB, within 128 to 262144.
     *
     * @param lowmemPages managed pages of all zones but Movable
     */
    public static long bootMinFreeKbytes(long lowmemPages) {
        long root = floorSqrt(lowmemPages * 4 * 16);
        return Math.min(Math.max(root, LEAST_MIN_FREE_KBYTES), MOST_MIN_FREE_KBYTES);
    }

    /**
     * What khugepaged raises {@code min_free_kbytes} to when it starts: two pageblocks a zone, and one for each pair of
     * migratetypes that could fall back on each other, but at most a twentieth of the free pages.
     *
     * @param populatedZones populated zones of all nodes up to class Normal
     * @param lowmemPagesAboveHigh sum of {@code managed - high} over all zones but Movable, with the marks of boot
     */
    public static long thpMinFreeKbytes(int populatedZones, long lowmemPagesAboveHigh) {
        long recommended = PAGEBLOCK_PAGES * populatedZones * (2 + PCP_MIGRATETYPES * PCP_MIGRATETYPES);
        return 4 * Math.min(recommended, lowmemPagesAboveHigh / 20);
    }

    /**
     * A zone's share of {@code min_free_kbytes} in pages: its min mark, unless it is Movable.
     *
     * @param lowmemPages managed pages of all zones but Movable
     */
    public static long minShare(long minFreeKbytes, long managed, long lowmemPages) {
        return lowmemPages == 0 ? 0 : (minFreeKbytes >> 2) * managed / lowmemPages;
    }

    /** The min mark of a Movable zone. */
    public static long movableMin(long managed) {
        return Math.min(Math.max(managed / 1024, 32), 128);
    }

    /**
     * The distance from min to low and from low to high.
     *
     * @param minShare the zone's share of {@code min_free_kbytes} in pages
     * @param scaleFactor {@code vm.watermark_scale_factor}, in 1/10000
     */
    public static long markStep(long minShare, long managed, int scaleFactor) {
        return Math.max(minShare >> 2, managed * scaleFactor / 10_000);
    }

    /** PCP {@code batch}: a power of two less one, 63 from 1 GiB up. */
    public static int batch(long managed) {
        int quarter = (int) Math.min(managed >> 12, 64);
        return quarter <= 1 ? 1 : Integer.highestOneBit(quarter + quarter / 2) - 1;
    }

    /**
     * Lower bound of a PCP's {@code high} in pages.
     *
     * @param low low mark, with boost if there is one
     * @param nodeCpus CPUs of the zone's node; of the machine if the node has none
     */
    public static int pcpHighMin(long low, int nodeCpus, int batch) {
        return toInt(Math.max(low / nodeCpus, 4L * batch));
    }

    /** Upper bound of a PCP's {@code high} in pages: an eighth of the zone spread over the CPUs. */
    public static int pcpHighMax(long managed, int nodeCpus, int batch) {
        return pcpHighFixed(managed, 8, nodeCpus, batch);
    }

    /**
     * Both bounds when {@code vm.percpu_pagelist_high_fraction} is set.
     *
     * @param fraction at least 8
     */
    public static int pcpHighFixed(long managed, int fraction, int nodeCpus, int batch) {
        return toInt(Math.max(managed / fraction / nodeCpus, 4L * batch));
    }

    /**
     * Pages of a zone kept from requests of a higher class.
     *
     * @param managedAbove managed pages of the same node's zones above this one, up to the requested class
     * @param ratio {@code vm.lowmem_reserve_ratio} of this zone's class; 0 reserves nothing
     */
    public static long lowmemReserve(long managedAbove, int ratio) {
        return ratio == 0 ? 0 : managedAbove / ratio;
    }

    private static int toInt(long pages) {
        return (int) Math.min(pages, Integer.MAX_VALUE);
    }
}
