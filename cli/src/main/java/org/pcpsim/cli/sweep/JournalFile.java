package org.pcpsim.cli.sweep;

import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pcpsim.cli.report.JsonTree;
import org.pcpsim.cli.report.Tree;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.json.JsonInput;

/**
 * A journal as it is on disk.
 *
 * <p>Lines that were being written when a sweep was killed stand at the end and are not counted. Memory: one entry a
 * finished point.
 *
 * @param path of the file
 * @param head empty if not even that was finished
 * @param places where the line of each finished point is
 * @param length bytes that are as they were written
 */
public record JournalFile(Path path, Optional<JournalHead> head, Map<Integer, Place> places, long length) {

    private static final int LONGEST_HEAD = 1024;
    private static final Pattern POINT = Pattern.compile("\\{\"point\":(\\d{1,8})[,}]");

    /**
     * Reads a journal.
     *
     * @throws TraceException naming the line if there is damage before lines that are intact, or it is no journal
     * @throws IOException if it cannot be read
     */
    public static JournalFile read(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return read(path, in);
        }
    }

    /** Reads a journal from its beginning through a stream, which is not closed; throws like {@link #read(Path)}. */
    static JournalFile read(Path path, InputStream bytes) throws IOException {
        Map<Integer, Place> places = new HashMap<>();
        Optional<JournalHead> head = Optional.empty();
        long length = 0;
        long at = 0;
        int damaged = 0;
        int number = 0;
        boolean torn = true;
        Lines lines = new Lines(bytes);
        for (Line line = lines.next(); line.length() > 0; line = lines.next()) {
            number++;
            Optional<String> text = line.ended ? JournalLine.text(line.bytes) : Optional.empty();
            if (text.isEmpty()) {
                torn &= number > 1 || line.isTornHead();
                damaged = damaged == 0 ? number : damaged;
            } else if (damaged > 0) {
                throw TraceException.of(path + ":" + damaged, "a damaged line of a sweep's journal before intact ones");
            } else {
                if (number == 1) {
                    head = JournalHead.of(tree(path + ":1", text.get()));
                }
                if (head.isEmpty()) {
                    throw TraceException.of(path + ":1", "no sweep's journal");
                }
                if (number > 1) {
                    places.putIfAbsent(
                            point(path + ":" + number, text.get(), head.get()), new Place(at, line.bytes.length));
                }
                length = at + line.length();
            }
            at += line.length();
        }
        if (head.isEmpty() && (number > 1 || !torn)) {
            throw TraceException.of(path + ":1", "no sweep's journal");
        }
        return new JournalFile(path, head, places, length);
    }

    /** The number that a line begins with; the rest is as it was written, by its checksum. */
    private static int point(String place, String text, JournalHead head) throws TraceException {
        Matcher start = POINT.matcher(text);
        int point = start.lookingAt() ? Integer.parseInt(start.group(1)) : 0;
        if (point < 1 || point > head.points() || !head.shard().has(point)) {
            throw TraceException.of(place, "found point " + point + ", expected one of the sweep's");
        }
        return point;
    }

    /** A finished point, of whose line these are the bytes. */
    Tree point(byte[] line) throws IOException {
        return tree(path.toString(), JournalLine.text(line).orElseThrow());
    }

    /**
     * Where a line is.
     *
     * @param at its first byte
     * @param length bytes up to its line feed
     */
    public record Place(long at, int length) {}

    /** The lines of a stream, which is read in large pieces; memory is bounded by the longest that was written. */
    private static final class Lines {
        private final InputStream in;
        private byte[] buffer = new byte[1 << 16];
        private int begin;
        private int end;

        Lines(InputStream in) {
            this.in = in;
        }

        /** The next line; an empty one that has not ended at the end. */
        Line next() throws IOException {
            int at = begin;
            while (true) {
                while (at < end && buffer[at] != '\n') {
                    at++;
                }
                if (at < end) {
                    Line line = new Line(Arrays.copyOfRange(buffer, begin, at), true);
                    begin = at + 1;
                    return line;
                }
                at -= begin;
                if (!fill()) {
                    Line line = new Line(Arrays.copyOfRange(buffer, begin, end), false);
                    begin = end;
                    return line;
                }
            }
        }

        /** Reads more behind what is left, which moves to the front; whether there was more. */
        private boolean fill() throws IOException {
            System.arraycopy(buffer, begin, buffer, 0, end - begin);
            end -= begin;
            begin = 0;
            if (end == buffer.length) {
                buffer = Arrays.copyOf(buffer, buffer.length * 2);
            }
            int more = in.read(buffer, end, buffer.length - end);
            end += Math.max(more, 0);
            return more > 0;
        }
    }

    private static Tree tree(String place, String text) throws IOException {
        try (JsonInput in = new JsonInput(place, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
            if (in.next() != JsonToken.START_OBJECT) {
                throw in.bad("an object");
            }
            return JsonTree.read(in);
        }
    }

    private record Line(byte[] bytes, boolean ended) {
        /** Bytes in the file; 0 at its end. */
        int length() {
            return bytes.length + (ended ? 1 : 0);
        }

        /** Nobody's file is taken for the beginning of a journal: that is one line that begins with a checksum. */
        boolean isTornHead() {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            return !ended && text.length() < LONGEST_HEAD && text.matches("[0-9a-f]{0,8}|[0-9a-f]{8} .*");
        }
    }
}
