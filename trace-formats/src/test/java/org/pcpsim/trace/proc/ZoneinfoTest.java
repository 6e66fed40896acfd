package org.pcpsim.trace.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.proc.Zoneinfo.Pageset;
import org.pcpsim.trace.proc.Zoneinfo.Zone;

class ZoneinfoTest {
    private static final String SMALL = """
            Node 0, zone   Normal
              per-node stats
                  nr_inactive_anon 7
              pages free     100
                    min      10
                    low      12
                    high     15
                    spanned  4096
                    present  2048
                    managed  2000
                    protection: (0, 5)
                  nr_free_pages 100
              pagesets
                cpu: 0
                          count: 3
                          high:  6
                          batch: 1
              vm stats threshold: 8
              node_unreclaimable:  0
              start_pfn:           512
            Node 0, zone  Movable
              pages free     0
                    min      0
                    low      0
                    high     0
                    spanned  0
                    present  0
                    managed  0
                    protection: (0, 0)
            """;

    private static Zoneinfo fixture(String kernel) throws IOException {
        return Zoneinfo.parse(kernel, ProcFixtures.text(kernel + "/zoneinfo"));
    }

    @Test
    void readsMarksAndSizesOfA612Kernel() throws IOException {
        Zoneinfo zoneinfo = fixture("6.12");

        assertThat(zoneinfo.zones())
                .extracting(Zone::name)
                .containsExactly("DMA", "DMA32", "Normal", "Movable", "Device");
        Zone dma = zoneinfo.zones().get(0);
        assertThat(dma.free()).isEqualTo(3712);
        assertThat(dma.min()).isEqualTo(64);
        assertThat(dma.low()).isEqualTo(80);
        assertThat(dma.high()).isEqualTo(96);
        assertThat(dma.boost()).isZero();
        assertThat(dma.spanned()).isEqualTo(4095);
        assertThat(dma.present()).isEqualTo(3998);
        assertThat(dma.managed()).isEqualTo(3840);
        assertThat(dma.protection()).containsExactly(0L, 1922L, 3896L, 3896L, 3896L);
        assertThat(dma.startPfn()).isEqualTo(1);
        assertThat(dma.pagesets()).hasSize(8);
    }

    @Test
    void readsPagesetsWithoutHighMinAndHighMax() throws IOException {
        Zone normal = fixture("6.12").zones().get(2);

        assertThat(normal.startPfn()).isEqualTo(1048576);
        assertThat(normal.pagesets().get(3))
                .isEqualTo(new Pageset(3, 3922, 7899, 63, OptionalInt.empty(), OptionalInt.empty()));
    }

    @Test
    void readsPagesetsWithHighMinAndHighMax() throws IOException {
        Zone normal = fixture("6.18").zones().get(2);

        assertThat(normal.managed()).isEqualTo(5394266);
        assertThat(normal.pagesets())
                .containsExactly(
                        new Pageset(0, 10702, 51220, 63, OptionalInt.of(10081), OptionalInt.of(337141)),
                        new Pageset(1, 10283, 48511, 63, OptionalInt.of(10081), OptionalInt.of(337141)));
    }

    @Test
    void readsA61KernelOfTwoNodesWithEmptyZones() throws IOException {
        Zoneinfo zoneinfo = fixture("6.1");

        assertThat(zoneinfo.zones()).hasSize(10);
        Zone dma32 = zoneinfo.zones().get(1);
        assertThat(dma32.pagesets().get(6).high()).isEqualTo(2539);
        assertThat(dma32.pagesets().get(6).count()).isEqualTo(23);
        Zone emptyNormal = zoneinfo.zones().get(2);
        assertThat(emptyNormal.node()).isZero();
        assertThat(emptyNormal.present()).isZero();
        assertThat(emptyNormal.pagesets()).isEmpty();
        assertThat(emptyNormal.startPfn()).isZero();
        Zone node1 = zoneinfo.zones().get(7);
        assertThat(node1.node()).isEqualTo(1);
        assertThat(node1.name()).isEqualTo("Normal");
        assertThat(node1.free()).isEqualTo(471750);
        assertThat(node1.min()).isEqualTo(8703);
    }

