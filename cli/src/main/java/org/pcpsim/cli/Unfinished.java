package org.pcpsim.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Files that are being written: whatever ends this process but {@code kill -9}, they go. Thread-safe. */
final class Unfinished {
    private static final Set<Path> FILES = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Unfinished::deleteAll, "pcpsim-unfinished"));
    }

    private Unfinished() {}

    /** From now on the file goes when this process does. */
    static void begin(Path file) {
        FILES.add(file);
    }

    /** The file has got its name, or is gone. */
    static void end(Path file) {
        FILES.remove(file);
    }

    private static void deleteAll() {
        for (Path file : FILES) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // The process ends, and nobody is left to be told.
                continue;
            }
        }
    }
}
