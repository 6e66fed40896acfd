package org.pcpsim.model;

import org.pcpsim.machine.Machine;
import org.pcpsim.machine.ZoneClass;
import org.pcpsim.zone.Watermark;
import org.pcpsim.zone.Zone;

/**
 * When each node's kswapd is at work: PCPs are then kept small ({@code ZONE_RECLAIM_ACTIVE}).
 *
 * <p>An allocation below the low mark wakes it unless a zone of the node is above its high mark; it sleeps again as soon
 * as one is. So does an allocation from a zone that was boosted, whatever the marks; the boosts of a node end when its
 * kswapd goes to sleep. What it reclaims comes with the trace's own frees: where these show that it did not sleep, its
 * sleep is undone, unless the node has enough even with the boosts of before. Source: baseline spec sections 3.4, 7, 9.6 and 10.6
 * ({@code pgdat_balanced}). Not thread-safe.
 */
final class Kswapd {
    private final Zone[] zones;
    private final boolean[] active;

    Kswapd(Machine machine, Zone[] zones) {
        this.zones = zones;
        active = new boolean[machine.nodes()];
    }

    /** An allocation found no zone above its low mark. */
    void wake(int[] zonelist) {
        for (int z : zonelist) {
            int node = zones[z].spec().node();
            if (!active[node] && !isBalanced(node)) {
                set(node, true);
            }
        }
    }

    /** An allocation took from a zone; if that was boosted since it was last looked at, its node's kswapd wakes. */
    void allocated(Zone zone) {
        if (zone.watermark().boosted()) {
            zone.watermark().clearBoosted();
            if (!active[zone.spec().node()]) {
                set(zone.spec().node(), true);
            }
        }
    }

    /** Whether that of any node is at work. */
    boolean isAwake() {
        for (boolean atWork : active) {
            if (atWork) {
                return true;
            }
        }
        return false;
    }

    /** A node's kswapd is seen at work: the boosts that ended when it slept here last are back. */
    void seen(int node) {
        for (Zone zone : zones) {
            if (zone.spec().node() == node) {
                zone.watermark().restoreBoost();
            }
        }
        if (!active[node]) {
            set(node, !isBalanced(node));
        }
    }

    private boolean isBalanced(int node) {
        for (Zone zone : zones) {
            if (zone.spec().node() == node && isAboveHigh(zone)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAboveHigh(Zone zone) {
        Watermark watermark = zone.watermark();
        return watermark.allows(0, watermark.high(), ZoneClass.MOVABLE, 0);
    }

    /** Pages went back to a zone. */
    void freed(Zone zone) {
        zone.watermark().endReclaimIfPlenty();
        int node = zone.spec().node();
        if (active[node] && isAboveHigh(zone)) {
            set(node, false);
        }
    }

    private void set(int node, boolean atWork) {
        active[node] = atWork;
        for (Zone zone : zones) {
            if (zone.spec().node() == node) {
                zone.watermark().setReclaimActive(atWork);
                if (!atWork) {
                    zone.watermark().endBoost();
                }
            }
        }
    }
}
