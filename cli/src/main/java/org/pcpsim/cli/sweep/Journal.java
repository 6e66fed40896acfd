package org.pcpsim.cli.sweep;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import org.pcpsim.cli.report.Json;
import org.pcpsim.cli.report.Tree;
import org.pcpsim.trace.TraceException;

/**
 * The journal of a running sweep: what is in it is on disk. One line a finished point, checksummed, and synced before a
 * point counts as finished; only one sweep at a time writes it. Thread-safe.
 */
public final class Journal implements Closeable {
    private final Path path;
    private final FileChannel channel;
    private final BitSet finished = new BitSet();

    private Journal(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Begins a journal, or goes on with one.
     *
     * @throws TraceException if there is one of another sweep, or one that is damaged before its end
     * @throws IOException if it cannot be read or written, or another sweep writes it
     */
    public static Journal open(Path path, JournalHead head) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(path, channel);
            Journal journal = new Journal(path, channel);
            journal.begin(head);
            return journal;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void lock(Path path, FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            throw new FileSystemException(path.toString(), null, "another sweep is writing it");
        }
        throw new FileSystemException(path.toString(), null, "another sweep is writing it");
    }

    private void begin(JournalHead head) throws IOException {
        // Through the channel that holds the lock: closing another one of the same file would give it up.
        JournalFile file = JournalFile.read(path, Channels.newInputStream(channel.position(0)));
        if (file.head().isPresent()) {
            require(file.head().get(), head);
        }
        channel.truncate(file.length());
        channel.position(file.length());
        file.places().keySet().forEach(finished::set);
        if (file.head().isEmpty()) {
            write(JournalLine.of(Json.line(head.tree())));
        }
    }

    private void require(JournalHead found, JournalHead expected) throws TraceException {
        String remedy = "; remove it, or choose another output";
        if (!found.version().equals(expected.version())) {
            throw TraceException.of(
                    path.toString(),
                    "a sweep by another pcpsim: found " + found.version() + ", expected " + expected.version()
                            + remedy);
        }
        if (!found.equals(expected)) {
            throw TraceException.of(
                    path.toString(),
                    "the journal of another sweep: found " + words(found) + ", expected " + words(expected) + remedy);
        }
    }

    private static String words(JournalHead head) {
        return head.points() + " points, shard " + head.shard() + ", digest " + head.digest();
    }

    /** Whether a point is finished. */
    public synchronized boolean has(int point) {
        return finished.get(point);
    }

    /** Number of finished points. */
    public synchronized int size() {
        return finished.cardinality();
    }

    /** Writes finished points; when this returns they are on disk. */
    public synchronized void add(Iterable<Tree> points) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Tree point : points) {
            lines.writeBytes(JournalLine.of(Json.line(point)));
        }
        write(lines.toByteArray());
        for (Tree point : points) {
            finished.set(((Long) point.at("point").orElseThrow()).intValue());
        }
    }

    private void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        channel.force(false);
    }

    /** Closes it and takes it away: its points stand elsewhere. */
    public void remove() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
