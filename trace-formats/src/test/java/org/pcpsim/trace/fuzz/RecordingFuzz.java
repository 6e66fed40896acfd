package org.pcpsim.trace.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.recording.Recording;

/** {@code recording.json}. */
@Tag("fuzz")
class RecordingFuzz {
    @TempDir
    static Path folder;

    @FuzzTest
    void anyContent(byte[] content) throws IOException {
        Files.write(folder.resolve(Recording.FILE), content);
        try {
            Recording recording = Recording.read(folder);
            AnyContent.require(recording.trace().normalize().startsWith(folder), "a trace outside the folder");
        } catch (TraceException e) {
            AnyContent.require(e.getMessage().contains(Recording.FILE), "an error without the file's name");
        }
    }
}
