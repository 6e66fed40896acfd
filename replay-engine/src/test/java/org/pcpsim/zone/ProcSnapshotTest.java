package org.pcpsim.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.Migratetype.HIGHATOMIC;
import static org.pcpsim.trace.Migratetype.MOVABLE;
import static org.pcpsim.trace.Migratetype.RECLAIMABLE;
import static org.pcpsim.trace.Migratetype.UNMOVABLE;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.proc.Buddyinfo;
import org.pcpsim.trace.proc.Pagetypeinfo;
import org.pcpsim.trace.proc.Zoneinfo;

class ProcSnapshotTest {
    private static final ZoneSpec NORMAL = ZoneSpec.of(1, "Normal", 4096, 100_000, 0, 0, 0, 1, 0, 0);

    private static Optional<Buddyinfo> buddyinfo(String counts) throws TraceException {
        return Optional.of(Buddyinfo.parse(
                "buddyinfo",
                "Node 0, zone   Normal 9 9 9 9 9 9 9 9 9 9 9\n" + "Node 1, zone   Normal " + counts + "\n"));
    }

    private static Optional<Pagetypeinfo> pagetypeinfo(String rows, String types, String blocks) throws TraceException {
        return Optional.of(Pagetypeinfo.parse(
                "pagetypeinfo",
                "Page block order: 9\nPages per block:  512\n\n"
                        + "Free pages count per migrate type at order 0 1 2 3 4 5 6 7 8 9 10\n"
                        + rows
                        + "\nNumber of blocks type " + types + "\nNode 1, zone Normal " + blocks + "\n"));
    }

    private static String row(String type, String counts) {
        return "Node    1, zone   Normal, type " + type + " " + counts + "\n";
    }

    private static ZoneSnapshot of(Optional<Buddyinfo> buddyinfo, Optional<Pagetypeinfo> pagetypeinfo) {
        return new ProcSnapshot(Optional.empty(), buddyinfo, pagetypeinfo)
                .of(NORMAL, 2)
                .orElseThrow();
    }

    @Test
    void freeListsAndBlocksAreTakenByTheNamesOfTheirTypes() throws TraceException {
        ZoneSnapshot snapshot = of(
                Optional.empty(),
                pagetypeinfo(
                        row("Unmovable", "1 0 0 0 0 0 0 0 0 0 0")
                                + row("Reclaimable", "2 0 0 0 0 0 0 0 0 0 0")
                                + row("Movable", "3 0 0 0 0 0 0 0 0 0 7")
                                + row("HighAtomic", "4 0 0 0 0 0 0 0 0 0 0"),
                        "Unmovable Reclaimable Movable HighAtomic",
                        "10 20 30 40"));

        assertThat(snapshot.freeChunks(0, UNMOVABLE)).isEqualTo(1);
        assertThat(snapshot.freeChunks(0, RECLAIMABLE)).isEqualTo(2);
        assertThat(snapshot.freeChunks(0, MOVABLE)).isEqualTo(3);
        assertThat(snapshot.freeChunks(0, HIGHATOMIC)).isEqualTo(4);
        assertThat(snapshot.freeChunks(10, MOVABLE)).isEqualTo(7);
        assertThat(snapshot.freePages()).isEqualTo(10 + 7 * 1024);
        assertThat(List.of(snapshot.blocks(0), snapshot.blocks(1), snapshot.blocks(2), snapshot.blocks(3)))
                .containsExactly(10L, 30L, 20L, 40L);
        assertThat(snapshot.cpus()).isEqualTo(2);
        assertThat(snapshot.pcpCount(1)).isZero();
    }

    @Test
    void cmaIsATypeOfItsOwnAndIsolatedChunksAreLeftOut() throws TraceException {
        ZoneSnapshot snapshot = of(
                Optional.empty(),
                pagetypeinfo(
                        row("Movable", "3 0 0 0 0 0 0 0 0 0 0")
                                + row("CMA", "5 0 0 0 0 0 0 0 0 0 0")
                                + row("Isolate", "6 0 0 0 0 0 0 0 0 0 0"),
                        "Movable CMA Isolate",
                        "10 20 30"));

        assertThat(snapshot.freeChunks(0, MOVABLE)).isEqualTo(3);
        assertThat(snapshot.freeChunks(0, Migratetype.CMA)).isEqualTo(5);
        assertThat(snapshot.freePages()).isEqualTo(8);
        assertThat(snapshot.blocks(MOVABLE)).isEqualTo(10);
        assertThat(snapshot.blocks(Migratetype.CMA)).isEqualTo(20);
    }

