package org.pcpsim.trace.input;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The bytes as stored: counted, digested, and with a look at the first few of them. Never closes early. */
final class RawInput extends InputStream {
    private final InputStream in;
    private final MessageDigest digest;
    private final byte[] magic = new byte[Compression.MAGIC];
    private final int magicLength;
    private int magicTaken;
    private long position;
    private boolean ended;
    private int limit = Integer.MAX_VALUE;

    RawInput(InputStream in) throws IOException {
        this.in = in;
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
        int count = in.read(buffer, offset, wanted);
        if (count < 0) {
            ended = true;
            return -1;
        }
        digest.update(buffer, offset, count);
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
