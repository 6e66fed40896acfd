package org.pcpsim.machine;

import java.util.List;

/**
 * Works out the figures of all zones of a machine together: marks depend on every zone's size, reserves on the zones of
 * the same node, PCP bounds on the node's CPUs (baseline spec sections 3 and 8). Each method fills in one group.
 */
final class ZoneFigures {
    private static final int BOOT_SCALE_FACTOR = Settings.DEFAULT.scaleFactor();

    private final List<ZoneDraft> zones;
    private final int cpus;
    private final int nodes;
    private final Settings settings;

    ZoneFigures(List<ZoneDraft> zones, int cpus, int nodes, Settings settings) {
        this.zones = zones;
        this.cpus = cpus;
        this.nodes = nodes;
        this.settings = settings;
    }

    /** All figures from {@code managed}. */
    void all() {
        marks();
        lowmemReserves();
        batches();
        pcpBounds();
    }

    /** min, low and high from {@code managed}. */
    void marks() {
        marks(minFreeKbytes(), settings.scaleFactor());
    }

    private void marks(long minFreeKbytes, int scaleFactor) {
        long lowmem = lowmemPages();
        for (ZoneDraft zone : zones) {
            long share = Sizing.minShare(minFreeKbytes, zone.managed, lowmem);
            zone.min = zone.zoneClass == ZoneClass.MOVABLE ? Sizing.movableMin(zone.managed) : share;
            steps(zone, share, scaleFactor);
        }
    }

    /** low and high from the min marks as they stand, which keeps a {@code min_free_kbytes} that is not known. */
    void marksAboveMin() {
        long lowmem = lowmemPages();
        long lowmemMin = 0;
        for (ZoneDraft zone : zones) {
            lowmemMin += zone.zoneClass == ZoneClass.MOVABLE ? 0 : zone.min;
        }
        for (ZoneDraft zone : zones) {
            boolean movable = zone.zoneClass == ZoneClass.MOVABLE;
            long share = movable ? Sizing.minShare(4 * lowmemMin, zone.managed, lowmem) : zone.min;
            steps(zone, share, settings.scaleFactor());
        }
    }

    private static void steps(ZoneDraft zone, long share, int scaleFactor) {
        long step = Sizing.markStep(share, zone.managed, scaleFactor);
        zone.low = zone.min + step;
        zone.high = zone.low + step;
    }

    /**
     * {@code min_free_kbytes}: the written value as it is; else that of boot, raised by khugepaged where THP is on.
     * What khugepaged may take at most depends on the marks of boot, so it is worked out from those.
     */
    long minFreeKbytes() {
        if (settings.minFreeKbytes().isPresent()) {
            return settings.minFreeKbytes().getAsLong();
        }
        long boot = Sizing.bootMinFreeKbytes(lowmemPages());
        long managed = 0;
        for (ZoneDraft zone : zones) {
            managed += zone.managed;
        }
        if (!settings.thp().enabled() || managed < Sizing.THP_LEAST_PAGES) {
            return boot;
        }
        return Math.max(boot, thpMinFreeKbytes(boot));
    }

    private long thpMinFreeKbytes(long boot) {
        long lowmem = lowmemPages();
        int populated = 0;
        long aboveHigh = 0;
        for (ZoneDraft zone : zones) {
            if (zone.zoneClass == ZoneClass.MOVABLE) {
                continue;
            }
            populated++;
            long share = Sizing.minShare(boot, zone.managed, lowmem);
            long high = share + 2 * Sizing.markStep(share, zone.managed, BOOT_SCALE_FACTOR);
            aboveHigh += Math.max(0, zone.managed - high);
        }
        return Sizing.thpMinFreeKbytes(populated, aboveHigh);
    }

    private long lowmemPages() {
        long pages = 0;
        for (ZoneDraft zone : zones) {
            pages += zone.zoneClass == ZoneClass.MOVABLE ? 0 : zone.managed;
        }
        return pages;
    }

    /** Reserves from {@code managed} and the ratios. */
    void lowmemReserves() {
        for (ZoneDraft zone : zones) {
            int ratio = settings.lowmemReserveRatio().get(zone.zoneClass);
            for (int requested = 0; requested < ZoneClass.COUNT; requested++) {
                zone.lowmemReserve[requested] = Sizing.lowmemReserve(managedAbove(zone, requested), ratio);
            }
        }
    }

    private long managedAbove(ZoneDraft zone, int requested) {
        long pages = 0;
        for (ZoneDraft other : zones) {
            if (other.node == zone.node && other.zoneClass > zone.zoneClass && other.zoneClass <= requested) {
                pages += other.managed;
            }
        }
        return pages;
    }

    /** {@code batch} from {@code managed}. */
    void batches() {
        for (ZoneDraft zone : zones) {
            zone.batch = Sizing.batch(zone.managed);
        }
    }

    /** {@code high_min} and {@code high_max} from {@code managed}, {@code low} and {@code batch} as they stand. */
    void pcpBounds() {
        for (ZoneDraft zone : zones) {
            int nodeCpus = Machine.cpusOf(zone.node, cpus, nodes);
            int sharing = nodeCpus == 0 ? cpus : nodeCpus;
            int batch = Math.toIntExact(zone.batch);
            int fraction = settings.highFraction();
            if (fraction == 0) {
                zone.highMin = Sizing.pcpHighMin(zone.low, sharing, batch);
                zone.highMax = Sizing.pcpHighMax(zone.managed, sharing, batch);
            } else {
                zone.highMin = Sizing.pcpHighFixed(zone.managed, fraction, sharing, batch);
                zone.highMax = zone.highMin;
            }
        }
    }
}
