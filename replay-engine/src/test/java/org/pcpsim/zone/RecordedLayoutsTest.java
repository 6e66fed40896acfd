package org.pcpsim.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pcpsim.machine.FallbackRule;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.trace.proc.Buddyinfo;
import org.pcpsim.trace.proc.Pagetypeinfo;
import org.pcpsim.trace.proc.Zoneinfo;

/** The state before every recording, laid out; skipped where the recordings are not at hand. */
class RecordedLayoutsTest {
    private static List<Path> recordings() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        while (here.getParent() != null && !Files.exists(here.resolve("sample-traces/pom.xml"))) {
            here = here.getParent();
        }
        Path folder = here.resolve(System.getProperty("pcpsim.recordings", "../shared/recordings"))
                .normalize();
        assumeTrue(Files.isDirectory(folder), "no recordings here");
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(p ->
                            Files.exists(p.resolve("zoneinfo.before")) && Files.exists(p.resolve("buddyinfo.before")))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyRecordedStateFitsButForOnePartInAThousandOfItsFreePages() throws IOException {
        for (Path folder : recordings()) {
            Zoneinfo zoneinfo = Zoneinfo.parse("zoneinfo", Files.readString(folder.resolve("zoneinfo.before")));
            Path types = folder.resolve("pagetypeinfo.before");
            ProcSnapshot proc = new ProcSnapshot(
                    Optional.of(zoneinfo),
                    Optional.of(Buddyinfo.parse("buddyinfo", Files.readString(folder.resolve("buddyinfo.before")))),
                    Files.exists(types)
                            ? Optional.of(Pagetypeinfo.parse("pagetypeinfo", Files.readString(types)))
                            : Optional.empty());
            Machine machine = Machine.ofZoneinfo(zoneinfo, KernelProfile.V7_0);
            for (ZoneSpec spec : machine.zones()) {
                String name = folder.getFileName() + " " + spec.node() + " " + spec.name();
                ZoneSnapshot snapshot = proc.of(spec, machine.cpus()).orElseThrow();
                Zone zone = new Zone(
                        spec, machine.cpus(), Zones.PCP_ORDERS, FallbackRule.CLAIM, new org.pcpsim.lock.Work(), 0);

                SnapshotLayout.Result result = SnapshotLayout.apply(zone, snapshot, 1);

                zone.check(Zones.fill(zone, result.pcps()));
                // The DMA zone has 8 blocks and, unlike the real one, a hole at its end rather than inside.
                long most = snapshot.freePages() * (spec.name().equals("DMA") ? 40 : 1) / 1000;
                assertThat(result.droppedFreePages()).as(name).isLessThanOrEqualTo(most);
                assertThat(result.droppedPcpPages()).as(name).isZero();
            }
        }
    }
}
