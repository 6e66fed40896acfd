package org.pcpsim.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The shell script that records without Java. */
final class RecordScript {
    private static final String FILE = "record.sh";

    private RecordScript() {}

    /** The script with these defaults. */
    static String of(String output, long bufferBytes) throws IOException {
        try (InputStream in = RecordScript.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@OUT@", "'" + output.replace("'", "'\\''") + "'")
                    .replace("@BUFFER_KB@", Long.toString(Math.max(1, bufferBytes / 1024)));
        }
    }
}
