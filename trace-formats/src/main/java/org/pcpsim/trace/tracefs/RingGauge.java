package org.pcpsim.trace.tracefs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Says how full the fullest ring is. Looks several times a second while a command is recorded, and so neither opens
 * files nor allocates memory to do it. Not thread-safe.
 */
final class RingGauge implements Closeable {
    private static final byte[] BYTES = "\nbytes: ".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST = 4096;

    private final List<FileChannel> files = new ArrayList<>();
    private final ByteBuffer text = ByteBuffer.allocateDirect(LONGEST);

    /** A gauge over the {@code stats} files of rings. */
    RingGauge(List<Path> stats) throws IOException {
        try {
            for (Path file : stats) {
                files.add(FileChannel.open(file, StandardOpenOption.READ));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Bytes that wait in the fullest ring. */
    long fullest() throws IOException {
        long most = 0;
        for (int i = 0; i < files.size(); i++) {
            text.clear();
            files.get(i).read(text, 0);
            text.flip();
            most = Math.max(most, bytes());
        }
        return most;
    }

    private long bytes() {
        int matched = 0;
        while (text.hasRemaining() && matched < BYTES.length) {
            byte c = text.get();
            matched = c == BYTES[matched] ? matched + 1 : c == BYTES[0] ? 1 : 0;
        }
        long bytes = 0;
        while (text.hasRemaining()) {
            int digit = text.get() - '0';
            if (digit < 0 || digit > 9) {
                return bytes;
            }
            bytes = bytes * 10 + digit;
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        for (FileChannel file : files) {
            file.close();
        }
    }
}
