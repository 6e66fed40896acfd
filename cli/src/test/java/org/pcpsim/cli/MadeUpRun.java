package org.pcpsim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * A result with series, distributions and a map, in the forms that docs/formats.md names, of a run that never was: its
 * numbers come from a simple rule, so that a test knows what a picture of them has to show.
 */
final class MadeUpRun {
    private static final ObjectMapper JSON = new ObjectMapper();
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
        result.putObject("trace").put("path", models[0]).put("sha256", "00").put("allocs", 5);
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
        ByteArrayOutputStream columns = new ByteArrayOutputStream();
        ObjectNode head = JSON.createObjectNode().put("schema", "pcpsim.map/1");
        ArrayNode list = head.putArray("models");
        for (int model = 0; model < models.length; model++) {
            ObjectNode one = list.addObject()
                    .put("name", models[model])
                    .put("unit", "ns")
                    .put("start", 0)
                    .put("length", LENGTH)
                    .put("intervals", intervals)
                    .put("end", intervals * LENGTH - 5)
                    .put("blocksEach", 1)
                    .put("groups", groups)
                    .put("pageBytes", 2);
            one.putArray("zones")
                    .addObject()
                    .put("node", 0)
                    .put("name", "Normal")
                    .put("startPfn", 1 << 20)
                    .put("endPfn", (1L << 20) + (long) groups * PAGES)
                    .put("groups", groups);
            ObjectNode named = one.putObject("columns");
            column(named, columns, "type", model, 1);
            column(named, columns, "owner", model, 2);
            column(named, columns, "free", model, 2);
            column(named, columns, "pcp", model, 2);
        }
        byte[] json = JSON.writeValueAsBytes(head);
        ByteBuffer file =
                ByteBuffer.allocate(12 + json.length + columns.size() + 4).order(ByteOrder.LITTLE_ENDIAN);
        file.put("PCPSMAP".getBytes(UTF_8))
                .put((byte) 1)
                .putInt(json.length)
                .put(json)
                .put(columns.toByteArray());
        CRC32 sum = new CRC32();
        sum.update(file.array(), 0, file.position());
        return file.putInt((int) sum.getValue()).array();
    }

    private void column(ObjectNode named, ByteArrayOutputStream out, String name, int model, int bytes)
            throws IOException {
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
        int offset = out.size();
        Deflater raw = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(out, raw)) {
            deflated.write(cells.array());
        } finally {
            raw.end();
        }
        named.putObject(name)
                .put("offset", offset)
                .put("bytes", out.size() - offset)
                .put("rawBytes", cells.capacity());
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
