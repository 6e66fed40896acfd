package org.pcpsim.replay;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Blocks of bytes that are written once and read at random: the first in memory, those that find no room there in a
 * temporary file, which is gone when this is closed. Not thread-safe.
 */
final class BlockStore implements Closeable {
    /** Bytes kept in memory when nothing else is said. */
    static final long IN_MEMORY = 64L << 20;
    /** Bytes of the file when nothing else is said: 1 TiB. */
    static final long IN_FILE = 1L << 40;

    private final Path folder;
    private final long memory;
    private final long most;
    private final List<byte[]> inMemory = new ArrayList<>();
    private long memoryUsed;
    private Optional<FileChannel> file = Optional.empty();
    private long fileUsed;

    /**
     * Without blocks.
     *
     * @param folder where the file comes, if there is need for one
     * @param memory bytes kept in memory at most
     * @param most bytes of the file at most
     */
    BlockStore(Path folder, long memory, long most) {
        this.folder = folder;
        this.memory = memory;
        this.most = most;
    }

    /**
     * Keeps what remains of a buffer.
     *
     * @return where it is; below 0 in memory
     * @throws IOException if the file cannot be written or would be too large
     */
    long append(ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        if (file.isEmpty() && memoryUsed + length <= memory) {
            byte[] copy = new byte[length];
            bytes.get(copy);
            inMemory.add(copy);
            memoryUsed += length;
            return -inMemory.size();
        }
        if (fileUsed + length > most) {
            throw new IOException(folder + ": the operations of this trace take more than " + most + " bytes there");
        }
        if (file.isEmpty()) {
            file = Optional.of(FileChannel.open(
                    Files.createTempFile(folder, "pcpsim-", ".tmp"),
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE));
        }
        long at = fileUsed;
        while (bytes.hasRemaining()) {
            fileUsed += file.get().write(bytes, fileUsed);
        }
        return at;
    }

    /**
     * Fills a buffer, whose limit is the block's length, with the block at a place.
     *
     * @throws IOException if the file cannot be read
     */
    void read(long place, ByteBuffer to) throws IOException {
        if (place < 0) {
            to.put(inMemory.get((int) (-place - 1)));
            return;
        }
        long at = place;
        while (to.hasRemaining()) {
            int count = file.orElseThrow().read(to, at);
            if (count < 0) {
                throw new IOException(folder + ": a temporary file ends early");
            }
            at += count;
        }
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }
}
