package org.pcpsim.trace.pcpt;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32C;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.input.SeekableContent;

/**
 * A piece of a file: a type of four letters, the payload's length and checksum, a checksum of these, and the payload.
 *
 * @param type {@link #METADATA}, {@link #BLOCK}, {@link #OPERATIONS} or {@link #INDEX}
 * @param offset where its header begins
 * @param length bytes of payload
 * @param checksum CRC-32C of the payload
 */
record Section(String type, long offset, int length, int checksum) {
    static final String METADATA = "META";
    static final String BLOCK = "BLCK";
    static final String OPERATIONS = "OPER";
    static final String INDEX = "INDX";

    private static final Set<String> TYPES = Set.of(METADATA, BLOCK, OPERATIONS, INDEX);

    /** Bytes of the header. */
    static final int HEADER = 16;

    private static final int MAX_LENGTH = 1 << 28;

    /** Where the next section begins. */
    long end() {
        return offset + HEADER + length;
    }

    static void write(OutputStream out, String type, byte[] payload, int length) throws IOException {
        ByteOutput header = new ByteOutput();
        byte[] letters = type.getBytes(StandardCharsets.US_ASCII);
        header.put(letters, 0, letters.length);
        header.int32(length);
        header.int32(crc(payload, length));
        header.int32(crc(header.bytes, header.length));
        out.write(header.bytes, 0, header.length);
        out.write(payload, 0, length);
    }

    /**
     * The section whose header is at an offset.
     *
     * @throws TraceException if there is none, or it reaches beyond the end
     */
    static Section at(SeekableContent content, long offset, String type) throws IOException {
        return at(content, offset, Set.of(type), "a section " + type);
    }

    /** The same, a block or operations. */
    static Section amongBlocks(SeekableContent content, long offset) throws IOException {
        return at(content, offset, Set.of(BLOCK, OPERATIONS), "a section " + BLOCK + " or " + OPERATIONS);
    }

    private static Section at(SeekableContent content, long offset, Set<String> types, String expected)
            throws IOException {
        byte[] header = new byte[HEADER];
        content.readFully(offset, header, 0, HEADER);
        Section section = of(header, 0, offset);
        if (!types.contains(section.type)) {
            throw TraceException.atByte(content.name(), offset, section.type, expected);
        }
        if (crc(header, HEADER - 4) != PcptLayout.int32(header, HEADER - 4)) {
            throw TraceException.atByte(content.name(), offset, "a header that its checksum does not fit", expected);
        }
        if (section.length < 0 || section.length > MAX_LENGTH || section.end() > content.size()) {
            throw TraceException.atByte(
                    content.name(),
                    offset,
                    Integer.toUnsignedString(section.length) + " bytes in section " + section.type,
                    "at most " + Math.min(MAX_LENGTH, content.size() - offset - HEADER));
        }
        return section;
    }

    /** Whether a whole header, right by its checksum, is at a place in a buffer; what it says may be wrong. */
    static boolean isHeader(byte[] bytes, int at) {
        String type = new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
        if (!TYPES.contains(type)) {
            return false;
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, at, HEADER - 4);
        return (int) crc.getValue() == PcptLayout.int32(bytes, at + HEADER - 4);
    }

    static Section of(byte[] bytes, int at, long offset) {
        return new Section(
                new String(bytes, at, 4, StandardCharsets.ISO_8859_1),
                offset,
                PcptLayout.int32(bytes, at + 4),
                PcptLayout.int32(bytes, at + 8));
    }

    /**
     * The payload.
     *
     * @throws TraceException if its checksum is another
     */
    byte[] payload(SeekableContent content) throws IOException {
        byte[] payload = new byte[length];
        read(content, payload);
        return payload;
    }

    /** The same, into the beginning of an array that has room for it. */
    void read(SeekableContent content, byte[] payload) throws IOException {
        content.readFully(offset + HEADER, payload, 0, length);
        int crc = crc(payload, length);
        if (crc != checksum) {
            throw TraceException.atByte(
                    content.name(),
                    offset,
                    "a section " + type + " with checksum " + Integer.toHexString(crc),
                    "checksum " + Integer.toHexString(checksum) + ": the file is damaged here");
        }
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
