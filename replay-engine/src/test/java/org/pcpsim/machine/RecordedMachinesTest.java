package org.pcpsim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pcpsim.trace.proc.Zoneinfo;

/** The formulas against what real kernels print; skipped where the recordings are not at hand. */
class RecordedMachinesTest {
    private static final Path FOLDER = folder();

    private static Path folder() {
        Path here = Path.of("").toAbsolutePath();
        while (here.getParent() != null && !Files.exists(here.resolve("sample-traces/pom.xml"))) {
            here = here.getParent();
        }
        return here.resolve(System.getProperty("pcpsim.recordings", "../shared/recordings"))
                .normalize();
    }

    private record Recorded(String name, Zoneinfo zoneinfo) {
        Machine machine() {
            return Machine.ofZoneinfo(zoneinfo, KernelProfile.V7_0);
        }
    }

    private static final List<Recorded> RECORDED = new ArrayList<>();

    @BeforeAll
    static void read() throws IOException {
        assumeTrue(Files.isDirectory(FOLDER), "no recordings here");
        List<Path> files;
        try (Stream<Path> found = Files.find(
                FOLDER, 2, (path, attributes) -> path.getFileName().toString().startsWith("zoneinfo."))) {
            files = found.sorted().toList();
        }
        for (Path file : files) {
            String name = FOLDER.relativize(file).toString();
            RECORDED.add(new Recorded(name, Zoneinfo.parse(name, Files.readString(file))));
        }
    }

    private static List<Recorded> named(String prefix) {
        return RECORDED.stream().filter(r -> r.name.startsWith(prefix)).toList();
    }

    private static List<Recorded> printingPcpBounds() {
        return RECORDED.stream()
                .filter(r ->
                        r.zoneinfo.zones().get(0).pagesets().get(0).highMin().isPresent())
                .toList();
    }

    private static Machine fromManagedAlone(Recorded recorded) {
        Machine printed = recorded.machine();
        List<ZoneSpec> unsized = new ArrayList<>();
        for (ZoneSpec zone : printed.zones()) {
            unsized.add(Machines.unsized(zone.node(), zone.name(), zone.startPfn(), zone.managed()));
        }
        int fraction = recorded.name.startsWith("xcpu_fixedhigh") ? 4_000 : 0;
        return Machines.sized(printed.cpus(), unsized, "thp=madvise", "vm.percpu_pagelist_high_fraction=" + fraction);
    }

    @Test
    void everyFigureThatLinux618PrintsFollowsFromManaged() {
        assertThat(printingPcpBounds()).isNotEmpty();
        for (Recorded recorded : printingPcpBounds()) {
            assertThat(fromManagedAlone(recorded).zones())
                    .as(recorded.name)
                    .isEqualTo(recorded.machine().zones());
        }
    }

    @Test
    void lowAndHighOfGuestsFollowFromMinAndManaged() {
        for (Recorded recorded : named("qemu_")) {
            Machine printed = recorded.machine();
            Machine computed = new MachineBuilder()
                    .zoneinfo(recorded.zoneinfo)
                    .set("vm.watermark_scale_factor=10")
                    .build();
            for (ZoneSpec zone : printed.zones()) {
                ZoneSpec other = computed.zones().get(zone.index());
                // Marks were set when DMA32 of the 32-CPU guests had 491 thousand pages of its later 494215.
                int grown =
                        recorded.name.startsWith("qemu_612_32_") && zone.name().equals("DMA32") ? 3 : 0;
                assertThat(other.low() - grown).as(recorded.name + " " + zone).isEqualTo(zone.low());
                assertThat(other.high() - 2 * grown)
                        .as(recorded.name + " " + zone)
                        .isEqualTo(zone.high());
            }
        }
    }

    @Test
    void batchOfGuestsFollowsFromManaged() {
        for (Recorded recorded : named("qemu_")) {
            for (ZoneSpec zone : recorded.machine().zones()) {
                assertThat(Sizing.batch(zone.managed()))
                        .as(recorded.name + " " + zone)
                        .isEqualTo(zone.batch());
            }
        }
    }

