package org.pcpsim.trace.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.pcpsim.trace.TraceException;

/**
 * gzip (RFC 1952) with exact byte offsets in its errors, for any number of members.
 *
 * <p>The platform's own stream takes garbage after a member for the end and may miss members of a slow input.
 */
final class GzipDecoder extends InputStream {
    private static final int FHCRC = 2;
    private static final int FEXTRA = 4;
    private static final int FNAME = 8;
    private static final int FCOMMENT = 16;

    private final String name;
    private final RawInput raw;
    private final byte[] buffer = new byte[64 * 1024];
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private int next;
    private int end;
    private boolean inMember;
    private boolean ended;

    GzipDecoder(String name, RawInput raw) {
        this.name = name;
        this.raw = raw;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (length > 0 && !ended) {
            if (!inMember && !startMember()) {
                ended = true;
                break;
            }
            int count = inflate(target, offset, length);
            if (count > 0) {
                return count;
            }
        }
        return length == 0 ? 0 : -1;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        raw.close();
    }

    private int inflate(byte[] target, int offset, int length) throws IOException {
        try {
            int count = inflater.inflate(target, offset, length);
            crc.update(target, offset, count);
            if (inflater.finished() || inflater.needsInput()) {
                next = end - inflater.getRemaining();
            }
            if (inflater.finished()) {
                endMember();
            } else if (inflater.needsInput() && count == 0) {
                if (!fill()) {
                    throw damage("end of file", "more compressed data: the file is cut");
                }
                inflater.setInput(buffer, next, end - next);
            } else if (inflater.needsDictionary()) {
                throw damage("a preset dictionary", "gzip data");
            }
            return count;
        } catch (DataFormatException e) {
            next = end - inflater.getRemaining();
            throw damage(String.valueOf(e.getMessage()), "valid gzip data");
        }
    }

    private boolean startMember() throws IOException {
        if (next == end && !fill()) {
            return false;
        }
        int first = byteOf("a gzip header: the file is cut");
        int second = next == end && !fill() ? -1 : byteOf("a gzip header: the file is cut");
        if (first != 0x1f || second != 0x8b) {
            next -= second < 0 ? 1 : 2;
            throw damage("bytes that are not gzip", "another gzip member (1f 8b) or the end of the file");
        }
        int method = byteOf("a compression method: the file is cut");
        if (method != 8) {
            throw damage("compression method " + method, "8 (deflate)");
        }
        int flags = byteOf("gzip flags: the file is cut");
        skip(6);
        if ((flags & FEXTRA) != 0) {
            int low = byteOf("a gzip extra field: the file is cut");
            skip(low | byteOf("a gzip extra field: the file is cut") << 8);
        }
        if ((flags & FNAME) != 0) {
            skipText();
        }
        if ((flags & FCOMMENT) != 0) {
            skipText();
        }
        if ((flags & FHCRC) != 0) {
            skip(2);
        }
        inflater.reset();
        inflater.setInput(buffer, next, end - next);
        crc.reset();
        inMember = true;
        return true;
    }

    private void endMember() throws IOException {
        long expectedCrc = littleEndian();
        if (expectedCrc != crc.getValue()) {
            throw damage("checksum " + Long.toHexString(crc.getValue()), "checksum " + Long.toHexString(expectedCrc));
        }
        long expectedSize = littleEndian();
        long size = inflater.getBytesWritten() & 0xffff_ffffL;
        if (expectedSize != size) {
            throw damage("a content of " + size + " bytes", expectedSize + " bytes");
        }
        inMember = false;
    }

    private long littleEndian() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            value |= (long) byteOf("a gzip trailer: the file is cut") << shift;
        }
        return value;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            byteOf("a gzip header: the file is cut");
        }
    }

    private void skipText() throws IOException {
        while (byteOf("a gzip header: the file is cut") != 0) {
            continue;
        }
    }

    private int byteOf(String expected) throws IOException {
        if (next == end && !fill()) {
            throw damage("end of file", expected);
        }
        return buffer[next++] & 0xff;
    }

    private boolean fill() throws IOException {
        next = 0;
        end = 0;
        int count = raw.read(buffer, 0, buffer.length);
        if (count <= 0) {
            return false;
        }
        end = count;
        return true;
    }

    private TraceException damage(String found, String expected) {
        return TraceException.atByte(name + " (compressed)", raw.position() - (end - next), found, expected);
    }
}
