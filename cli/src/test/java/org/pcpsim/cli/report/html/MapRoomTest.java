package org.pcpsim.cli.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.pcpsim.cli.blockmap.MapFile;
import org.pcpsim.cli.blockmap.MapReader;
import org.pcpsim.cli.blockmap.MapWriter;
import org.pcpsim.result.BlockMap;
import org.pcpsim.result.BlockMap.MapZone;

/** A map too large for its page loses intervals, never blocks, and says so. */
class MapRoomTest {

    /** Two groups; the type of each cell is its number, the others twice and three times that. */
    private static BlockMap map(int intervals) {
        int cells = 2 * intervals;
        byte[] type = new byte[cells];
        byte[] two = new byte[2 * cells];
        for (int i = 0; i < cells; i++) {
            type[i] = (byte) (i % 4);
            two[2 * i] = (byte) i;
        }
        List<MapZone> zones = List.of(new MapZone(0, "Normal", 0, 1024, 2));
        return new BlockMap(
                "ns",
                5,
                10,
                intervals,
                5 + 10L * intervals - 1,
                OptionalLong.empty(),
                1,
                zones,
                2,
                2,
                type,
                two,
                two,
                two);
    }

    @Test
    void eachTwoIntervalsBecomeOneAsItStoodAtTheEnd() {
        BlockMap half = MapRoom.halved(map(5));
        assertThat(half.intervals()).isEqualTo(3);
        assertThat(half.length()).isEqualTo(20);
        assertThat(half.asked()).hasValue(10);
        // Cells 1, 3 and 4 of the first group, 6, 8 and 9 of the second; the last interval stands alone.
        assertThat(half.type()).containsExactly(1, 3, 0, 2, 0, 1);
        assertThat(half.owner()).containsExactly(1, 0, 3, 0, 4, 0, 6, 0, 8, 0, 9, 0);
        assertThat(half.free(5)).isEqualTo(9);
    }

    @Test
    void intervalsAreMergedUntilThereIsRoom() throws IOException {
        MapFile file = new MapFile("1.0", "0".repeat(64), List.of(new MapFile.ModelMap("a", map(64))));
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        new MapWriter().add("a", map(64)).write("1.0", file.trace(), whole);
        byte[] content = MapRoom.fitting(file, whole.size() - 60);
        assertThat(content.length).isLessThanOrEqualTo(whole.size() - 60);
        MapFile read = MapReader.read("x", new ByteArrayInputStream(content));
        BlockMap kept = read.models().get(0).map();
        assertThat(kept.intervals()).isLessThan(64);
        assertThat(kept.asked()).hasValue(10);
        assertThat(kept.length()).isEqualTo(10L * 64 / kept.intervals());
    }

    @Test
    void oneIntervalIsLeftHoweverSmallTheRoom() throws IOException {
        MapFile file = new MapFile("1.0", "0".repeat(64), List.of(new MapFile.ModelMap("a", map(64))));
        MapFile read = MapReader.read("x", new ByteArrayInputStream(MapRoom.fitting(file, 1)));
        assertThat(read.models().get(0).map().intervals()).isEqualTo(1);
    }
}
