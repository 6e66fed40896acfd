package org.pcpsim.cli.blockmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pcpsim.random.SplitMix64;
import org.pcpsim.result.BlockMap;
import org.pcpsim.result.BlockMap.MapZone;
import org.pcpsim.trace.TraceException;

/** Map files: written and read, one of version 1 that another program wrote from the documentation, and damaged ones. */
class MapFileTest {
    private static final int START = 12;

    private static byte[] golden() throws IOException {
        try (InputStream in = MapFileTest.class.getResourceAsStream("version-1.map")) {
            return in.readAllBytes();
        }
    }

    private static MapFile read(byte[] file) throws IOException {
        return MapReader.read("some.map", new ByteArrayInputStream(file));
    }

    @Test
    void aFileOfVersion1IsReadAsTheDocumentationSays() throws IOException {
        MapFile file = read(golden());

        assertThat(file.version()).isEqualTo("1.0");
        assertThat(file.trace()).isEqualTo("abc");
        assertThat(file.models()).hasSize(1);
        assertThat(file.models().get(0).name()).isEqualTo("baseline");
        BlockMap map = file.models().get(0).map();
        assertThat(List.of(map.start(), map.length(), map.end())).containsExactly(5L, 2000L, 4100L);
        assertThat(List.of(map.intervals(), map.groups(), map.blocksEach())).containsExactly(3, 2, 2);
        assertThat(map.asked()).isEqualTo(OptionalLong.of(1000));
        MapZone zone = new MapZone(0, "DMA", 100, 2048, 2);
        assertThat(map.zones()).containsExactly(zone);
        assertThat(map.pages(zone, 0)).isEqualTo(924);
        assertThat(map.pages(zone, 1)).isEqualTo(1024);
        long[][] cells = new long[6][];
        for (int cell = 0; cell < 6; cell++) {
            cells[cell] = new long[] {map.type(cell), map.owner(cell), map.free(cell), map.pcp(cell)};
        }
        assertThat(cells).isDeepEqualTo(new long[][] {
            {1, 0, 924, 0}, {1, 1, 412, 512}, {0, 1, 400, 500}, {2, 0, 1024, 0}, {2, 0, 1000, 24}, {3, 8192, 0, 1}
        });
    }

    /** Two zones of 3 and 2 groups of blocks, as many intervals as asked for. */
    private static BlockMap random(SplitMix64 random, int intervals, int each) {
        List<MapZone> zones = List.of(
                new MapZone(0, "DMA", 1, 3L * each * 512, 3),
                new MapZone(1, "Normal", 4096L * each, 4096L * each + 2L * each * 512 - 7, 2));
        int pageBytes = each * 512 > 65_535 ? 4 : 2;
        byte[] type = new byte[5 * intervals];
        byte[] owner = new byte[type.length * 2];
        ByteBuffer free = ByteBuffer.allocate(type.length * pageBytes).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer pcp = ByteBuffer.allocate(type.length * pageBytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int cell = 0; cell < type.length; cell++) {
            type[cell] = (byte) random.nextInt(4);
            owner[2 * cell] = (byte) random.nextInt(256);
            put(free, pageBytes, random.nextInt(each * 256 - 10));
            put(pcp, pageBytes, random.nextInt(each * 256 - 10));
        }
        return new BlockMap(
                "operations",
                0,
                10,
                intervals,
                10L * intervals - 1,
                OptionalLong.empty(),
                each,
                zones,
                5,
                pageBytes,
                type,
                owner,
                free.array(),
                pcp.array());
    }

    private static void put(ByteBuffer to, int bytes, int number) {
        if (bytes == 2) {
            to.putShort((short) number);
        } else {
            to.putInt(number);
        }
    }

