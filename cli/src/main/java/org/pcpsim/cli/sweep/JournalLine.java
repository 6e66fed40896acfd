package org.pcpsim.cli.sweep;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/** A line of a journal: CRC-32C of the text as eight hexadecimal digits, a blank, the text, a line feed. */
final class JournalLine {
    private static final int HEAD = 9;

    private JournalLine() {}

    static byte[] of(String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        byte[] line =
                Arrays.copyOf(checksum(content, 0).getBytes(StandardCharsets.ISO_8859_1), HEAD + content.length + 1);
        line[HEAD - 1] = ' ';
        System.arraycopy(content, 0, line, HEAD, content.length);
        line[line.length - 1] = '\n';
        return line;
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
