package org.pcpsim.trace.format;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Content that is a trace of a known kind for which there is no reader, for the error that says so. */
final class ForeignFormat {
    private static final int LOOK = 4096;

    private ForeignFormat() {}

    static Optional<String> of(byte[] head, int length) {
        String text = new String(head, 0, Math.min(length, LOOK), StandardCharsets.ISO_8859_1);
        if (text.startsWith("PERFILE2")) {
            return Optional.of("perf.data");
        }
        return Optional.empty();
    }
}
