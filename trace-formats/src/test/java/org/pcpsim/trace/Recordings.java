package org.pcpsim.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Where the recordings of real kernels are, for tests that use them when they are there. */
public final class Recordings {
    private Recordings() {}

    /** The folder of recordings beside the repository; the test is skipped where there is none. */
    public static Path folder() {
        Path here = Path.of("").toAbsolutePath();
        while (here != null && !Files.exists(here.resolve("sample-traces/pom.xml"))) {
            here = here.getParent();
        }
        Assumptions.assumeTrue(here != null, "not inside the repository");
        Path folder = here.resolve(System.getProperty("pcpsim.recordings", "../shared/recordings"))
                .normalize();
        Assumptions.assumeTrue(Files.isDirectory(folder), folder + " is not there");
        return folder;
    }

    /** Every recording, by name. */
    public static List<Path> all() {
        try (Stream<Path> entries = Files.list(folder())) {
            return entries.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
