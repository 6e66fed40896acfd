package org.pcpsim.machine;

import java.util.ArrayList;
import java.util.List;

/**
 * The default layout: which zones a machine of a given size has (baseline spec section 2).
 *
 * <p>RAM is [0, 3 GiB) and, beyond that, from 4 GiB up without a hole. It is split evenly between the nodes in
 * contiguous ranges; borders between nodes are rounded down to 4 MiB, the largest chunk of the buddy, so that no chunk
 * lies on two nodes. Of each node's RAM, DMA takes the frames [1, 4096), DMA32 those up to 1048576 and Normal the rest.
 */
final class Layout {
    /** Least memory of a node: 32 MiB. */
    static final long LEAST_NODE_BYTES = 32L << 20;
    /** Most memory of a machine: 8 TiB. */
    static final long MOST_BYTES = 8L << 40;

    private static final long PAGE_BYTES = 4096;
    private static final long CHUNK_PAGES = 1024;
    private static final long DMA_END = 4096;
    private static final long HOLE_START = (3L << 30) / PAGE_BYTES;
    private static final long HOLE_END = (4L << 30) / PAGE_BYTES;
    private static final long DMA_MANAGED = 3840;
    private static final long BOOT_RESERVE = 2048;

    private Layout() {}

    /**
     * The populated zones by node and class, with only {@code managed} worked out.
     *
     * @throws SettingException if the memory is too little for the nodes, or too much
     */
    static List<ZoneDraft> zones(long memoryBytes, int nodes) {
        long least = LEAST_NODE_BYTES * nodes;
        if (memoryBytes < least || memoryBytes > MOST_BYTES) {
            String of = nodes == 1 ? "" : " (32 MiB for each of " + nodes + " nodes)";
            throw new SettingException("--memory", memoryBytes + " bytes", (least >> 20) + " MiB" + of + " to 8 TiB");
        }
        long ramPages = memoryBytes / PAGE_BYTES;
        List<ZoneDraft> zones = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            addNode(zones, node, border(ramPages, node, nodes), border(ramPages, node + 1, nodes));
        }
        return zones;
    }

    /** Pages of RAM below the border in front of {@code node}. */
    private static long border(long ramPages, int node, int nodes) {
        if (node == nodes) {
            return ramPages;
        }
        return ramPages * node / nodes / CHUNK_PAGES * CHUNK_PAGES;
    }

    /** Adds the zones of a node whose RAM is the machine's {@code from}-th to {@code to}-th page, holes not counted. */
    private static void addNode(List<ZoneDraft> zones, int node, long from, long to) {
        if (from < DMA_END) {
            zones.add(new ZoneDraft(node, ZoneClass.DMA, 1, DMA_MANAGED));
        }
        add(zones, node, ZoneClass.DMA32, Math.max(from, DMA_END), Math.min(to, HOLE_START));
        long shift = HOLE_END - HOLE_START;
        add(zones, node, ZoneClass.NORMAL, Math.max(from, HOLE_START) + shift, to + shift);
    }

    private static void add(List<ZoneDraft> zones, int node, int zoneClass, long start, long end) {
        long present = end - start;
        long managed = present - present / 64 - BOOT_RESERVE;
        if (present > 0 && managed > 0) {
            zones.add(new ZoneDraft(node, zoneClass, start, managed));
        }
    }
}
