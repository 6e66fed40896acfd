package org.pcpsim.zone;

import java.util.Optional;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.trace.proc.Buddyinfo;
import org.pcpsim.trace.proc.Pagetypeinfo;
import org.pcpsim.trace.proc.Zoneinfo;

/**
 * What the files of {@code /proc} say of all zones at about one moment, taken apart by zone.
 *
 * <p>pagetypeinfo is what counts. A list that it stopped counting ({@code >100000}) gets what buddyinfo has of that
 * order beyond the other types. Without pagetypeinfo everything buddyinfo lists is movable. An
 * isolated block is of no type that allocations may use, so its chunks are left out. Immutable.
 *
 * @param zoneinfo PCPs of each zone, if the file was there
 * @param buddyinfo free chunks by order, if the file was there
 * @param pagetypeinfo free chunks by order and type, and types of blocks, if the file was there and readable (root)
 */
public record ProcSnapshot(
        Optional<Zoneinfo> zoneinfo, Optional<Buddyinfo> buddyinfo, Optional<Pagetypeinfo> pagetypeinfo) {

    private static final int ORDERS = Frames.MAX_ORDER + 1;

    /**
     * What the files say of one zone; empty if none of them lists its free chunks.
     *
     * @param cpus CPUs of the machine; those that zoneinfo does not know have empty PCPs
     */
    public Optional<ZoneSnapshot> of(ZoneSpec zone, int cpus) {
        Optional<Buddyinfo.Zone> buddy = buddyinfo.flatMap(info -> info.zones().stream()
                .filter(z -> z.node() == zone.node() && z.name().equals(zone.name()))
                .findFirst());
        Optional<Pagetypeinfo.Blocks> types = pagetypeinfo.flatMap(info -> info.blocks().stream()
                .filter(z -> z.node() == zone.node() && z.zone().equals(zone.name()))
                .findFirst());
        if (buddy.isEmpty() && types.isEmpty()) {
            return Optional.empty();
        }
        long[][] chunks = new long[ORDERS][ChunkLists.TYPES];
        long[] blocks = new long[ChunkLists.TYPES];
        if (types.isPresent()) {
            boolean[][] capped = new boolean[ORDERS][ChunkLists.TYPES];
            addTypes(zone, chunks, capped);
            buddy.ifPresent(b -> fillCapped(b, chunks, capped));
            for (Pagetypeinfo.TypeBlocks byType : types.get().byType()) {
                int type = type(byType.type());
                if (type >= 0) {
                    blocks[type] += byType.blocks();
                }
            }
        } else {
            for (int order = 0; order < ORDERS; order++) {
                chunks[order][Migratetype.MOVABLE] = buddy.get().freeChunks().get(order);
            }
        }
        int[] count = new int[cpus];
        int[] high = new int[cpus];
        addPcps(zone, count, high);
        return Optional.of(new ZoneSnapshot(chunks, blocks, count, high));
    }

    private static int type(String name) {
        return switch (name) {
            case "Unmovable" -> Migratetype.UNMOVABLE;
            case "Movable" -> Migratetype.MOVABLE;
            case "CMA" -> Migratetype.CMA;
            case "Reclaimable" -> Migratetype.RECLAIMABLE;
            case "HighAtomic" -> Migratetype.HIGHATOMIC;
            default -> -1;
        };
    }

    private void addTypes(ZoneSpec zone, long[][] chunks, boolean[][] capped) {
        for (Pagetypeinfo.FreeChunks list : pagetypeinfo.orElseThrow().free()) {
            int type = type(list.type());
            if (type < 0 || list.node() != zone.node() || !list.zone().equals(zone.name())) {
                continue;
            }
            for (int order = 0; order < ORDERS; order++) {
                Pagetypeinfo.Count count = list.counts().get(order);
                chunks[order][type] += count.chunks();
                capped[order][type] |= count.capped();
            }
        }
    }

    /** Gives what buddyinfo has beyond pagetypeinfo to the type that was not counted to its end, movable first. */
    private static void fillCapped(Buddyinfo.Zone buddy, long[][] chunks, boolean[][] capped) {
        for (int order = 0; order < ORDERS; order++) {
            int taker = capped[order][Migratetype.MOVABLE] ? Migratetype.MOVABLE : -1;
            long counted = 0;
            for (int type = 0; type < ChunkLists.TYPES; type++) {
                taker = taker < 0 && capped[order][type] ? type : taker;
                counted += chunks[order][type];
            }
            if (taker >= 0) {
                chunks[order][taker] += Math.max(0, buddy.freeChunks().get(order) - counted);
            }
        }
    }

    private void addPcps(ZoneSpec zone, int[] count, int[] high) {
        if (zoneinfo.isEmpty()) {
            return;
        }
        for (Zoneinfo.Zone z : zoneinfo.get().zones()) {
            if (z.node() != zone.node() || !z.name().equals(zone.name())) {
                continue;
            }
            for (Zoneinfo.Pageset pageset : z.pagesets()) {
                if (pageset.cpu() < count.length) {
                    count[pageset.cpu()] = pageset.count();
                    high[pageset.cpu()] = pageset.high();
                }
            }
        }
    }
}
