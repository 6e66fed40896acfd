package org.pcpsim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {
    private static final long GIB = 1L << 30;

    private static Machine machine(int cpus, int nodes, long bytes) {
        return new MachineBuilder().cpus(cpus).nodes(nodes).memory(bytes).build();
    }

    @Test
    void cpusAreDealtToNodesInContiguousRanges() {
        Machine two = machine(8, 2, 8 * GIB);
        for (int cpu = 0; cpu < 8; cpu++) {
            assertThat(two.nodeOf(cpu)).isEqualTo(cpu < 4 ? 0 : 1);
        }
        Machine three = machine(8, 3, 8 * GIB);
        int[] expected = {0, 0, 0, 1, 1, 1, 2, 2};
        for (int cpu = 0; cpu < 8; cpu++) {
            assertThat(three.nodeOf(cpu)).isEqualTo(expected[cpu]);
        }
    }

    @Test
    void theCpusOfANodeAreThoseThatAreDealtToIt() {
        for (int cpus = 1; cpus <= 40; cpus++) {
            for (int nodes = 1; nodes <= 12; nodes++) {
                Machine machine = machine(cpus, nodes, 8 * GIB);
                int[] counted = new int[nodes];
                for (int cpu = 0; cpu < cpus; cpu++) {
                    counted[machine.nodeOf(cpu)]++;
                }
                for (int node = 0; node < nodes; node++) {
                    assertThat(machine.cpusOf(node)).isEqualTo(counted[node]);
                }
            }
        }
    }

    @Test
    void aZonelistGoesDownTheOwnNodeThenOnToTheOthers() {
        // 0 N0.DMA, 1 N0.DMA32, 2 N0.Normal, 3 N1.Normal.
        Machine machine = machine(8, 2, 8 * GIB);
        assertThat(machine.zonelist(0)).containsExactly(2, 1, 0, 3);
        assertThat(machine.zonelist(1)).containsExactly(3, 2, 1, 0);
    }

    @Test
    void remoteNodesFollowInRingOrder() {
        // 0 N0.DMA, 1 N0.DMA32, 2 N1.DMA32, 3 N2.DMA32, 4 N3.Normal.
        Machine machine = machine(16, 4, 4 * GIB);
        assertThat(machine.zonelist(0)).containsExactly(1, 0, 2, 3, 4);
        assertThat(machine.zonelist(1)).containsExactly(2, 3, 4, 1, 0);
        assertThat(machine.zonelist(3)).containsExactly(4, 1, 0, 2, 3);
    }

    @Test
    void remoteNodesWithoutCpusComeFirst() {
        // Two CPUs on nodes 0 and 1; from node 1 the costs are node 0: 1 + 1, node 2: 0, node 3: 0.
        Machine machine = machine(2, 4, 4 * GIB);
        assertThat(machine.zonelist(1)).containsExactly(2, 3, 4, 1, 0);
        // From node 0: node 1 has CPUs: 1; nodes 2 and 3: 0.
        assertThat(machine.zonelist(0)).containsExactly(1, 0, 3, 4, 2);
    }

    @Test
    void aNodeWithoutCpusSizesItsPcpsForAllCpus() {
        Machine machine = machine(2, 4, 4 * GIB);
        ZoneSpec zone = Machines.zone(machine, 3, "Normal");
        // 256000 / 8 / 2.
        assertThat(zone.highMax()).isEqualTo(16_000);
        // Node 0 has one CPU: 251968 / 8.
        assertThat(Machines.zone(machine, 0, "DMA32").highMax()).isEqualTo(31_496);
    }

    @Test
    void zonesThatShareAPageAreRefused() {
        List<ZoneSpec> zones =
                List.of(Machines.unsized(0, "DMA32", 4_096, 2_000), Machines.unsized(0, "Normal", 6_000, 100));
        assertThatThrownBy(() -> Machines.sized(1, zones))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("node0.DMA32.managed")
                .hasMessageContaining("at most 1904 pages");
    }

    @Test
    void aZoneThatIsThereTwiceIsRefused() {
        List<ZoneSpec> zones =
                List.of(Machines.unsized(0, "Normal", 4_096, 2_000), Machines.unsized(0, "Normal", 8_192, 2_000));
        assertThatThrownBy(() -> Machines.sized(1, zones))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("node0.Normal, node0.Normal");
    }

    @Test
    void zoneClassesHaveTheNamesThatZoneinfoPrints() {
        assertThat(ZoneClass.name(ZoneClass.MOVABLE)).isEqualTo("Movable");
        assertThat(ZoneClass.ofName("DMA32")).isEqualTo(ZoneClass.DMA32);
        assertThat(ZoneClass.ofName("Device")).isEqualTo(-1);
    }

    @Test
    void zonesMayTouchAndComeInAnyOrderOfPages() {
        List<ZoneSpec> zones =
                List.of(Machines.unsized(0, "Normal", 8_192, 2_000), Machines.unsized(1, "Normal", 4_096, 4_096));
        assertThat(Machines.sized(2, zones).zones())
                .extracting(ZoneSpec::startPfn)
                .containsExactly(8_192L, 4_096L);
    }

    @Test
    void aZoneOfAnUpperNodeMayNotReachIntoOneBelowIt() {
        List<ZoneSpec> zones =
                List.of(Machines.unsized(0, "Normal", 8_192, 2_000), Machines.unsized(1, "Normal", 4_096, 4_097));
        assertThatThrownBy(() -> Machines.sized(2, zones))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("node1.Normal.managed");
    }

    @Test
    void zonesGivenInAnyOrderAreListedByNodeThenByClass() {
        List<ZoneSpec> zones = List.of(
                Machines.unsized(1, "Normal", 20_480, 2_000),
                Machines.unsized(0, "Normal", 8_192, 2_000),
                Machines.unsized(1, "DMA32", 16_384, 2_000));
        Machine machine = Machines.sized(2, zones);

        assertThat(machine.zones()).extracting(ZoneSpec::startPfn).containsExactly(8_192L, 16_384L, 20_480L);
        assertThat(machine.zones()).extracting(ZoneSpec::index).containsExactly(0, 1, 2);
    }

    @Test
    void aMachineOfZonesOutOfPlaceIsRefused() {
        Machine machine = machine(8, 2, 8 * GIB);
        List<ZoneSpec> zones = machine.zones();

        assertThatThrownBy(() -> of(machine, 2, zones.subList(1, 3))).hasMessageContaining("index 1");
        assertThatThrownBy(() -> of(machine, 1, zones)).hasMessageContaining("a node below 1");
        assertThatThrownBy(() -> of(machine, 2, List.of())).hasMessageContaining("at least one populated zone");
        assertThatThrownBy(() -> of(machine, 0, zones)).hasMessageContaining("1 to 64");
        assertThatThrownBy(() -> of(machine, 65, zones)).hasMessageContaining("1 to 64");
        assertThat(of(machine, 64, zones).nodes()).isEqualTo(64);
    }

    private static Machine of(Machine like, int nodes, List<ZoneSpec> zones) {
        return new Machine(
                "test", like.cpus(), nodes, like.memoryBytes(), like.kernel(), like.topology(), zones, like.settings());
    }
}
