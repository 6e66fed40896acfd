package org.pcpsim.trace.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pcpsim.trace.TraceException;

class BuddyinfoTest {
    private static final String LINE = "Node 1, zone   Normal      2     20     59     56     47     50     41     29"
            + "     20     15    439 \n";

    @Test
    void readsNodeZoneAndFreeChunksByOrder() throws TraceException {
        Buddyinfo.Zone zone = Buddyinfo.parse("b", LINE).zones().get(0);

        assertThat(zone.node()).isEqualTo(1);
        assertThat(zone.name()).isEqualTo("Normal");
        assertThat(zone.freeChunks()).containsExactly(2L, 20L, 59L, 56L, 47L, 50L, 41L, 29L, 20L, 15L, 439L);
    }

    @Test
    void addsUpFreePages() throws TraceException {
        // 2·1 + 20·2 + 59·4 + 56·8 + 47·16 + 50·32 + 41·64 + 29·128 + 20·256 + 15·512 + 439·1024
        assertThat(Buddyinfo.parse("b", LINE).zones().get(0).freePages())
                .isEqualTo(2 + 40 + 236 + 448 + 752 + 1600 + 2624 + 3712 + 5120 + 7680 + 449536);
    }

    @Test
    void agreesWithZoneinfoOfTheSameQuietMachine() throws IOException {
        Buddyinfo buddyinfo = Buddyinfo.parse("b", ProcFixtures.text("6.12/buddyinfo"));
        Zoneinfo zoneinfo = Zoneinfo.parse("z", ProcFixtures.text("6.12/zoneinfo"));

        for (int i = 0; i < 3; i++) {
            assertThat(buddyinfo.zones().get(i).freePages())
                    .isEqualTo(zoneinfo.zones().get(i).free());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Node 0, zone DMA 0 0 0 0 0 0 0 1 0 1 | 11 counts",
                "Node 0, zone DMA 0 0 0 0 0 0 0 1 0 1 3 4 | 11 counts",
                "Node 0, zone DMA 0 0 0 0 0 0 0 -1 0 1 3 | '-1', expected a number from 0",
                "Node 0, zone DMA 0 0 0 0 0 0 0 99999999999999999999 0 1 3 | '99999999999999999999'",
                "Node 0, zone DMA 0 0 0 0 0 0 0 9223372036854775807 0 1 3 | '9223372036854775807'",
                "Node 0, zone DMA 0 0 0 0 0 0 0 >100000 0 1 3 | '>100000'",
                "Node 0, zone | 'Node N, zone NAME'",
                "Node -1, zone DMA 0 0 0 0 0 0 0 1 0 1 3 | 'Node N, zone NAME'",
                "\u0001\u0002 | 'Node N, zone NAME'",
            })
    void damageNamesTheLine(String line, String found) {
        assertThatThrownBy(() -> Buddyinfo.parse("buddyinfo.after", LINE + line))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith("buddyinfo.after:2: ")
                .hasMessageContaining(found);
    }

    @Test
    void anEmptyTextIsAnError() {
        assertThatThrownBy(() -> Buddyinfo.parse("b", ""))
                .isInstanceOf(TraceException.class)
                .hasMessage("b: is empty, expected one line a zone");
    }
}
