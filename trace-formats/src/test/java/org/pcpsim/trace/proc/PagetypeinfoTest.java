package org.pcpsim.trace.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.proc.Pagetypeinfo.Blocks;
import org.pcpsim.trace.proc.Pagetypeinfo.Count;
import org.pcpsim.trace.proc.Pagetypeinfo.FreeChunks;
import org.pcpsim.trace.proc.Pagetypeinfo.TypeBlocks;

class PagetypeinfoTest {
    private static final String SMALL = """
            Page block order: 9
            Pages per block:  512

            Free pages count per migrate type at order       0      1      2      3      4      5      6      7      8      9     10\s
            Node    0, zone   Normal, type    Unmovable      1      0      0      0      0      0      0      0      0      0      0\s
            Node    0, zone   Normal, type      Movable >100000     49     37     27     29     19     27     21     24     12    391\s

            Number of blocks type     Unmovable      Movable\s
            Node 0, zone   Normal          159          861\s
            """;

    @Test
    void readsFreeListsByType() throws IOException {
        Pagetypeinfo info = Pagetypeinfo.parse("p", ProcFixtures.text("6.12/pagetypeinfo"));

        assertThat(info.pageblockOrder()).isEqualTo(9);
        assertThat(info.free()).hasSize(15);
        FreeChunks movable = info.free().get(11);
        assertThat(movable.node()).isZero();
        assertThat(movable.zone()).isEqualTo("Normal");
        assertThat(movable.type()).isEqualTo("Movable");
        assertThat(movable.counts())
                .extracting(Count::chunks)
                .containsExactly(62L, 49L, 37L, 27L, 29L, 19L, 27L, 21L, 24L, 12L, 391L);
    }

    @Test
    void readsBlocksByType() throws IOException {
        Pagetypeinfo info = Pagetypeinfo.parse("p", ProcFixtures.text("6.12/pagetypeinfo"));

        assertThat(info.blocks().get(2))
                .isEqualTo(new Blocks(
                        0,
                        "Normal",
                        java.util.List.of(
                                new TypeBlocks("Unmovable", 159),
                                new TypeBlocks("Movable", 861),
                                new TypeBlocks("Reclaimable", 4),
                                new TypeBlocks("HighAtomic", 0),
                                new TypeBlocks("Isolate", 0))));
    }

    @Test
    void readsThePartsOfEveryNode() throws IOException {
        Pagetypeinfo info = Pagetypeinfo.parse("p", ProcFixtures.text("6.1/pagetypeinfo"));

        assertThat(info.blocks()).extracting(Blocks::node).containsExactly(0, 0, 1);
        assertThat(info.blocks().get(2).byType().get(2)).isEqualTo(new TypeBlocks("Reclaimable", 10));
        assertThat(info.free()).hasSize(15);
    }

    @Test
    void keepsThatTheKernelStoppedCounting() throws TraceException {
        FreeChunks movable = Pagetypeinfo.parse("p", SMALL).free().get(1);

        assertThat(movable.counts().get(0)).isEqualTo(new Count(100_000, true));
        assertThat(movable.counts().get(1)).isEqualTo(new Count(49, false));
    }

    @Test
    void damageNamesTheLine() {
        assertDamage(SMALL.replace("    391 ", ""), ":6: ", "11 counts");
        assertDamage(SMALL.replace("391", "-391"), ":6: ", "'-391'");
        assertDamage(SMALL.replace(">100000", ">>100000"), ":6: ", "'>100000'");
        assertDamage(SMALL.replace("391", "99999999999999999999"), ":6: ", "'99999999999999999999'");
        assertDamage(SMALL.replace("          861", ""), ":9: ", "2 counts, one a type");
        assertDamage(SMALL.replace("order: 9", "order: 99"), ":1: ", "'99'");
        assertDamage(SMALL.replace("512", "511"), ":2: ", "2^order");
        assertDamage(SMALL.replace("9     10 ", "9     11 "), ":4: ", "orders 0 to 10");
        assertDamage(SMALL.replace("type      Movable", "Movable"), ":6: ", "type NAME");
        assertDamage("Node 0, zone DMA 1 2\n", ":1: ", "a title");
        assertDamage("Number of blocks type Movable\n", ":1: ", "'Page block order: N' first");
        assertDamage(SMALL.replaceFirst("Page block order: 9\n", ""), ":1: ", "2^order");
    }

    @Test
    void aMissingPartIsNamed() {
        assertDamage(SMALL.substring(0, SMALL.indexOf("Number")), "p: ", "number of blocks of node 0, zone Normal");
        assertDamage(SMALL.substring(0, SMALL.indexOf("Free")), "p: ", "'Number of blocks type'");
        assertDamage("", "p: ", "is empty");
    }

    private static void assertDamage(String text, String place, String found) {
        assertThatThrownBy(() -> Pagetypeinfo.parse("p", text))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining(place)
                .hasMessageContaining(found);
    }
}