    private static byte[] written(BlockMap... maps) throws IOException {
        MapWriter writer = new MapWriter();
        for (int i = 0; i < maps.length; i++) {
            writer.add("model-" + i, maps[i]);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write("2.0", "0123", out);
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "64, 1", "7, 4", "64, 128", "200, 256"})
    void whatIsWrittenIsRead(int intervals, int each) throws IOException {
        SplitMix64 random = new SplitMix64(intervals);
        BlockMap[] maps = {random(random, intervals, each), random(random, intervals + 1, each)};
        MapFile file = read(written(maps));

        assertThat(file.version()).isEqualTo("2.0");
        assertThat(file.trace()).isEqualTo("0123");
        for (int i = 0; i < maps.length; i++) {
            assertThat(file.models().get(i).name()).isEqualTo("model-" + i);
            assertThat(file.models().get(i).map()).usingRecursiveComparison().isEqualTo(maps[i]);
        }
    }

    @Test
    void aRunOfWhichEveryModelFailedHasAMapOfNone() throws IOException {
        assertThat(read(written()).models()).isEmpty();
    }

    @Test
    void aFileThatEndsEarlyIsRefused() throws IOException {
        byte[] file = golden();
        for (int length = 0; length < file.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(file, length);
            assertThatThrownBy(() -> read(cut))
                    .as("%d bytes", length)
                    .isInstanceOf(TraceException.class)
                    .hasMessageStartingWith("some.map");
        }
    }

    @Test
    void aFileOfWhichOneByteIsWrongIsRefused() throws IOException {
        byte[] file = golden();
        for (int at = 0; at < file.length; at++) {
            for (int bit : new int[] {1, 0x80}) {
                byte[] wrong = file.clone();
                wrong[at] ^= (byte) bit;
                assertThatThrownBy(() -> read(wrong)).as("byte %d", at).isInstanceOf(TraceException.class);
            }
        }
    }

    @Test
    void errorsSayWhatWasFound() throws IOException {
        byte[] file = golden();
        byte[] longer = java.util.Arrays.copyOf(file, file.length + 1);
        assertThatThrownBy(() -> read(longer))
                .hasMessage("some.map: byte " + file.length + ": found 'more bytes', expected the end of the file");
        byte[] later = file.clone();
        later[7] = 2;
        assertThatThrownBy(() -> read(later)).hasMessage("some.map: byte 0: found 'version 2', expected version 1");
        assertThatThrownBy(() -> read("{\"schema\": \"pcpsim.result/1\"}".getBytes(StandardCharsets.UTF_8)))
                .hasMessage("some.map: byte 0: found '{\"schema', expected PCPSMAP, the begin of a map of pageblocks");
        byte[] large = file.clone();
        large[11] = 0x7f;
        assertThatThrownBy(() -> read(large))
                .hasMessageContaining("byte 8: found '2130706")
                .hasMessageContaining("2 to 1048576");
    }

