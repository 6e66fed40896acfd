package org.pcpsim.cli.blockmap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import org.pcpsim.cli.blockmap.MapFile.ModelMap;
import org.pcpsim.cli.blockmap.ModelHead.ColumnHead;
import org.pcpsim.result.BlockMap;
import org.pcpsim.result.BlockMap.MapZone;
import org.pcpsim.series.Sampling;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.trace.TraceException;

/**
 * Reads {@code pcpsim.map/1} and checks all of it.
 *
 * <p>Memory is bounded by the cells that a file may have, whatever it says of itself: about 50 MB.
 */
public final class MapReader {
    private static final int START = MapFile.MAGIC.length + Integer.BYTES;
    private static final int MOST_CPUS = 8192;

    private final String name;
    private final InputStream in;
    private final CRC32 crc = new CRC32();
    private long at;

    private MapReader(String name, InputStream in) {
        this.name = name;
        this.in = in;
    }

    /**
     * Reads a file.
     *
     * @throws TraceException naming file and byte of what is not as it should be
     * @throws IOException if it cannot be read
     */
    public static MapFile read(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return read(path.toString(), in);
        }
    }

    /** Reads a stream to its end, which is not closed; throws like {@link #read(Path)}. */
    public static MapFile read(String name, InputStream in) throws IOException {
        return new MapReader(name, in).read();
    }

    private MapFile read() throws IOException {
        byte[] magic = bytes(MapFile.MAGIC.length, "a map of pageblocks");
        if (!Arrays.equals(magic, MapFile.MAGIC)) {
            boolean later = Arrays.equals(magic, 0, magic.length - 1, MapFile.MAGIC, 0, magic.length - 1);
            throw TraceException.atByte(
                    name,
                    0,
                    later
                            ? "version " + magic[magic.length - 1]
                            : new String(magic, java.nio.charset.StandardCharsets.ISO_8859_1),
                    later ? "version 1" : "PCPSMAP, the begin of a map of pageblocks");
        }
        int length = ByteBuffer.wrap(bytes(Integer.BYTES, "the length of the head"))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        if (length < 2 || length > MapFile.LONGEST_HEAD) {
            throw TraceException.atByte(
                    name,
                    MapFile.MAGIC.length,
                    Integer.toUnsignedString(length),
                    "the length of the head, 2 to " + MapFile.LONGEST_HEAD);
        }
        MapHead head = MapHead.read(name + ": head", bytes(length, "the head"));
        byte[] columns = bytes(requireContiguous(head), "columns");
        int expected = (int) crc.getValue();
        int found = ByteBuffer.wrap(bytes(Integer.BYTES, "a checksum"))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        if (found != expected) {
            throw TraceException.atByte(
                    name, at - Integer.BYTES, Integer.toHexString(found), "checksum " + Integer.toHexString(expected));
        }
        if (in.read() >= 0) {
            throw TraceException.atByte(name, at, "more bytes", "the end of the file");
        }
        List<ModelMap> models = new ArrayList<>();
        for (ModelHead model : head.models()) {
            models.add(new ModelMap(model.name(), map(model, columns, START + length)));
        }
        return new MapFile(head.version(), head.trace(), models);
    }

    /** Reads so many bytes, and no more memory than there are. */
    private byte[] bytes(int count, String what) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw TraceException.atByte(
                    name,
                    at + bytes.length,
                    "the end of the file",
                    what + ", " + (count - bytes.length) + " bytes more");
        }
        at += count;
        crc.update(bytes);
        return bytes;
    }

    /** Columns lie one after the other, in the order of the form, and all models together have few enough cells. */
    private int requireContiguous(MapHead head) throws TraceException {
        long end = 0;
        long cells = 0;
        for (ModelHead model : head.models()) {
            cells += model.number("groups") * model.number("intervals");
            for (ColumnHead column : model.columns()) {
                if (column.offset() != end) {
                    throw TraceException.of(
                            name + ": head",
                            "found a column of model '" + model.name() + "' at " + column.offset() + ", expected "
                                    + end);
                }
                end += column.bytes();
            }
        }
        if (cells > Sampling.MOST_CELLS) {
            throw TraceException.of(
                    name + ": head", "found " + cells + " cells, expected at most " + Sampling.MOST_CELLS);
        }
        return (int) end;
    }

    private BlockMap map(ModelHead model, byte[] columns, long base) throws TraceException {
        BlockMap map = new BlockMap(
                model.unit(),
                model.number("start"),
                model.number("length"),
                (int) model.number("intervals"),
                model.number("end"),
                model.asked(),
                (int) model.number("blocksEach"),
                model.zones(),
                (int) model.number("groups"),
                (int) model.number("pageBytes"),
                content(model, "type", columns, base),
                content(model, "owner", columns, base),
                content(model, "free", columns, base),
                content(model, "pcp", columns, base));
        requireCells(model.name(), map);
        return map;
    }

    private byte[] content(ModelHead model, String column, byte[] columns, long base) throws TraceException {
        ColumnHead head = model.column(column);
        try {
            return InflatedContent.of(columns, (int) head.offset(), (int) head.bytes(), (int) head.rawBytes());
        } catch (DataFormatException e) {
            throw TraceException.atByte(
                    name,
                    base + head.offset(),
                    String.valueOf(e.getMessage()),
                    "column '" + column + "' of model '" + model.name() + "', " + head.rawBytes()
                            + " bytes of content");
        }
    }

    private void requireCells(String model, BlockMap map) throws TraceException {
        int group = 0;
        for (MapZone zone : map.zones()) {
            for (int in = 0; in < zone.groups(); in++) {
                long pages = map.pages(zone, in);
                for (int i = 0; i < map.intervals(); i++) {
                    int cell = group * map.intervals() + i;
                    long used = map.free(cell) + map.pcp(cell);
                    if (used > pages || map.type(cell) > Migratetype.HIGHATOMIC || map.owner(cell) > MOST_CPUS) {
                        throw TraceException.of(
                                name + ": model '" + model + "', group " + group + ", interval " + i,
                                "found type " + map.type(cell) + ", owner " + map.owner(cell) + ", " + map.free(cell)
                                        + " free and " + map.pcp(cell) + " per-CPU pages, expected a type below "
                                        + (Migratetype.HIGHATOMIC + 1) + ", at most " + MOST_CPUS + " and " + pages
                                        + " pages");
                    }
                }
                group++;
            }
        }
    }
}
