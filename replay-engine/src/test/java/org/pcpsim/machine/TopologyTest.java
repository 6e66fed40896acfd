package org.pcpsim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.lock.Distances;

class TopologyTest {
    @Test
    void cpusAreNumberedThroughThreadsCoresComplexesAndSockets() {
        Topology topology = Topology.parse("2s:4x8,2t");
        Distances distances = topology.distances();

        assertThat(topology.cpus()).isEqualTo(128);
        assertThat(distances.between(0, 0)).isEqualTo(Distances.SAME);
        assertThat(distances.between(0, 1)).isEqualTo(Distances.SAME);
        assertThat(distances.between(0, 2)).isEqualTo(Distances.COMPLEX);
        assertThat(distances.between(0, 15)).isEqualTo(Distances.COMPLEX);
        assertThat(distances.between(0, 16)).isEqualTo(Distances.SOCKET);
        assertThat(distances.between(63, 0)).isEqualTo(Distances.SOCKET);
        assertThat(distances.between(63, 64)).isEqualTo(Distances.REMOTE);
    }

    @ParameterizedTest
    @CsvSource({
        "32, 1, 1s:4x8",
        "4, 1, 1s:1x4",
        "1, 1, 1s:1x1",
        "224, 2, 2s:14x8",
        "12, 1, 1s:2x6",
        "7, 2, 1s:1x7",
        "26, 1, 1s:13x2",
        "2, 4, 1s:1x2"
    })
    void withoutAnyKnowledgeComplexesHaveUpToEightCores(int cpus, int nodes, String expected) {
        Topology topology = Topology.of(cpus, nodes);

        assertThat(topology).hasToString(expected);
        assertThat(topology.cpus()).isEqualTo(cpus);
        assertThat(Topology.parse(expected)).isEqualTo(topology);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "2s", "2s:4", "2s:4x", "s:4x8", "2s:4x8,2", "2s:4x8x2", "-1s:4x8", "2s:4x8,2t,"})
    void whatIsNoTopologyIsRefusedWithTheForm(String text) {
        assertThatThrownBy(() -> Topology.parse(text))
                .isInstanceOf(SettingException.class)
                .hasMessageContainingAll("--topology", "2s:4x8");
    }

    @ParameterizedTest
    @CsvSource({
        "0s:4x8, topology sockets, 1 to 64",
        "65s:1x1, topology sockets, 1 to 64",
        "1s:0x8, topology complexes, 1 to 8192",
        "1s:4x0, topology cores, 1 to 8192",
        "'1s:4x8,9t', topology threads, 1 to 8",
        "64s:99x99, topology, at most 8192"
    })
    void numbersOutOfRangeAreNamedWithTheirRange(String text, String field, String range) {
        assertThatThrownBy(() -> Topology.parse(text))
                .isInstanceOf(SettingException.class)
                .hasMessageContainingAll(field, range);
    }

    @Test
    void oneThatDoesNotFitTheCpusIsRefused() {
        assertThatThrownBy(() -> Topology.parse("2s:4x8").requireCpus(32))
                .isInstanceOf(SettingException.class)
                .hasMessageContainingAll("--topology", "64 CPUs", "32 CPUs");
        assertThat(Topology.parse("1s:4x8").requireCpus(32).cpus()).isEqualTo(32);
    }
}