    @Test
    void takesBoostAsZeroWhereTheKernelPrintsNone() throws TraceException {
        Zoneinfo zoneinfo = Zoneinfo.parse("z", SMALL);

        assertThat(zoneinfo.zones().get(0).boost()).isZero();
        assertThat(zoneinfo.zones()).hasSize(2);
        assertThat(zoneinfo.zones().get(0).pagesets())
                .containsExactly(new Pageset(0, 3, 6, 1, OptionalInt.empty(), OptionalInt.empty()));
    }

    @Test
    void takesTheBoostOffTheMarksThatArePrintedWithIt() throws TraceException {
        Zoneinfo zoneinfo = Zoneinfo.parse("z", SMALL.replaceFirst("100\n", "100\n        boost    7\n"));

        Zoneinfo.Zone zone = zoneinfo.zones().get(0);
        assertThat(zone.boost()).isEqualTo(7);
        // Printed 10, 12 and 15.
        assertThat(List.of(zone.min(), zone.low(), zone.high())).containsExactly(3L, 5L, 8L);
    }

    @Test
    void aBoostThatIsMoreThanAMarkIsAnError() {
        String text = SMALL.replaceFirst("100\n", "100\n        boost    11\n");

        assertThatThrownBy(() -> Zoneinfo.parse("zoneinfo.before", text))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("zoneinfo.before")
                .hasMessageContaining("boost");
    }

    @Test
    void aTextCutInAPagesetNamesWhatIsMissing() {
        String cut = SMALL.substring(0, SMALL.indexOf("batch"));

        assertThatThrownBy(() -> Zoneinfo.parse("zoneinfo.before", cut.stripTrailing()))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("zoneinfo.before")
                .hasMessageContaining("'batch:' of CPU 0 in node 0, zone Normal");
    }

    @Test
    void everyCutOfAPopulatedZoneIsAnError() {
        int end = SMALL.indexOf("start_pfn:");
        for (int cut = 0; cut < end; cut++) {
            String text = SMALL.substring(0, cut);
            assertThatThrownBy(() -> Zoneinfo.parse("z", text))
                    .as("cut after %s characters", cut)
                    .isInstanceOf(TraceException.class)
                    .hasMessageStartingWith("z:");
        }
    }

    @Test
    void numbersThatAreNoPageCountNameTheLine() {
        for (String number : new String[] {"-100", "99999999999999999999999999", "0x64", "1e3", "4503599627370497"}) {
            assertThatThrownBy(() -> Zoneinfo.parse("z", SMALL.replace("free     100", "free     " + number)))
                    .isInstanceOf(TraceException.class)
                    .hasMessageStartingWith("z:4: found '" + number + "', expected a number from 0 to");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "pages free 1\n",
                "garbage\n",
                "Node x, zone Normal\n",
                "Node 9999, zone Normal\n",
                "Node 0\n",
                "Node 0, zone Normal\n\u0000\u0001\u0002\n",
                "Node 0, zone Normal\n  cpu: 0\n"
            })
    void garbageIsAnError(String text) {
        assertThatThrownBy(() -> Zoneinfo.parse("z", text)).isInstanceOf(TraceException.class);
    }

    @Test
    void repeatedZonesFiguresAndCpusAreErrors() {
        assertThatThrownBy(() -> Zoneinfo.parse("z", SMALL + SMALL)).hasMessageContaining("each zone once");
        assertThatThrownBy(() -> Zoneinfo.parse("z", SMALL.replaceFirst("min +10", "low      10")))
                .hasMessageContaining("each figure of a zone once");
        assertThatThrownBy(() -> Zoneinfo.parse("z", SMALL.replaceFirst("high:  6", "count: 6")))
                .hasMessageContaining("each figure of a page set once");
        String pageset = SMALL.substring(SMALL.indexOf("    cpu: 0"), SMALL.indexOf("  vm stats"));
        assertThatThrownBy(() -> Zoneinfo.parse("z", SMALL.replace(pageset, pageset + pageset)))
                .hasMessageContaining("CPUs in rising order");
    }

    @Test
    void aLineOfMillionsOfBlanksIsRefusedInLinearTime() {
        String line = "a" + " ".repeat(4_000_000) + "b c d e";

        assertThatThrownBy(() -> Zoneinfo.parse("z", "Node 0, zone Normal\n" + line))
                .isInstanceOf(TraceException.class);
    }
}
