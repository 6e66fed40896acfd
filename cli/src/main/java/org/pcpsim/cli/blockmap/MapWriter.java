package org.pcpsim.cli.blockmap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.pcpsim.cli.report.Json;
import org.pcpsim.cli.report.Tree;
import org.pcpsim.result.BlockMap;

/** Writes {@code pcpsim.map/1}: a head in JSON, columns as raw deflate, a checksum. Not thread-safe. */
public final class MapWriter {
    private final ByteArrayOutputStream columns = new ByteArrayOutputStream();
    private final List<Tree> models = new ArrayList<>();

    /** Appends the map of a model. */
    public MapWriter add(String model, BlockMap map) {
        List<Tree> zones = map.zones().stream().map(Tree::of).toList();
        models.add(new Tree()
                .put("name", model)
                .put("unit", map.unit())
                .put("start", map.start())
                .put("length", map.length())
                .put("intervals", map.intervals())
                .put("end", map.end())
                .put("asked", map.asked())
                .put("blocksEach", map.blocksEach())
                .put("zones", zones)
                .put("groups", map.groups())
                .put("pageBytes", map.pageBytes())
                .put(
                        "columns",
                        new Tree()
                                .put("type", column(map.type()))
                                .put("owner", column(map.owner()))
                                .put("free", column(map.free()))
                                .put("pcp", column(map.pcp()))));
        return this;
    }

    private Tree column(byte[] content) {
        int offset = columns.size();
        columns.writeBytes(DeflateWriter.of(content));
        return new Tree()
                .put("offset", offset)
                .put("bytes", columns.size() - offset)
                .put("rawBytes", content.length);
    }

    /**
     * Writes the file.
     *
     * @param version of the program
     * @param trace hash of the trace
     */
    public void write(String version, String trace, OutputStream out) throws IOException {
        byte[] head = Json.line(new Tree()
                        .put("schema", MapFile.SCHEMA)
                        .put("pcpsim", version)
                        .put("trace", new Tree().put("sha256", trace))
                        .put("models", models))
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer start = ByteBuffer.allocate(MapFile.MAGIC.length + Integer.BYTES + head.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MapFile.MAGIC)
                .putInt(head.length)
                .put(head);
        CRC32 crc = new CRC32();
        crc.update(start.array());
        crc.update(columns.toByteArray());
        out.write(start.array());
        columns.writeTo(out);
        out.write(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) crc.getValue())
                .array());
    }
}
