package org.pcpsim.machine;

import java.util.Arrays;
import java.util.List;

/** Tells the zone of a traced page frame number by where zones begin. Immutable. */
public final class ZoneRanges {
    private static final long DMA32 = 4096;
    private static final long NORMAL = 1L << 20;

    private final long[] starts;
    private final int[] zones;

    private ZoneRanges(long[] starts, int[] zones) {
        this.starts = starts;
        this.zones = zones;
    }

    /** The zones of a recorded machine, by their index in it. */
    public static ZoneRanges of(List<ZoneSpec> specs) {
        int[] order = specs.stream()
                .sorted((a, b) -> Long.compare(a.startPfn(), b.startPfn()))
                .mapToInt(ZoneSpec::index)
                .toArray();
        long[] starts =
                Arrays.stream(order).mapToLong(z -> specs.get(z).startPfn()).toArray();
        return new ZoneRanges(starts, order);
    }

    /** One node whose zones begin where x86-64 has them: DMA is 0, DMA32 1, Normal 2. */
    public static ZoneRanges usual() {
        return new ZoneRanges(new long[] {0, DMA32, NORMAL}, new int[] {0, 1, 2});
    }

    /** Index of the zone that begins last at or before a page; the first zone if none does. */
    public int zoneOf(long pfn) {
        int at = Arrays.binarySearch(starts, pfn);
        return zones[Math.max(at >= 0 ? at : -at - 2, 0)];
    }
}
