package org.pcpsim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutTest {
    private static final long GIB = 1L << 30;

    private static Machine machine(int cpus, int nodes, long bytes) {
        return new MachineBuilder().cpus(cpus).nodes(nodes).memory(bytes).build();
    }

    private static List<String> zones(Machine machine) {
        List<String> zones = new ArrayList<>();
        for (ZoneSpec zone : machine.zones()) {
            zones.add("node" + zone.node() + "." + zone.name() + " " + zone.startPfn() + "+" + zone.managed());
        }
        return zones;
    }

    @Test
    void memoryBeyondThreeGibibytesLiesAboveTheHole() {
        // DMA32: 786432 - 4096 = 782336 present; 782336 / 64 = 12224; 782336 - 12224 - 2048 = 768064.
        // Normal: 5 GiB = 1310720 present; 1310720 - 20480 - 2048 = 1288192.
        assertThat(zones(machine(4, 1, 8 * GIB)))
                .containsExactly("node0.DMA 1+3840", "node0.DMA32 4096+768064", "node0.Normal 1048576+1288192");
    }

    @Test
    void aSmallMachineHasNoNormalZone() {
        // 512 MiB: 131072 - 4096 = 126976 present; 126976 - 1984 - 2048 = 122944.
        assertThat(zones(machine(2, 1, GIB / 2))).containsExactly("node0.DMA 1+3840", "node0.DMA32 4096+122944");
    }

    @Test
    void nodesShareTheRamInEqualRanges() {
        // Of 4 GiB each node has 262144 pages: DMA32 258048 - 4032 - 2048 = 251968; 262144 - 4096 - 2048 = 256000
        // on the next two; the last GiB lies above the hole.
        assertThat(zones(machine(16, 4, 4 * GIB)))
                .containsExactly(
                        "node0.DMA 1+3840",
                        "node0.DMA32 4096+251968",
                        "node1.DMA32 262144+256000",
                        "node2.DMA32 524288+256000",
                        "node3.Normal 1048576+256000");
    }

    @Test
    void aNodeMayLieOnBothSidesOfTheHole() {
        // Of 8 GiB node 0 has 1048576 pages: 782336 of DMA32 as on one node and 262144 of Normal: 256000. Node 1
        // follows at 1048576 + 262144; 1048576 - 16384 - 2048 = 1030144.
        assertThat(zones(machine(8, 2, 8 * GIB)))
                .containsExactly(
                        "node0.DMA 1+3840",
                        "node0.DMA32 4096+768064",
                        "node0.Normal 1048576+256000",
                        "node1.Normal 1310720+1030144");
    }

    @Test
    void bordersBetweenNodesLieOnTheLargestChunk() {
        for (int nodes = 1; nodes <= 64; nodes++) {
            for (ZoneSpec zone : machine(64, nodes, 37 * GIB + 5 * 4096).zones()) {
                assertThat(zone.startPfn() == 1 || zone.startPfn() % 1024 == 0)
                        .as(nodes + " nodes: " + zone)
                        .isTrue();
            }
        }
    }

    @Test
    void theLargestMachineHasZonesOnEveryNode() {
        Machine machine = machine(4096, 64, 8L << 40);
        assertThat(machine.zones().stream().map(ZoneSpec::node).distinct()).hasSize(64);
        assertThat(machine.zonelist(63)).hasSize(machine.zones().size());
        // 2^31 / 64 = 33554432 pages a node; 33554432 - 524288 - 2048 = 33028096.
        assertThat(machine.zones().get(machine.zones().size() - 1).managed()).isEqualTo(33_028_096L);
    }

    @Test
    void theSmallestMachineCanBeBuilt() {
        // 32 MiB: 8192 - 4096 = 4096 present; 4096 - 64 - 2048 = 1984.
        assertThat(zones(machine(1, 1, 32L << 20))).containsExactly("node0.DMA 1+3840", "node0.DMA32 4096+1984");
        assertThat(machine(1, 64, 2 * GIB).nodes()).isEqualTo(64);
    }

    @Test
    void tooLittleOrTooMuchMemoryNamesTheOptionAndTheRange() {
        assertThatThrownBy(() -> machine(1, 1, (32L << 20) - 1))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("--memory")
                .hasMessageContaining("32 MiB to 8 TiB");
        assertThatThrownBy(() -> machine(64, 64, GIB))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("2048 MiB (32 MiB for each of 64 nodes) to 8 TiB");
        assertThatThrownBy(() -> machine(1, 1, (8L << 40) + 1))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("--memory");
        assertThatThrownBy(() -> machine(1, 1, Long.MIN_VALUE)).isInstanceOf(SettingException.class);
    }

    @Test
    void aZoneThatBootLeavesNothingOfIsNotThere() {
        // 2080 pages: 2080 / 64 = 32 for their descriptions, 2048 kept at boot; one page more is left over.
        long low = 3L << 30;
        assertThat(Layout.zones(low + 2080 * 4096, 1)).extracting(z -> z.name).containsExactly("DMA", "DMA32");
        assertThat(Layout.zones(low + 2081 * 4096, 1).get(2).managed).isEqualTo(1);
    }
}
