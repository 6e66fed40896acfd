package org.pcpsim.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.pcpsim.cli.blockmap.MapWriter;
import org.pcpsim.result.BlockMap;
import org.pcpsim.result.BlockMap.MapZone;

/**
 * A result with series, distributions and a map, in the forms that docs/formats.md names, of a run that never was: its
 * numbers come from a simple rule, so that a test knows what a picture of them has to show.
 */
final class MadeUpRun {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DIGEST = "0".repeat(64);
    private static final int PAGES = 512;
    private static final long LENGTH = 1_000_000;

    private final String[] models;
    private final int groups;
    private final int intervals;

    MadeUpRun(int groups, int intervals, String... models) {
        this.groups = groups;
        this.intervals = intervals;
        this.models = models.clone();
    }

    /** Holds of zone->lock of a model in an interval. */
    static long taken(int model, int interval) {
        return (interval * 7L + 3) % 11 * (model + 1);
    }

    /** Pages on the zone's free lists of a group in an interval; the higher half of memory is never used. */
    int free(int model, int group, int interval) {
        return group >= groups / 2 ? PAGES : (group * 31 + interval * 17 * (model + 1)) % PAGES;
    }

    /** CPU that owns a group plus one; the first model owns nothing. */
    int owner(int model, int group, int interval) {
        return model == 0 || group >= groups / 2 ? 0 : (group / 3 + interval / 40) % 33;
    }

    /** Writes result.json and run.map into a folder and gives the path of the first. */
    Path write(Path folder) throws IOException {
        byte[] map = map();
        Files.write(folder.resolve("run.map"), map);
        ObjectNode result = JSON.createObjectNode()
                .put("schema", "pcpsim.result/1")
                .put("pcpsim", "1.0")
                .put("seed", 1)
                .put("order", "trace")
                .put("initial", "aged");
        result.putArray("command").add("replay").add(models[0]);
        result.putObject("trace").put("path", models[0]).put("sha256", DIGEST).put("allocs", 5);
        result.putObject("machine").put("cpus", 4).put("nodes", 1).put("memoryBytes", groups * 2L << 20);
        result.putObject("map").put("file", "run.map").put("sha256", digest(map));
        ArrayNode list = result.putArray("models");
        for (int model = 0; model < models.length; model++) {
            long sum = 0;
            for (int i = 0; i < intervals; i++) {
                sum += taken(model, i);
            }
            ObjectNode one = list.addObject().put("name", models[model]);
            one.putObject("params");
            one.putObject("zoneLock").put("acquisitions", sum).put("holdNs", 100 * sum);
            distribution(one.putObject("distributions").putObject("zoneLockHoldNs"), sum);
            series(one.putObject("series"), model);
        }
        Path file = folder.resolve("result.json");
        Files.writeString(file, JSON.writeValueAsString(result));
        return file;
    }

    private static void distribution(ObjectNode hold, long sum) {
        hold.putArray("fromNs").add(40).add(128).add(1024);
        hold.putArray("toNs").add(44).add(144).add(1152);
        hold.putArray("count").add(sum - 2).add(1).add(1);
    }

    private void series(ObjectNode series, int model) {
        series.put("unit", "ns").put("start", 0).put("length", LENGTH).put("intervals", intervals);
        series.put("end", intervals * LENGTH - 5).put("cpusEach", 1);
        ArrayNode taken = series.putObject("zoneLock").putArray("acquisitions");
        ArrayNode rows = series.putObject("pcp").putArray("pagesByCpu");
        ArrayNode free = series.putObject("blocks").putArray("free");
        for (int cpu = 0; cpu < 4; cpu++) {
            rows.addArray();
        }
        for (int i = 0; i < intervals; i++) {
            taken.add(taken(model, i));
            free.add(1000 + i % 50 * (model + 1));
            for (int cpu = 0; cpu < 4; cpu++) {
                ((ArrayNode) rows.get(cpu)).add(i * (cpu + 1) % 97);
            }
        }
    }

    private byte[] map() throws IOException {
        MapWriter writer = new MapWriter();
        List<MapZone> zones = List.of(new MapZone(0, "Normal", 1 << 20, (1L << 20) + (long) groups * PAGES, groups));
        for (int model = 0; model < models.length; model++) {
            writer.add(
                    models[model],
                    new BlockMap(
                            "ns",
                            0,
                            LENGTH,
                            intervals,
                            intervals * LENGTH - 5,
                            OptionalLong.empty(),
                            1,
                            zones,
                            groups,
                            Short.BYTES,
                            column("type", model, 1),
                            column("owner", model, Short.BYTES),
                            column("free", model, Short.BYTES),
                            column("pcp", model, Short.BYTES)));
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        writer.write("1.0", DIGEST, file);
        return file.toByteArray();
    }

    private byte[] column(String name, int model, int bytes) {
        ByteBuffer cells = ByteBuffer.allocate(groups * intervals * bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int group = 0; group < groups; group++) {
            for (int i = 0; i < intervals; i++) {
                switch (name) {
                    case "type" -> cells.put((byte) (group % 3));
                    case "owner" -> cells.putShort((short) owner(model, group, i));
                    case "free" -> cells.putShort((short) free(model, group, i));
                    default -> cells.putShort((short) ((PAGES - free(model, group, i)) / 4));
                }
            }
        }
        return cells.array();
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
