package org.pcpsim.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.proc.Zoneinfo;

/** Machines of zoneinfos of one Normal zone: 485,715 pages, as guests of four CPUs with 6.12 had it. */
class ZoneinfoZonesTest {
    private static Zoneinfo normal(List<Long> reserve, List<Zoneinfo.Pageset> pagesets) {
        long managed = 485_715;
        return new Zoneinfo(List.of(new Zoneinfo.Zone(
                0, "Normal", managed, 0, 5_000, 6_250, 7_500, managed, managed, managed, 1 << 20, reserve, pagesets)));
    }

    private static Zoneinfo.Pageset pageset(int cpu, int high, int batch, OptionalInt highMin, OptionalInt highMax) {
        return new Zoneinfo.Pageset(cpu, 0, high, batch, highMin, highMax);
    }

    private static List<Zoneinfo.Pageset> fourCpus(int... highs) {
        List<Zoneinfo.Pageset> pagesets = new ArrayList<>();
        for (int cpu = 0; cpu < 4; cpu++) {
            pagesets.add(pageset(cpu, highs[cpu], 63, OptionalInt.empty(), OptionalInt.empty()));
        }
        return pagesets;
    }

    private static ZoneSpec zone(Zoneinfo zoneinfo) {
        return new MachineBuilder().zoneinfo(zoneinfo).build().zones().get(0);
    }

    /** The formulas give 6250 / 4 = 1562 and 485715 / 8 / 4 = 15178; 1.5 % of that are 227. */
    @ParameterizedTest
    @CsvSource({
        "15110, 15110",
        "14951, 14951",
        "14950, 15178",
        "15178, 15178",
        "15200, 15178",
        "1562, 15178",
        "0, 15178"
    })
    void aHighThatStandsJustBelowTheUpperBoundIsTheBound(int highest, int bound) {
        ZoneSpec zone = zone(normal(List.of(0L), fourCpus(1_600, highest, 0, 0)));

        assertThat(zone.highMin()).isEqualTo(1_562);
        assertThat(zone.highMax()).isEqualTo(highest < 1_600 ? 15_178 : bound);
    }

    @Test
    void boundsAndBatchThatTheKernelPrintsStand() {
        ZoneSpec zone =
                zone(normal(List.of(0L), List.of(pageset(0, 0, 31, OptionalInt.of(100), OptionalInt.of(2_000)))));

        assertThat(zone.batch()).isEqualTo(31);
        assertThat(zone.highMin()).isEqualTo(100);
        assertThat(zone.highMax()).isEqualTo(2_000);
    }

    @Test
    void oneOfTheBoundsAloneIsNotEnough() {
        ZoneSpec upper = zone(normal(List.of(0L), List.of(pageset(3, 0, 63, OptionalInt.empty(), OptionalInt.of(9)))));
        ZoneSpec lower = zone(normal(List.of(0L), List.of(pageset(3, 0, 63, OptionalInt.of(9), OptionalInt.empty()))));

        assertThat(List.of(upper.highMin(), upper.highMax())).containsExactly(1_562, 15_178);
        assertThat(List.of(lower.highMin(), lower.highMax())).containsExactly(1_562, 15_178);
    }

    @Test
    void withoutPageSetsTheHeaderSaysHowManyCpusThereAre() {
        TraceHeader header = new TraceHeader(
                "",
                OptionalInt.of(4),
                OptionalInt.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                0);
        Machine machine = new MachineBuilder()
                .zoneinfo(normal(List.of(0L), List.of()))
                .header(header)
                .build();

        assertThat(machine.cpus()).isEqualTo(4);
        assertThat(machine.zones().get(0).batch()).isEqualTo(63);
        assertThat(machine.zones().get(0).highMax()).isEqualTo(15_178);
    }

    @Test
    void reservesStandAsPrintedTheLastForAllHigherClassesWhateverIsSetOfMarks() {
        Machine machine = new MachineBuilder()
                .zoneinfo(normal(List.of(1L, 2L, 3L), fourCpus(0, 0, 0, 0)))
                .set("vm.watermark_scale_factor=20")
                .build();

        assertThat(machine.zones().get(0).lowmemReserve()).containsExactly(1L, 2L, 3L, 3L);
        // 485715 * 20 / 10000.
        assertThat(machine.zones().get(0).low()).isEqualTo(5_000 + 1_250);
    }

    @Test
    void aZoneThatPrintsNoReservesKeepsNothing() {
        assertThat(zone(normal(List.of(), fourCpus(0, 0, 0, 0))).lowmemReserve())
                .containsOnly(0L);
    }
}
