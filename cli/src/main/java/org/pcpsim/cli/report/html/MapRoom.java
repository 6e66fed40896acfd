package org.pcpsim.cli.report.html;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.pcpsim.cli.blockmap.MapFile;
import org.pcpsim.cli.blockmap.MapWriter;
import org.pcpsim.result.BlockMap;

/** Makes a map smaller: each two intervals become one of twice the length, as things stood at the end of it. */
final class MapRoom {
    private MapRoom() {}

    /** The map in so many bytes at most, with as many intervals as find room. */
    static byte[] fitting(MapFile file, int room) throws IOException {
        MapFile smaller = file;
        byte[] content;
        do {
            smaller = halved(smaller);
            content = content(smaller);
        } while (content.length > room
                && smaller.models().stream().anyMatch(model -> model.map().intervals() > 1));
        return content;
    }

    private static byte[] content(MapFile file) throws IOException {
        MapWriter writer = new MapWriter();
        file.models().forEach(model -> writer.add(model.name(), model.map()));
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        writer.write(file.version(), file.trace(), content);
        return content.toByteArray();
    }

    private static MapFile halved(MapFile file) {
        List<MapFile.ModelMap> models = new ArrayList<>();
        file.models().forEach(model -> models.add(new MapFile.ModelMap(model.name(), halved(model.map()))));
        return new MapFile(file.version(), file.trace(), models);
    }

    static BlockMap halved(BlockMap map) {
        if (map.intervals() == 1) {
            return map;
        }
        return new BlockMap(
                map.unit(),
                map.start(),
                2 * map.length(),
                (map.intervals() + 1) / 2,
                map.end(),
                OptionalLong.of(map.asked().orElse(map.length())),
                map.blocksEach(),
                map.zones(),
                map.groups(),
                map.pageBytes(),
                halved(map, map.type(), 1),
                halved(map, map.owner(), Short.BYTES),
                halved(map, map.free(), map.pageBytes()),
                halved(map, map.pcp(), map.pageBytes()));
    }

    /** The last interval may stand alone. */
    private static byte[] halved(BlockMap map, byte[] column, int bytes) {
        int half = (map.intervals() + 1) / 2;
        byte[] kept = new byte[map.groups() * half * bytes];
        for (int group = 0; group < map.groups(); group++) {
            for (int i = 0; i < half; i++) {
                int from = group * map.intervals() + Math.min(2 * i + 1, map.intervals() - 1);
                System.arraycopy(column, from * bytes, kept, (group * half + i) * bytes, bytes);
            }
        }
        return kept;
    }
}
