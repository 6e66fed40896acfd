package org.pcpsim.trace.input;

import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.pcpsim.trace.TraceException;

/** Puts content into a temporary file that is gone once it is closed, or the process ends. */
final class Spool {
    private static final int BLOCK = 1 << 16;
    private static final String ELSEWHERE = "; --tmp DIR chooses another folder for temporary files";

    private Spool() {}

    /** Where content comes from. */
    interface Source {
        /** Like {@link TraceInput#read}. */
        int read(byte[] buffer, int offset, int length) throws IOException;
    }

    /**
     * Copies everything that the source still has.
     *
     * @throws TraceException if that is more than the limit, or is damaged
     * @throws IOException if it cannot be read, or the file not be written; the message names the folder
     */
    static FileChannel of(String name, Source source, ReadOptions options) throws IOException {
        FileChannel channel = create(options.temporaryFolder());
        try {
            byte[] block = new byte[BLOCK];
            long size = 0;
            int count;
            while ((count = source.read(block, 0, BLOCK)) >= 0) {
                size += count;
                if (size > options.spoolBytes()) {
                    throw TraceException.of(
                            name,
                            "has more than " + options.spoolBytes() + " bytes of content, the limit for a temporary "
                                    + "file of a format that needs seeking");
                }
                write(channel, ByteBuffer.wrap(block, 0, count), options.temporaryFolder());
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Where the system allows it, the file loses its name here already, so that nothing can leave it behind. */
    private static FileChannel create(Path folder) throws IOException {
        Path file;
        try {
            file = Files.createTempFile(folder, "pcpsim-", ".tmp");
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(folder.toString(), null, "no such folder" + ELSEWHERE);
        } catch (IOException e) {
            throw failure(folder, e);
        }
        try {
            return FileChannel.open(file, READ, WRITE, DELETE_ON_CLOSE);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw failure(folder, e);
        }
    }

    private static void write(FileChannel channel, ByteBuffer block, Path folder) throws IOException {
        try {
            while (block.hasRemaining()) {
                channel.write(block);
            }
        } catch (IOException e) {
            throw failure(folder, e);
        }
    }

    private static IOException failure(Path folder, IOException e) {
        String reason = e instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : e instanceof FileSystemException ? "cannot hold a temporary file" : e.getMessage();
        return new FileSystemException(folder.toString(), null, reason + ELSEWHERE);
    }
}
