package org.pcpsim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZoneSpecTest {
    private static final List<Long> NOTHING = List.of(0L, 0L, 0L, 0L);

    private static ZoneSpec zone(
            int index,
            int node,
            long start,
            long managed,
            long min,
            long low,
            long high,
            int batch,
            int hmin,
            int hmax) {
        return new ZoneSpec(
                index, node, ZoneClass.NORMAL, "Normal", start, managed, min, low, high, batch, hmin, hmax, NOTHING);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0, 0, 1, 0, 0, 0, 1, 0, 0, node0.Normal.index, -1",
        "0, -1, 0, 1, 0, 0, 0, 1, 0, 0, Normal.node, -1",
        "0, 0, -1, 1, 0, 0, 0, 1, 0, 0, node0.Normal.start_pfn, -1",
        "0, 0, 0, 0, 0, 0, 0, 1, 0, 0, node0.Normal.managed, 0",
        "0, 0, 0, 1, -1, 0, 0, 1, 0, 0, node0.Normal.min, -1",
        "0, 0, 0, 1, 5, 4, 9, 1, 0, 0, node0.Normal.low, 4",
        "0, 0, 0, 1, 5, 9, 8, 1, 0, 0, node0.Normal.high, 8",
        "0, 0, 0, 1, 0, 0, 0, 0, 0, 0, node0.Normal.batch, 0",
        "0, 0, 0, 1, 0, 0, 0, 1, -1, 0, node0.Normal.high_min, -1",
        "0, 0, 0, 1, 0, 0, 0, 1, 0, -1, node0.Normal.high_max, -1"
    })
    void aFigureThatCannotBeIsRefusedByName(
            int index,
            int node,
            long start,
            long managed,
            long min,
            long low,
            long high,
            int batch,
            int highMin,
            int highMax,
            String figure,
            String found) {
        assertThatThrownBy(() -> zone(index, node, start, managed, min, low, high, batch, highMin, highMax))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(figure)
                .hasMessageContaining("'" + found + "'");
    }

    @Test
    void theLeastZoneHasOnePageAndNoMarks() {
        assertThat(zone(0, 0, 0, 1, 0, 0, 0, 1, 0, 0).endPfn()).isEqualTo(1);
    }

    @Test
    void reservesAreGivenForEachOfFourClasses() {
        assertThatThrownBy(() ->
                        new ZoneSpec(0, 0, ZoneClass.NORMAL, "Normal", 0, 1, 0, 0, 0, 1, 0, 0, List.of(0L, 0L, 0L)))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("node0.Normal.lowmem_reserve")
                .hasMessageContaining("4 numbers");
    }

    @Test
    void thereAreFourZoneClasses() {
        assertThatThrownBy(() -> ZoneClass.name(4)).isInstanceOf(SettingException.class);
        assertThatThrownBy(() -> ZoneClass.name(-1)).isInstanceOf(SettingException.class);
        assertThat(ZoneClass.name(0)).isEqualTo("DMA");
    }
}