    @Test
    void minMarksOfGuestsAddUpToWhatManagedGives() {
        for (Recorded recorded : named("qemu_")) {
            long printed = sumOfMin(recorded.machine());
            long computed = sumOfMin(fromManagedAlone(recorded));
            assertThat(Math.abs(printed - computed) * 1_000)
                    .as(recorded.name + ": printed " + printed + ", computed " + computed)
                    .isLessThanOrEqualTo(15 * computed);
        }
    }

    private static long sumOfMin(Machine machine) {
        return machine.zones().stream().mapToLong(ZoneSpec::min).sum();
    }

    @Test
    void theFixedHighOfLinux61IsTheLowerBound() {
        for (Recorded recorded : named("qemu_61_")) {
            forEachPageset(
                    recorded,
                    (zone, pageset) -> assertThat(pageset.high())
                            .as(recorded.name + " " + zone)
                            .isEqualTo(zone.highMin()));
        }
    }

    @Test
    void everyHighThatLinux612TunedIsWithinTheBounds() {
        for (Recorded recorded : named("qemu_612_")) {
            forEachPageset(recorded, (zone, pageset) -> {
                // A CPU that used a zone only before khugepaged raised the marks still shows four batches.
                if (pageset.high() != 0 && pageset.high() != 4 * zone.batch()) {
                    assertThat(pageset.high()).as(recorded.name + " " + zone).isBetween(zone.highMin(), zone.highMax());
                }
            });
        }
    }

    @Test
    void theUpperBoundIsTheOneThatACpuStandsAt() {
        for (Recorded recorded : named("qemu_612_8n_sock8")) {
            // 485715 / 8 / 4 = 15178, but the boot CPU stopped at 15110 * 32 = 483520 pages.
            assertThat(Machines.zone(recorded.machine(), 0, "DMA32").highMax()).isEqualTo(15_110);
            // 515582 / 8 / 4 = 16111.
            assertThat(Machines.zone(recorded.machine(), 1, "Normal").highMax()).isEqualTo(16_111);
        }
    }

    private interface PagesetCheck {
        void check(ZoneSpec zone, Zoneinfo.Pageset pageset);
    }

    private static void forEachPageset(Recorded recorded, PagesetCheck check) {
        Machine machine = recorded.machine();
        for (ZoneSpec zone : machine.zones()) {
            for (Zoneinfo.Zone printed : recorded.zoneinfo.zones()) {
                if (printed.node() == zone.node() && printed.name().equals(zone.name())) {
                    printed.pagesets().forEach(pageset -> check.check(zone, pageset));
                }
            }
        }
    }

    @Test
    void theThirtyTwoCpuGuestHasTheBoundsThatItsTunedHighsReach() {
        for (Recorded recorded : named("qemu_612_32_")) {
            ZoneSpec normal = Machines.zone(recorded.machine(), 0, "Normal");
            // 23594 / 32 = 737; 7718298 / 8 / 32 = 30149: both are printed as a CPU's high in these recordings.
            assertThat(normal.highMin()).isEqualTo(737);
            assertThat(normal.highMax()).isEqualTo(30_149);
        }
    }

    @Test
    void cpusNodesAndMemoryComeFromTheZoneinfo() {
        for (Recorded recorded : named("qemu_612_16n4_xcpu16")) {
            Machine machine = recorded.machine();
            assertThat(machine.cpus()).isEqualTo(16);
            assertThat(machine.nodes()).isEqualTo(4);
            // present: 3998 + 258048 + 262108 + 262144 + 262144 = 1048442 pages.
            assertThat(machine.memoryBytes()).isEqualTo(1_048_442L * 4096);
            assertThat(machine.source()).isEqualTo("recording");
            assertThat(machine.topology()).isEqualTo("4 nodes, 16 CPUs");
            // N0: DMA32 (1), DMA (0); N1: DMA32 (2); N2: Normal (3); N3: Normal (4).
            assertThat(machine.zonelist(0)).containsExactly(1, 0, 2, 3, 4);
            assertThat(machine.zonelist(2)).containsExactly(3, 4, 1, 0, 2);
        }
    }
}
