package org.pcpsim.cli;

import java.nio.file.Path;
import java.util.stream.Stream;

/** The sample traces of the repository; tests run in the module's folder, as Maven does. */
final class Samples {
    static final Path FOLDER = Path.of("..", "sample-traces");
    static final String REFILL = FOLDER.resolve("01-first-refill.json").toString();
    static final String OWNED = FOLDER.resolve("02-owned-blocks.json").toString();
    static final String SOCKETS = FOLDER.resolve("sockets").toString();

    private Samples() {}

    /** Every sample. */
    static Stream<String> all() {
        return Stream.of(
                        "01-first-refill.json",
                        "02-owned-blocks.json",
                        "compile",
                        "build-32cpu",
                        "exit-storm",
                        "cross-cpu",
                        "jemalloc",
                        "sockets",
                        "numa",
                        "thp-split")
                .map(name -> FOLDER.resolve(name).toString());
    }
}
