package org.pcpsim.trace.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.TraceException;

class VmstatTest {
    @Test
    void keepsNamesValuesAndTheirOrder() throws TraceException {
        Vmstat vmstat = Vmstat.parse("v", "nr_free_pages 917089\nallocstall_dma32 0\npgfree 12\n");

        assertThat(vmstat.values())
                .containsExactly(
                        Map.entry("nr_free_pages", 917089L),
                        Map.entry("allocstall_dma32", 0L),
                        Map.entry("pgfree", 12L));
        assertThat(vmstat.value("pgfree")).hasValue(12);
        assertThat(vmstat.value("pgnone")).isEmpty();
    }

    @Test
    void readsA61Kernel() throws IOException {
        Vmstat vmstat = Vmstat.parse("v", ProcFixtures.text("6.1/vmstat"));

        assertThat(vmstat.values()).hasSize(173);
        assertThat(vmstat.value("nr_free_pages")).hasValue(909069);
        assertThat(vmstat.values().keySet()).last().isEqualTo("nr_unstable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pgfree",
                "pgfree -1",
                "pgfree 1 2",
                "pgfree 99999999999999999999",
                "1 2",
                "pgalloc 5",
                "",
                "\u0000\u0001 1"
            })
    void damageNamesTheLine(String line) {
        assertThatThrownBy(() -> Vmstat.parse("vmstat.before", "pgalloc 1\n" + line + "\n"))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith("vmstat.before:2: ");
    }

    @Test
    void anEmptyTextIsAnError() {
        assertThatThrownBy(() -> Vmstat.parse("v", ""))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("empty");
    }
}
