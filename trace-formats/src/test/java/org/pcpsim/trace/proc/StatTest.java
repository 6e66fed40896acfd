package org.pcpsim.trace.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.proc.Stat.Ticks;

class StatTest {
    private static final String CPU = "cpu  795 0 2608 20681 0 0 41 0 0 0\n";

    @Test
    void readsTheTotalAndEveryCpu() throws IOException {
        Stat stat = Stat.parse("s", ProcFixtures.text("6.12/stat"));

        assertThat(stat.total()).isEqualTo(new Ticks(795, 0, 2608, 20681, 0, 0, 41, 0, 0, 0));
        assertThat(stat.systemTicks()).isEqualTo(2608);
        assertThat(stat.cpus()).hasSize(8);
        assertThat(stat.cpu(6)).contains(new Ticks(130, 0, 805, 2040, 0, 0, 3, 0, 0, 0));
        assertThat(stat.cpu(8)).isEmpty();
    }

    @Test
    void readsEveryColumn() throws TraceException {
        assertThat(Stat.parse("s", "cpu  1 2 3 4 5 6 7 8 9 10\n").total())
                .isEqualTo(new Ticks(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    }

    @Test
    void cpusMayBeMissingButRise() throws TraceException {
        Stat stat = Stat.parse("s", CPU + CPU.replace("cpu ", "cpu1") + CPU.replace("cpu ", "cpu5"));

        assertThat(stat.cpus()).extracting(Stat.CpuTicks::cpu).containsExactly(1, 5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cpu0 1 2 3 4 5 6 7 8 9",
                "cpu0 1 2 -3 4 5 6 7 8 9 10",
                "cpu0 1 2 3 4 5 6 7 8 9 99999999999999999999",
                "cpu9999 1 2 3 4 5 6 7 8 9 10",
                "cpu  1 2 3 4 5 6 7 8 9 10",
                "intr",
                "\u0000 1",
                "cpux 1 2 3 \u0001\nCPU 4"
            })
    void damageNamesTheLine(String line) {
        assertThatThrownBy(() -> Stat.parse("stat.before", CPU + line))
                .isInstanceOf(TraceException.class)
                .hasMessageMatching("(?s)stat.before:[23]: .*");
    }

    @Test
    void aTextWithoutTheTotalIsAnError() {
        assertThatThrownBy(() -> Stat.parse("s", "ctxt 5\n"))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("without a 'cpu' line");
        assertThatThrownBy(() -> Stat.parse("s", "")).isInstanceOf(TraceException.class);
    }
}
