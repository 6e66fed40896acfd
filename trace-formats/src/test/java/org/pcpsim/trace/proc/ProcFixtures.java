package org.pcpsim.trace.proc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The /proc texts under {@code src/test/resources/proc}, taken from recordings of the kernel that names the folder. */
final class ProcFixtures {
    private ProcFixtures() {}

    static String text(String file) throws IOException {
        try (InputStream in = ProcFixtures.class.getResourceAsStream("/proc/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
