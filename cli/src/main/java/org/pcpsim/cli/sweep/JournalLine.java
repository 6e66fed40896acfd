package org.pcpsim.cli.sweep;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/** A line of a journal: CRC-32C of the text as eight hexadecimal digits, a blank, the text, a line feed. */
final class JournalLine {
    private static final int HEAD = 9;

    private JournalLine() {}

    static byte[] of(String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        return (checksum(content, 0) + " " + text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The text of a line without its line feed; empty if it is not as it was written. */
    static Optional<String> text(byte[] line) {
        if (line.length < HEAD) {
            return Optional.empty();
        }
        String head = new String(line, 0, HEAD, StandardCharsets.ISO_8859_1);
        return head.equals(checksum(line, HEAD) + " ")
                ? Optional.of(new String(line, HEAD, line.length - HEAD, StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private static String checksum(byte[] bytes, int from) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, bytes.length - from);
        String digits = Long.toHexString(crc.getValue());
        return "0".repeat(HEAD - 1 - digits.length()) + digits;
    }
}
