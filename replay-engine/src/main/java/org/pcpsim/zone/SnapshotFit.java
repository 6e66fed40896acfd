package org.pcpsim.zone;

import java.util.Optional;
import java.util.TreeSet;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.trace.proc.Pagetypeinfo;
import org.pcpsim.trace.proc.SnapshotAgreement;
import org.pcpsim.trace.proc.Zoneinfo;

/**
 * Whether a snapshot can be laid onto a machine: same zones, about as large.
 *
 * <p>A zone's size is known from zoneinfo, and must then be the machine's within a tenth; or at most from pagetypeinfo,
 * by its pageblocks. In any case its free pages must have room.
 */
public final class SnapshotFit {
    private static final int SIZE_TOLERANCE = 10;

    private SnapshotFit() {}

    /** Why it cannot, in words; empty if it can. */
    public static Optional<String> mismatch(ProcSnapshot snapshot, Machine machine) {
        TreeSet<String> recorded = new TreeSet<>();
        snapshot.buddyinfo()
                .ifPresent(info -> info.zones().forEach(zone -> recorded.add(key(zone.node(), zone.name()))));
        snapshot.pagetypeinfo()
                .ifPresent(info -> info.blocks().forEach(zone -> recorded.add(key(zone.node(), zone.zone()))));
        snapshot.zoneinfo()
                .ifPresent(info -> info.zones().stream()
                        .filter(zone -> zone.managed() == 0)
                        .forEach(zone -> recorded.remove(key(zone.node(), zone.name()))));
        TreeSet<String> modelled = new TreeSet<>();
        machine.zones().forEach(zone -> modelled.add(key(zone.node(), zone.name())));
        if (!recorded.equals(modelled)) {
            return Optional.of("the snapshot has the zones " + String.join(", ", recorded) + ", the machine "
                    + String.join(", ", modelled));
        }
        return machine.zones().stream()
                .flatMap(zone -> size(snapshot, zone, machine.cpus()).stream())
                .findFirst();
    }

    private static String key(int node, String zone) {
        return "node" + node + "." + zone;
    }

    private static Optional<String> size(ProcSnapshot snapshot, ZoneSpec zone, int cpus) {
        String name = key(zone.node(), zone.name());
        long managed = zone.managed();
        long slack = SnapshotAgreement.slack(managed);
        ZoneSnapshot content = snapshot.of(zone, cpus).orElseThrow();
        if (content.freePages() > managed + slack) {
            return Optional.of(name + " of the snapshot has " + content.freePages() + " free pages, the machine's only "
                    + managed + " pages");
        }
        long least = managed - managed / SIZE_TOLERANCE;
        if (snapshot.zoneinfo().isPresent()) {
            for (Zoneinfo.Zone other : snapshot.zoneinfo().get().zones()) {
                boolean same = other.node() == zone.node() && other.name().equals(zone.name());
                if (same && (other.managed() < least || other.managed() > managed + managed / SIZE_TOLERANCE + 1)) {
                    return Optional.of(
                            name + " of the snapshot has " + other.managed() + " pages, the machine's " + managed);
                }
            }
        } else if (snapshot.pagetypeinfo().isPresent()) {
            long pages = (blocks(snapshot.pagetypeinfo().get(), zone) + 1)
                    << snapshot.pagetypeinfo().get().pageblockOrder();
            if (pages < least) {
                return Optional.of(name + " of the snapshot has " + pages + " pages at most, the machine's " + managed);
            }
        }
        return Optional.empty();
    }

    private static long blocks(Pagetypeinfo info, ZoneSpec zone) {
        long blocks = 0;
        for (Pagetypeinfo.Blocks other : info.blocks()) {
            if (other.node() == zone.node() && other.zone().equals(zone.name())) {
                for (Pagetypeinfo.TypeBlocks type : other.byType()) {
                    blocks += type.blocks();
                }
            }
        }
        return blocks;
    }
}
