package org.pcpsim.trace.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcpsim.trace.Recordings;

class RecordedSnapshotsTest {
    private static final List<String> MOMENTS = List.of("before", "after");

    private static String text(Path recording, String file) throws IOException {
        return Files.readString(recording.resolve(file));
    }

    @Test
    void freeListsByTypeAddUpToBuddyinfoInEveryRecording() throws IOException {
        for (Path recording : Recordings.all()) {
            for (String moment : MOMENTS) {
                Buddyinfo buddyinfo = Buddyinfo.parse("buddyinfo", text(recording, "buddyinfo." + moment));
                Pagetypeinfo types = Pagetypeinfo.parse("pagetypeinfo", text(recording, "pagetypeinfo." + moment));
                for (Buddyinfo.Zone zone : buddyinfo.zones()) {
                    assertThat(sumOverTypes(types, zone))
                            .as("%s %s node %s %s", recording, moment, zone.node(), zone.name())
                            .isEqualTo(zone.freeChunks());
                }
            }
        }
    }

    private static List<Long> sumOverTypes(Pagetypeinfo types, Buddyinfo.Zone zone) {
        List<Long> sums = new ArrayList<>();
        for (int order = 0; order < 11; order++) {
            long sum = 0;
            for (Pagetypeinfo.FreeChunks list : types.free()) {
                if (list.node() == zone.node() && list.zone().equals(zone.name())) {
                    sum += list.counts().get(order).chunks();
                }
            }
            sums.add(sum);
        }
        return sums;
    }

    /** The files are read a few ms apart on a running machine, so a few refills lie between them. */
    @Test
    void freePagesOfZoneinfoAreCloseToBuddyinfo() throws IOException {
        for (Path recording : Recordings.all()) {
            for (String moment : MOMENTS) {
                Buddyinfo buddyinfo = Buddyinfo.parse("buddyinfo", text(recording, "buddyinfo." + moment));
                Zoneinfo zoneinfo = Zoneinfo.parse("zoneinfo", text(recording, "zoneinfo." + moment));
                List<Zoneinfo.Zone> populated = zoneinfo.zones().stream()
                        .filter(zone -> zone.present() > 0)
                        .toList();
                assertThat(populated).hasSameSizeAs(buddyinfo.zones());
                for (int i = 0; i < populated.size(); i++) {
                    assertThat(populated.get(i).free())
                            .as("%s %s zone %s", recording, moment, i)
                            .isCloseTo(buddyinfo.zones().get(i).freePages(), within(1024L));
                }
            }
        }
    }

    @Test
    void blocksCoverTheManagedPages() throws IOException {
        for (Path recording : Recordings.all()) {
            Zoneinfo zoneinfo = Zoneinfo.parse("zoneinfo", text(recording, "zoneinfo.before"));
            Pagetypeinfo types = Pagetypeinfo.parse("pagetypeinfo", text(recording, "pagetypeinfo.before"));
            for (Pagetypeinfo.Blocks zone : types.blocks()) {
                long blocks = zone.byType().stream()
                        .mapToLong(Pagetypeinfo.TypeBlocks::blocks)
                        .sum();
                long managed = zoneinfo.zones().stream()
                        .filter(other ->
                                other.node() == zone.node() && other.name().equals(zone.zone()))
                        .mapToLong(Zoneinfo.Zone::managed)
                        .findFirst()
                        .orElseThrow();
                assertThat(blocks << types.pageblockOrder())
                        .as("%s %s", recording, zone.zone())
                        .isGreaterThanOrEqualTo(managed);
            }
        }
    }

    @Test
    void countersGrowBetweenTheSnapshots() throws IOException {
        for (Path recording : Recordings.all()) {
            Vmstat before = Vmstat.parse("vmstat", text(recording, "vmstat.before"));
            Vmstat after = Vmstat.parse("vmstat", text(recording, "vmstat.after"));
            assertThat(after.value("pgfree").orElseThrow())
                    .as("%s", recording)
                    .isGreaterThan(before.value("pgfree").orElseThrow());
            Stat statBefore = Stat.parse("stat", text(recording, "stat.before"));
            Stat statAfter = Stat.parse("stat", text(recording, "stat.after"));
            assertThat(statAfter.systemTicks()).isGreaterThanOrEqualTo(statBefore.systemTicks());
            assertThat(statAfter.cpus()).hasSameSizeAs(statBefore.cpus());
        }
    }
}