    /** The golden file with its head changed and its checksum right again. */
    private static byte[] withHead(String found, String replacement) throws IOException {
        byte[] file = golden();
        int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(8);
        String head = new String(file, START, length, StandardCharsets.UTF_8);
        assertThat(head).contains(found);
        byte[] changed = head.replace(found, replacement).getBytes(StandardCharsets.UTF_8);
        ByteBuffer whole = ByteBuffer.allocate(file.length - length + changed.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(file, 0, 8)
                .putInt(changed.length)
                .put(changed)
                .put(file, START + length, file.length - START - length - 4);
        CRC32 crc = new CRC32();
        crc.update(whole.array(), 0, whole.position());
        return whole.putInt((int) crc.getValue()).array();
    }

    @Test
    void unknownFieldsOfTheHeadArePassedOver() throws IOException {
        assertThat(read(withHead("\"name\": \"baseline\"", "\"later\": [1], \"name\": \"baseline\""))
                        .models())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            "schema": "pcpsim.map/1"   | "schema": "pcpsim.map/2"  | expected schema
            "schema": "pcpsim.map/1",  | ''                        | lacks 'schema'
            "models": [                | "models": 1, "x-m": [     | expected 'models', an array
            "name": "baseline",        | ''                        | lacks 'name'
            "unit": "ns"               | "unit": "days"            | found unit 'days'
            "length": 2000             | "length": 0               | found 3 intervals of 0
            "length": 2000             | "length": 9223372036854775807 | found end
            "intervals": 3             | "intervals": 4            | found end
            "intervals": 3             | "intervals": 0            | found 0 intervals
            "intervals": 3             | "intervals": 3000000000   | cells
            "intervals": 3             | "intervals": -1           | -1
            "end": 4100                | "end": 4                  | found end 4
            "end": 4100                | "end": 9223372036854775807 | found end
            "asked": 1000              | "asked": 2000             | found asked
            "asked": 1000              | "asked": 0                | found asked
            "blocksEach": 2            | "blocksEach": 3           | expected a power of two
            "blocksEach": 2            | "blocksEach": 0           | expected a power of two
            "blocksEach": 2            | "blocksEach": 1           | found 2 groups of zone DMA, expected 4
            "blocksEach": 2            | "blocksEach": 4611686018427387904 | expected a power of two
            "startPfn": 100            | "startPfn": 2048          | found a zone from pfn 2048 to 2048
            "endPfn": 2048             | "endPfn": 1099511627776   | groups of zone DMA
            "groups": 2}]              | "groups": 1}]             | groups of zone DMA
            "groups": 2, "pageBytes"   | "groups": 3, "pageBytes"  | found 3 groups, expected 2
            "groups": 2, "pageBytes"   | "groups": 4000000, "pageBytes" | cells
            "pageBytes": 2             | "pageBytes": 3            | expected 2 or 4
            "pageBytes": 2             | "pageBytes": 4            | rawBytes
            "rawBytes": 6              | "rawBytes": 7             | found 7 rawBytes of column 'type', expected 6
            "offset": 0                | "offset": 1               | at 1, expected 0
            "offset": 0                | "offset": -1              | -1
            "offset": 0,               | ''                        | column 'type'
            "type":                    | "typo":                   | lacks column 'type'
            "columns": {               | "columns": [], "x-c": {   | expected columns
            """)
    void aHeadThatContradictsItselfIsRefused(String found, String replacement, String message) throws IOException {
        byte[] file = withHead(found, replacement);
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith("some.map")
                .hasMessageContaining(message);
    }

    @Test
    void cellsThatCannotBeAreRefused() throws IOException {
        BlockMap map = random(new SplitMix64(1), 3, 1);
        byte[] type = map.type().clone();
        type[7] = 4;
        assertRefused(map, type, map.owner(), map.free(), "group 2, interval 1: found type 4");
        byte[] owner = map.owner().clone();
        owner[1] = 0x20;
        owner[0] = 1;
        assertRefused(map, map.type(), owner, map.free(), "owner 8193");
        byte[] free = map.free().clone();
        free[0] = 0;
        free[1] = 2;
        // The first block lacks the page before the zone.
        assertRefused(map, map.type(), map.owner(), free, "512 free");
    }

    private static void assertRefused(BlockMap map, byte[] type, byte[] owner, byte[] free, String message)
            throws IOException {
        byte[] file = written(new BlockMap(
                map.unit(),
                map.start(),
                map.length(),
                map.intervals(),
                map.end(),
                map.asked(),
                map.blocksEach(),
                map.zones(),
                map.groups(),
                map.pageBytes(),
                type,
                owner,
                free,
                map.pcp()));
        assertThatThrownBy(() -> read(file)).isInstanceOf(TraceException.class).hasMessageContaining(message);
    }

    @Test
    void moreCellsThanMayBeAreRefusedBeforeAnythingIsUnpacked() throws IOException {
        // Each of 60 models has 70,000 cells, which few bytes make.
        int intervals = 14_000;
        BlockMap empty = new BlockMap(
                "ns",
                0,
                1,
                intervals,
                intervals - 1,
                OptionalLong.empty(),
                1,
                random(new SplitMix64(1), 1, 1).zones(),
                5,
                2,
                new byte[5 * intervals],
                new byte[10 * intervals],
                new byte[10 * intervals],
                new byte[10 * intervals]);
        BlockMap[] maps = new BlockMap[60];
        java.util.Arrays.fill(maps, empty);
        byte[] file = written(maps);
        assertThat(file.length).isLessThan(200_000);
        assertThatThrownBy(() -> read(file)).hasMessageContaining("found 4200000 cells, expected at most 4194304");
    }
}
