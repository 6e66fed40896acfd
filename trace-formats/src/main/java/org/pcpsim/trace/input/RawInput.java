package org.pcpsim.trace.input;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The bytes as stored: counted, digested, and with a look at the first few of them. Never closes early.
 *
 * <p>A large file is read and digested on a thread of its own, so that whoever parses it need not wait.
 */
final class RawInput extends InputStream {
    /** Bytes of a file for which no thread is worth while. */
    static final int SMALL = 1 << 20;

    private final InputStream in;
    private final boolean mayReadAhead;
    private Optional<ReadAhead> ahead = Optional.empty();
    private final MessageDigest digest;
    private final byte[] magic = new byte[Compression.MAGIC];
    private final int magicLength;
    private int magicTaken;
    private long position;
    private boolean ended;
    private int limit = Integer.MAX_VALUE;

    /**
     * Reads the first bytes.
     *
     * @param mayReadAhead whether no read of the stream waits for somebody else
     */
    RawInput(InputStream in, boolean mayReadAhead) throws IOException {
        this.in = in;
        this.mayReadAhead = mayReadAhead;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
        magicLength = in.readNBytes(magic, 0, magic.length);
        digest.update(magic, 0, magicLength);
    }

    Compression compression() {
        return Compression.of(magic, magicLength);
    }

    /** Bounds how much one read hands over, so that {@link #position} stays close to what a decoder has used. */
    void limitReads(int bytes) {
        limit = bytes;
    }

    /** How many bytes have been handed over. */
    long position() {
        return position;
    }

    boolean ended() {
        return ended;
    }

    /** The digest of all bytes as 64 hex digits; only once, and only at the end. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int wanted = Math.min(length, limit);
        if (magicTaken < magicLength) {
            int count = Math.min(wanted, magicLength - magicTaken);
            System.arraycopy(magic, magicTaken, buffer, offset, count);
            magicTaken += count;
            position += count;
            return count;
        }
        int count = next(buffer, offset, wanted);
        if (count < 0) {
            ended = true;
            return -1;
        }
        position += count;
        return count;
    }

    private int next(byte[] buffer, int offset, int length) throws IOException {
        if (ahead.isEmpty() && mayReadAhead && position >= SMALL) {
            ahead = Optional.of(new ReadAhead(in, digest));
        }
        if (ahead.isPresent()) {
            return ahead.get().read(buffer, offset, length);
        }
        int count = in.read(buffer, offset, length);
        if (count > 0) {
            digest.update(buffer, offset, count);
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        try (in) {
            if (ahead.isPresent()) {
                ahead.get().close();
            }
        }
    }
}