    @Test
    void aListNotCountedToItsEndGetsWhatBuddyinfoHasBeyondTheOthers() throws TraceException {
        ZoneSnapshot snapshot = of(
                buddyinfo("100900 100020 0 0 0 0 0 0 0 0 0"),
                pagetypeinfo(
                        row("Unmovable", "300 >100000 0 0 0 0 0 0 0 0 0")
                                + row("Movable", ">100000 10 5 0 0 0 0 0 0 0 0"),
                        "Unmovable Movable",
                        "10 20"));

        assertThat(snapshot.freeChunks(0, UNMOVABLE)).isEqualTo(300);
        assertThat(snapshot.freeChunks(0, MOVABLE)).isEqualTo(100_600);
        assertThat(snapshot.freeChunks(1, UNMOVABLE)).isEqualTo(100_010);
        assertThat(snapshot.freeChunks(1, MOVABLE)).isEqualTo(10);
        assertThat(snapshot.freeChunks(2, MOVABLE)).isEqualTo(5); // counted to its end: buddyinfo is of another moment
    }

    @Test
    void withoutPagetypeinfoEverythingIsMovable() throws TraceException {
        ZoneSnapshot snapshot = of(buddyinfo("1 2 3 0 0 0 0 0 0 0 4"), Optional.empty());

        assertThat(snapshot.freeChunks(1, MOVABLE)).isEqualTo(2);
        assertThat(snapshot.freePages()).isEqualTo(1 + 4 + 12 + 4096);
        Zone zone = Zones.of(NORMAL);
        assertThat(SnapshotLayout.apply(zone, snapshot, 1).exact()).isTrue();
        for (int block = 0; block < zone.frames().blocks(); block++) {
            assertThat(zone.blocks().type(block)).isEqualTo(MOVABLE);
        }
    }

    @Test
    void pcpsAreThoseOfTheZoneByCpu() throws TraceException {
        Zoneinfo.Zone zone = new Zoneinfo.Zone(
                1,
                "Normal",
                0,
                0,
                0,
                0,
                0,
                100_000,
                100_000,
                100_000,
                4096,
                List.of(),
                List.of(pageset(1, 77, 500), pageset(0, 3, 4), pageset(9, 1, 1)));
        ProcSnapshot proc = new ProcSnapshot(
                Optional.of(new Zoneinfo(List.of(zone))), buddyinfo("0 0 0 0 0 0 0 0 0 0 0"), Optional.empty());

        ZoneSnapshot snapshot = proc.of(NORMAL, 2).orElseThrow();

        assertThat(snapshot.pcpCount(0)).isEqualTo(3);
        assertThat(snapshot.pcpHigh(0)).isEqualTo(4);
        assertThat(snapshot.pcpCount(1)).isEqualTo(77);
        assertThat(snapshot.pcpHigh(1)).isEqualTo(500);
    }

    private static Zoneinfo.Pageset pageset(int cpu, int count, int high) {
        return new Zoneinfo.Pageset(cpu, count, high, 63, OptionalInt.empty(), OptionalInt.empty());
    }

    @Test
    void aZoneThatNoFileListsHasNoSnapshot() throws TraceException {
        assertThat(new ProcSnapshot(Optional.empty(), Optional.empty(), Optional.empty()).of(NORMAL, 1))
                .isEmpty();
        ZoneSpec other = ZoneSpec.of(3, "Normal", 4096, 1000, 0, 0, 0, 1, 0, 0);
        assertThat(new ProcSnapshot(Optional.empty(), buddyinfo("0 0 0 0 0 0 0 0 0 0 0"), Optional.empty())
                        .of(other, 1))
                .isEmpty();
    }
}
