package org.pcpsim.cli.blockmap;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.pcpsim.result.BlockMap.MapZone;
import org.pcpsim.series.Sampling;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.json.JsonInput;

/** What the head of a map file says of one model. Not thread-safe. */
final class ModelHead {
    static final int BLOCK_PAGES = 512;

    private static final List<String> NUMBERS =
            List.of("start", "length", "intervals", "end", "asked", "blocksEach", "groups", "pageBytes");
    private static final List<String> COLUMNS = List.of("type", "owner", "free", "pcp");
    private static final int MOST_ZONES = 4096;
    private static final long MOST_PFN = 1L << 40;

    private final Map<String, Long> numbers = new LinkedHashMap<>();
    private final Map<String, ColumnHead> columns = new LinkedHashMap<>();
    private final List<MapZone> zones = new ArrayList<>();
    private String name = "";
    private String unit = "";

    /**
     * Where a column is.
     *
     * @param offset of its stream after the head
     * @param bytes of its stream
     * @param rawBytes of its content
     */
    record ColumnHead(long offset, long bytes, long rawBytes) {}

    /** Reads a field; what is not known is passed over. */
    boolean field(JsonInput in, String field) throws IOException {
        switch (field) {
            case "name" -> name = in.text(field, JsonInput.SHORT_TEXT);
            case "unit" -> unit = in.text(field, JsonInput.SHORT_TEXT);
            case "zones" -> zones(in);
            case "columns" -> in.object(field, column -> column(in, column));
            default -> {
                if (NUMBERS.contains(field)) {
                    numbers.put(field, in.integer(field, 0, Long.MAX_VALUE));
                } else {
                    in.skip();
                }
            }
        }
        return true;
    }

    private void zones(JsonInput in) throws IOException {
        if (in.token() != JsonToken.START_ARRAY) {
            throw in.bad("'zones', an array");
        }
        while (in.next() != JsonToken.END_ARRAY) {
            if (zones.size() == MOST_ZONES) {
                throw in.bad("at most " + MOST_ZONES + " zones");
            }
            long[] found = {0, 0, 0, 0};
            String[] named = {""};
            in.object("a zone", field -> {
                switch (field) {
                    case "node" -> found[0] = in.integer(field, 0, Short.MAX_VALUE);
                    case "name" -> named[0] = in.text(field, JsonInput.SHORT_TEXT);
                    case "startPfn" -> found[1] = in.integer(field, 0, MOST_PFN);
                    case "endPfn" -> found[2] = in.integer(field, 0, MOST_PFN);
                    case "groups" -> found[3] = in.integer(field, 0, Sampling.MOST_CELLS);
                    default -> in.skip();
                }
                return true;
            });
            zones.add(new MapZone((int) found[0], named[0], found[1], found[2], (int) found[3]));
        }
    }

    private boolean column(JsonInput in, String column) throws IOException {
        long[] found = {-1, -1, -1};
        in.object(column, field -> {
            switch (field) {
                case "offset" -> found[0] = in.integer(field, 0, Integer.MAX_VALUE);
                case "bytes" -> found[1] = in.integer(field, 0, Integer.MAX_VALUE);
                case "rawBytes" -> found[2] = in.integer(field, 0, Integer.MAX_VALUE);
                default -> in.skip();
            }
            return true;
        });
        columns.put(column, new ColumnHead(found[0], found[1], found[2]));
        return true;
    }

    /**
     * Checks that everything is there and fits together.
     *
     * @param file that errors name
     * @throws TraceException naming what does not
     */
    void check(String file) throws TraceException {
        String place = file + ": model '" + name + "'";
        for (String number : NUMBERS) {
            require(numbers.containsKey(number) || number.equals("asked"), place, "lacks '" + number + "'");
        }
        require(!name.isEmpty(), place, "lacks 'name'");
        require(
                unit.equals("ns") || unit.equals("operations"),
                place,
                "found unit '" + unit + "', expected ns or operations");
        long intervals = number("intervals");
        long length = number("length");
        require(length > 0 && intervals > 0, place, "found " + intervals + " intervals of " + length);
        require(
                intervals <= Sampling.MOST_CELLS
                        && number("groups") <= Sampling.MOST_CELLS
                        && intervals * number("groups") <= Sampling.MOST_CELLS,
                place,
                "found " + number("groups") + " groups and " + intervals + " intervals, expected at most "
                        + Sampling.MOST_CELLS + " cells");
        require(
                number("end") >= number("start") && (number("end") - number("start")) / length == intervals - 1,
                place,
                "found end " + number("end") + ", expected a position in interval " + (intervals - 1));
        require(asked().orElse(1) > 0 && asked().orElse(0) < length, place, "found asked " + asked());
        requireGroups(place);
        requireColumns(place);
    }

    private void requireGroups(String place) throws TraceException {
        long each = number("blocksEach");
        require(
                Long.bitCount(each) == 1 && each <= Integer.MAX_VALUE / BLOCK_PAGES,
                place,
                "found blocksEach " + each + ", expected a power of two");
        long groups = 0;
        for (MapZone zone : zones) {
            require(
                    zone.endPfn() > zone.startPfn(),
                    place,
                    "found a zone from pfn " + zone.startPfn() + " to " + zone.endPfn());
            long blocks = (zone.endPfn() + BLOCK_PAGES - 1) / BLOCK_PAGES - zone.startPfn() / BLOCK_PAGES;
            long expected = (blocks + each - 1) / each;
            require(
                    zone.groups() == expected,
                    place,
                    "found " + zone.groups() + " groups of zone " + zone.name() + ", expected " + expected);
            groups += expected;
        }
        require(
                groups == number("groups"),
                place,
                "found " + number("groups") + " groups, expected " + groups + ", those of the zones");
        long pageBytes = number("pageBytes");
        require(
                pageBytes == Integer.BYTES || pageBytes == Short.BYTES,
                place,
                "found pageBytes " + pageBytes + ", expected 2 or 4");
    }

    private void requireColumns(String place) throws TraceException {
        for (String column : COLUMNS) {
            require(columns.containsKey(column), place, "lacks column '" + column + "'");
            ColumnHead head = columns.get(column);
            long raw = number("groups") * number("intervals") * width(column);
            require(
                    head.rawBytes() == raw,
                    place,
                    "found " + head.rawBytes() + " rawBytes of column '" + column + "', expected " + raw);
            // A stream that is longer than this is no compression of it.
            require(
                    head.offset() >= 0 && head.bytes() >= 0 && head.bytes() <= raw + raw / 4 + 1024,
                    place,
                    "found " + head.bytes() + " bytes at " + head.offset() + " for column '" + column + "'");
        }
    }

    private long width(String column) {
        return switch (column) {
            case "type" -> 1;
            case "owner" -> Short.BYTES;
            default -> number("pageBytes");
        };
    }

    private static void require(boolean so, String place, String otherwise) throws TraceException {
        if (!so) {
            throw TraceException.of(place, otherwise);
        }
    }

    String name() {
        return name;
    }

    String unit() {
        return unit;
    }

    long number(String field) {
        return numbers.getOrDefault(field, 0L);
    }

    OptionalLong asked() {
        return numbers.containsKey("asked") ? OptionalLong.of(number("asked")) : OptionalLong.empty();
    }

    List<MapZone> zones() {
        return zones;
    }

    /** Its columns in the order of the form. */
    List<ColumnHead> columns() {
        return COLUMNS.stream().map(columns::get).toList();
    }

    ColumnHead column(String column) {
        return columns.get(column);
    }
}
