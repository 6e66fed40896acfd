package org.pcpsim.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.TestMachines;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.proc.Buddyinfo;
import org.pcpsim.trace.proc.Pagetypeinfo;
import org.pcpsim.trace.proc.Zoneinfo;

/** Snapshots against a machine of one Normal zone of 100,000 pages. */
class SnapshotFitTest {
    private static final Machine MACHINE = TestMachines.oneZone(KernelProfile.V7_0, 2, 100_000, 31, 124, 700);

    private static Optional<Buddyinfo> free(String zone, long chunks) throws TraceException {
        return Optional.of(
                Buddyinfo.parse("buddyinfo", "Node 0, zone " + zone + " " + chunks + " 0 0 0 0 0 0 0 0 0 0\n"));
    }

    private static List<Long> counts(long single) {
        return List.of(single, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
    }

    private static Zoneinfo.Zone sized(int node, String name, long managed) {
        return new Zoneinfo.Zone(node, name, 0, 0, 0, 0, 0, managed, managed, managed, 1 << 20, List.of(), List.of());
    }

    private static Optional<Zoneinfo> zoneinfo(Zoneinfo.Zone... zones) {
        return Optional.of(new Zoneinfo(List.of(zones)));
    }

    private static Optional<Pagetypeinfo> blocks(String zone, String blocks) throws TraceException {
        return Optional.of(Pagetypeinfo.parse(
                "pagetypeinfo",
                "Page block order: 9\nPages per block:  512\n\n"
                        + "Free pages count per migrate type at order 0 1 2 3 4 5 6 7 8 9 10\n"
                        + "Node    0, zone   " + zone + ", type Movable 1 0 0 0 0 0 0 0 0 0 0\n"
                        + "\nNumber of blocks type Unmovable Movable\nNode 0, zone " + zone + " " + blocks + "\n"));
    }

    private static Optional<String> mismatch(
            Optional<Zoneinfo> zoneinfo, Optional<Buddyinfo> buddyinfo, Optional<Pagetypeinfo> pagetypeinfo) {
        return SnapshotFit.mismatch(new ProcSnapshot(zoneinfo, buddyinfo, pagetypeinfo), MACHINE);
    }

    @Test
    void theSnapshotMustHaveTheZonesOfTheMachine() throws TraceException {
        assertThat(mismatch(Optional.empty(), free("Normal", 1), Optional.empty()))
                .isEmpty();
        assertThat(mismatch(Optional.empty(), free("DMA32", 1), Optional.empty()))
                .hasValue("the snapshot has the zones node0.DMA32, the machine node0.Normal");
        assertThat(mismatch(Optional.empty(), Optional.empty(), blocks("DMA32", "0 196")))
                .hasValue("the snapshot has the zones node0.DMA32, the machine node0.Normal");
    }

    @Test
    void aZoneWithoutPagesCountsAsNotThere() throws TraceException {
        Optional<Zoneinfo> empty = zoneinfo(sized(0, "DMA32", 0), sized(0, "Normal", 100_000));
        Optional<Buddyinfo> both = Optional.of(new Buddyinfo(
                List.of(new Buddyinfo.Zone(0, "DMA32", counts(0)), new Buddyinfo.Zone(0, "Normal", counts(5)))));

        assertThat(mismatch(empty, both, Optional.empty())).isEmpty();
        assertThat(mismatch(Optional.empty(), both, Optional.empty())).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"90000, true", "89999, false", "110001, true", "110002, false"})
    void aSizeThatIsKnownMayDifferByATenth(long managed, boolean fits) throws TraceException {
        Optional<Zoneinfo> zoneinfo =
                zoneinfo(sized(1, "Normal", 7), sized(0, "Movable", 8), sized(0, "Normal", managed));
        Optional<String> mismatch = mismatch(zoneinfo, free("Normal", 1), Optional.empty());

        assertThat(mismatch.isEmpty()).isEqualTo(fits);
        mismatch.ifPresent(words -> assertThat(words)
                .isEqualTo("node0.Normal of the snapshot has " + managed + " pages, the machine's 100000"));
    }

    @ParameterizedTest
    @CsvSource({"0 175, true", "100 75, true", "0 174, false", "90 84, false"})
    void aZoneHasAtMostAsManyPagesAsItsBlocksAndOneMore(String blocks, boolean fits) throws TraceException {
        // (175 + 1) · 512 = 90112, (174 + 1) · 512 = 89600; nine tenths are 90000.
        Optional<String> mismatch = mismatch(Optional.empty(), Optional.empty(), blocks("Normal", blocks));

        assertThat(mismatch.isEmpty()).isEqualTo(fits);
        mismatch.ifPresent(words -> assertThat(words)
                .isEqualTo("node0.Normal of the snapshot has 89600 pages at most, the machine's 100000"));
    }

    @ParameterizedTest
    @CsvSource({"104096, true", "104097, false"})
    void freePagesMustHaveRoomButForWhatMayBeCountedTwice(long free, boolean fits) throws TraceException {
        Optional<String> mismatch = mismatch(Optional.empty(), free("Normal", free), Optional.empty());

        assertThat(mismatch.isEmpty()).isEqualTo(fits);
        mismatch.ifPresent(words -> assertThat(words)
                .isEqualTo("node0.Normal of the snapshot has 104097 free pages, the machine's only 100000 pages"));
    }
}
