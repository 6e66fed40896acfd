package org.pcpsim.trace.tracefs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How instances come and go: making a folder in {@code instances} makes the kernel fill it, removing it frees the rings. */
interface InstanceFolders {
    /** What the kernel does. */
    InstanceFolders KERNEL = new InstanceFolders() {
        @Override
        public void create(Path folder) throws IOException {
            Files.createDirectory(folder);
        }

        @Override
        public void remove(Path folder) throws IOException {
            Files.deleteIfExists(folder);
        }
    };

    void create(Path folder) throws IOException;

    /** Does nothing where there is no such folder. */
    void remove(Path folder) throws IOException;
}
