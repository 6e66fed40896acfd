package org.pcpsim.machine;

import java.util.ArrayList;
import java.util.List;
import org.pcpsim.trace.proc.Zoneinfo;

/** The machine that {@code /proc/zoneinfo} describes: populated zones with the figures it prints. */
final class RecordedZones {
    private static final long PAGE_BYTES = 4096;

    /** Populated zones of the modelled classes, by node, then by class. */
    final List<ZoneDraft> zones = new ArrayList<>();
    /** Highest CPU that has page sets, plus one; 0 if none has. */
    final int cpus;
    /** Highest node plus one. */
    final int nodes;
    /** Pages present, in bytes. */
    final long memoryBytes;
    /** Whether every zone prints {@code high_min} and {@code high_max}. */
    final boolean printsPcpBounds;

    /** The highest {@code high} that any CPU shows in each of {@link #zones}. */
    private final List<Integer> highestHigh = new ArrayList<>();

    RecordedZones(Zoneinfo zoneinfo) {
        int highestCpu = -1;
        int highestNode = -1;
        long present = 0;
        boolean bounds = true;
        for (Zoneinfo.Zone zone : zoneinfo.zones()) {
            int zoneClass = ZoneClass.ofName(zone.name());
            if (zone.managed() <= 0 || zoneClass < 0) {
                continue;
            }
            ZoneDraft draft = new ZoneDraft(zone.node(), zoneClass, zone.startPfn(), zone.managed());
            bounds &= copy(zone, draft);
            zones.add(draft);
            int highest = 0;
            for (Zoneinfo.Pageset pageset : zone.pagesets()) {
                highest = Math.max(highest, pageset.high());
                highestCpu = Math.max(highestCpu, pageset.cpu());
            }
            highestHigh.add(highest);
            present += zone.present();
            highestNode = Math.max(highestNode, zone.node());
        }
        if (zones.isEmpty()) {
            throw new SettingException("zoneinfo", "no populated zone", "at least one");
        }
        cpus = highestCpu + 1;
        nodes = highestNode + 1;
        memoryBytes = present * PAGE_BYTES;
        printsPcpBounds = bounds;
    }

    /**
     * Lowers computed upper bounds to what the CPUs show. The kernel sizes PCPs before it gives the last pages of boot
     * to the zone, so {@code managed} as printed makes the bound up to 1.5 % too high; a CPU whose {@code high} is that
     * near below it stands at the bound. (Guests with 6.12: 15110 shown, 485715 / 8 / 4 = 15178 computed.)
     */
    void lowerBoundsToShown() {
        for (int i = 0; i < zones.size(); i++) {
            ZoneDraft zone = zones.get(i);
            int shown = highestHigh.get(i);
            if (zone.highMin < shown && shown < zone.highMax && zone.highMax - shown <= zone.highMax * 3 / 200) {
                zone.highMax = shown;
            }
        }
    }

    /** Copies the printed figures and says whether the PCP's bounds were among them. */
    private static boolean copy(Zoneinfo.Zone from, ZoneDraft to) {
        to.min = from.min();
        to.low = from.low();
        to.high = from.high();
        List<Long> protection = from.protection();
        for (int i = 0; i < ZoneClass.COUNT && !protection.isEmpty(); i++) {
            to.lowmemReserve[i] = protection.get(Math.min(i, protection.size() - 1));
        }
        to.batch = Sizing.batch(to.managed);
        if (from.pagesets().isEmpty()) {
            return false;
        }
        Zoneinfo.Pageset pageset = from.pagesets().get(0);
        to.batch = Math.max(1, pageset.batch());
        if (pageset.highMin().isEmpty() || pageset.highMax().isEmpty()) {
            return false;
        }
        to.highMin = pageset.highMin().getAsInt();
        to.highMax = pageset.highMax().getAsInt();
        return true;
    }
}
