package org.pcpsim.trace.input;

import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that is gone once it is closed, or the process ends. Errors name its folder. */
public final class TemporaryFile implements Closeable {
    private static final String ELSEWHERE = "; --tmp DIR chooses another folder for temporary files";

    private final Path folder;
    private final FileChannel channel;

    private TemporaryFile(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Creates an empty one; where the system allows it, it loses its name here already, so that nothing can leave it
     * behind.
     */
    public static TemporaryFile create(Path folder) throws IOException {
        Path file;
        try {
            file = Files.createTempFile(folder, "pcpsim-", ".tmp");
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(folder.toString(), null, "no such folder" + ELSEWHERE);
        } catch (IOException e) {
            throw failure(folder, e);
        }
        try {
            return new TemporaryFile(folder, FileChannel.open(file, READ, WRITE, DELETE_ON_CLOSE));
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw failure(folder, e);
        }
    }

    /** Writes all of the block at an offset. */
    public void write(long offset, ByteBuffer block) throws IOException {
        try {
            long at = offset;
            while (block.hasRemaining()) {
                at += channel.write(block, at);
            }
        } catch (IOException e) {
            throw failure(folder, e);
        }
    }

    /** Fills what remains of the block from an offset on. */
    public void readFully(long offset, ByteBuffer block) throws IOException {
        long at = offset;
        while (block.hasRemaining()) {
            int count = channel.read(block, at);
            if (count < 0) {
                throw new EOFException(folder + ": a temporary file ended early");
            }
            at += count;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** The file itself, for whom takes it over. */
    FileChannel channel() {
        return channel;
    }

    private static IOException failure(Path folder, IOException e) {
        String reason = e instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : e instanceof FileSystemException ? "cannot hold a temporary file" : e.getMessage();
        return new FileSystemException(folder.toString(), null, reason + ELSEWHERE);
    }
}
