package org.pcpsim.cli.sweep;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pcpsim.cli.report.Tree;
import org.pcpsim.trace.TraceException;

/** The finished points of one or several journals of a sweep, by their numbers. Not thread-safe. */
public final class Points implements Closeable {
    private static final int SHOWN = 5;

    private final Map<FileChannel, JournalFile> files = new LinkedHashMap<>();
    private final int count;

    private Points(int count) {
        this.count = count;
    }

    /**
     * Opens journals that together have every point.
     *
     * @throws TraceException if they are not of one sweep, or points are missing
     * @throws IOException if one cannot be read
     */
    public static Points open(List<Path> journals) throws IOException {
        List<JournalFile> read = new ArrayList<>();
        for (Path path : journals) {
            read.add(JournalFile.read(path));
        }
        JournalHead first = head(read.get(0));
        for (JournalFile file : read) {
            JournalHead head = head(file);
            if (!head.digest().equals(first.digest()) || head.points() != first.points()) {
                throw TraceException.of(
                        file.path().toString(),
                        "of another sweep than " + read.get(0).path() + ": found digest " + head.digest()
                                + ", expected " + first.digest());
            }
        }
        requireAll(read, first.points());
        Points points = new Points(first.points());
        try {
            for (JournalFile file : read) {
                points.files.put(FileChannel.open(file.path()), file);
            }
            return points;
        } catch (IOException e) {
            points.close();
            throw e;
        }
    }

    private static JournalHead head(JournalFile file) throws TraceException {
        if (file.head().isEmpty()) {
            throw TraceException.of(file.path().toString(), "a sweep that was ended before its first point");
        }
        return file.head().get();
    }

    private static void requireAll(List<JournalFile> files, int count) throws TraceException {
        List<Integer> missing = new ArrayList<>();
        int all = 0;
        for (int point = 1; point <= count; point++) {
            int number = point;
            if (files.stream().noneMatch(file -> file.places().containsKey(number))) {
                all++;
                if (missing.size() < SHOWN) {
                    missing.add(point);
                }
            }
        }
        if (all > 0) {
            String names = String.join(
                    ", ", files.stream().map(file -> file.path().toString()).toList());
            throw TraceException.of(
                    names, "lack " + all + " of " + count + " points: " + missing + (all > SHOWN ? " and more" : ""));
        }
    }

    /** Number of points. */
    public int size() {
        return count;
    }

    /** A finished point, 1 to {@link #size}. */
    public Tree get(int point) throws IOException {
        for (Map.Entry<FileChannel, JournalFile> entry : files.entrySet()) {
            JournalFile.Place place = entry.getValue().places().get(point);
            if (place != null) {
                return entry.getValue().point(bytes(entry.getKey(), place));
            }
        }
        throw new IllegalArgumentException("no point " + point);
    }

    private static byte[] bytes(FileChannel file, JournalFile.Place place) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(place.length());
        while (bytes.hasRemaining() && file.read(bytes, place.at() + bytes.position()) >= 0) {
            // The whole line is there: it was when the journal was opened.
        }
        return bytes.array();
    }

    @Override
    public void close() throws IOException {
        for (FileChannel channel : files.keySet()) {
            channel.close();
        }
    }
}
