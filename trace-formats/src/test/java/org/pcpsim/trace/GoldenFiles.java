package org.pcpsim.trace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.pcpsim.trace.input.TraceInput;

/** The golden pairs among the test resources. */
public final class GoldenFiles {
    private GoldenFiles() {}

    /** A file as stored, compressed. */
    public static TraceInput open(String name) throws IOException {
        return TraceInput.of(name, stream(name));
    }

    /** A file's decompressed content. */
    public static byte[] bytes(String name) throws IOException {
        try (TraceInput input = open(name);
                InputStream content = input.stream()) {
            return content.readAllBytes();
        }
    }

    /** The lines of a text file. */
    public static List<String> lines(String name) throws IOException {
        return new String(bytes(name), StandardCharsets.UTF_8).lines().toList();
    }

    private static InputStream stream(String name) throws IOException {
        InputStream found = GoldenFiles.class.getResourceAsStream("/golden/binary/" + name);
        if (found == null) {
            throw new IOException("no test resource golden/binary/" + name);
        }
        return found;
    }
}
