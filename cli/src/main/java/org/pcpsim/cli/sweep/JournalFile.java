package org.pcpsim.cli.sweep;

import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * @param places where the line of each finished point begins, in bytes
 * @param length bytes that are as they were written
 */
public record JournalFile(Path path, Optional<JournalHead> head, Map<Integer, Long> places, long length) {

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
        Map<Integer, Long> places = new HashMap<>();
        Optional<JournalHead> head = Optional.empty();
        long length = 0;
        long at = 0;
        int damaged = 0;
        int number = 0;
        boolean torn = true;
        InputStream in = new BufferedInputStream(bytes, 1 << 16);
        for (Line line = line(in); line.length > 0; line = line(in)) {
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
                    places.putIfAbsent(point(path + ":" + number, text.get(), head.get()), at);
                }
                length = at + line.length;
            }
            at += line.length;
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

    /** The line of a finished point. */
    Tree point(InputStream at) throws IOException {
        return tree(path.toString(), JournalLine.text(line(at).bytes).orElseThrow());
    }

    private static Tree tree(String place, String text) throws IOException {
        try (JsonInput in = new JsonInput(place, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
            if (in.next() != JsonToken.START_OBJECT) {
                throw in.bad("an object");
            }
            return JsonTree.read(in);
        }
    }

    /** Bytes up to a line feed; as many as the file has, so memory is bounded by what was written. */
    private static Line line(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0 && next != '\n') {
            bytes.write(next);
            next = in.read();
        }
        boolean ended = next == '\n';
        return new Line(bytes.toByteArray(), ended, bytes.size() + (ended ? 1 : 0));
    }

    private record Line(byte[] bytes, boolean ended, int length) {

        /** Nobody's file is taken for the beginning of a journal: that is one line that begins with a checksum. */
        boolean isTornHead() {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            return !ended && text.length() < LONGEST_HEAD && text.matches("[0-9a-f]{0,8}|[0-9a-f]{8} .*");
        }
    }
}
