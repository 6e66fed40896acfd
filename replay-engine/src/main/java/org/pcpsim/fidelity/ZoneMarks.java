package org.pcpsim.fidelity;

import java.util.List;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.ZoneClass;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.trace.proc.Zoneinfo;

/**
 * Free pages of each zone as a snapshot and the kernel's events since say, and the flags that follow from them.
 *
 * <p>Source: baseline spec sections 3.4, 3.5, 7 and 10.6. Not thread-safe.
 */
final class ZoneMarks {
    private static final int BLOCK_PAGES = 512;

    private final List<ZoneSpec> zones;
    private final long[] free;
    private final long[] boost;
    private final boolean[] belowHigh;
    private final boolean[] reclaimActive;
    private final boolean[] reclaimShown;
    private final int boostFactor;

    ZoneMarks(Machine machine, Zoneinfo zoneinfo) {
        zones = machine.zones();
        free = new long[zones.size()];
        boost = new long[zones.size()];
        belowHigh = new boolean[zones.size()];
        reclaimActive = new boolean[zones.size()];
        reclaimShown = new boolean[zones.size()];
        boostFactor = machine.settings().boostFactor();
        for (ZoneSpec zone : zones) {
            free[zone.index()] = zone.managed();
            for (Zoneinfo.Zone z : zoneinfo.zones()) {
                if (z.node() == zone.node() && z.name().equals(zone.name())) {
                    free[zone.index()] = z.free();
                    boost[zone.index()] = z.boost();
                    belowHigh[zone.index()] = !isAbove(zone.index(), zone.high());
                }
            }
        }
    }

    long free(int zone) {
        return free[zone];
    }

    boolean belowHigh(int zone) {
        return belowHigh[zone];
    }

    boolean reclaimActive(int zone) {
        return reclaimActive[zone];
    }

    void setBelowHigh(int zone, boolean flag) {
        belowHigh[zone] = flag;
    }

    /** The kernel shows that its kswapd is not, or is, at work on a zone. */
    void showReclaimActive(int zone, boolean flag) {
        reclaimActive[zone] = flag;
        reclaimShown[zone] = flag;
    }

    /** Pages left a zone's lists, or returned if negative. */
    void taken(int zone, long pages) {
        free[zone] -= pages;
    }

    /** Whether a zone is so near its marks that its flags may differ from those of the kernel. */
    boolean isTight(int zone) {
        ZoneSpec spec = zones.get(zone);
        return belowHigh[zone] || reclaimActive[zone] || free[zone] < 2 * spec.high() + boost[zone];
    }

    private boolean isAbove(int zone, long mark) {
        ZoneSpec spec = zones.get(zone);
        return free[zone] > mark + boost[zone] + spec.lowmemReserve().get(ZoneClass.MOVABLE);
    }

    /** An allocation looks for a zone and ends in this one: those that it passed by, and this, may fall below their marks. */
    void allocating(int zone, int[] zonelist) {
        boolean anyAboveLow = false;
        for (int z : zonelist) {
            if (zones.get(z).zoneClass() > zones.get(zone).zoneClass()
                            && zones.get(z).node() == zones.get(zone).node()
                    || z == zone) {
                belowHigh[z] |= !isAbove(z, zones.get(z).high());
            }
            anyAboveLow |= isAbove(z, zones.get(z).low());
        }
        if (!anyAboveLow) {
            setReclaim(zones.get(zone).node(), true);
        }
    }

    /** Pages went back to a zone by a free. */
    void freed(int zone) {
        if (isAbove(zone, zones.get(zone).high())) {
            belowHigh[zone] = false;
            if (reclaimActive[zone] && !reclaimShown[zone]) {
                setReclaim(zones.get(zone).node(), false);
            }
        }
    }

    private void setReclaim(int node, boolean active) {
        for (ZoneSpec spec : zones) {
            if (spec.node() == node) {
                reclaimActive[spec.index()] = active;
                if (!active) {
                    boost[spec.index()] = 0;
                }
            }
        }
    }

    /** A type broke into another's block: the marks rise. */
    void boost(int zone) {
        ZoneSpec spec = zones.get(zone);
        if (boostFactor > 0 && spec.managed() >= 4 * BLOCK_PAGES) {
            long most = Math.max(BLOCK_PAGES, spec.high() * boostFactor / 10_000);
            boost[zone] = Math.min(boost[zone] + BLOCK_PAGES, most);
        }
    }
}
