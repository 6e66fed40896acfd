package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcpsim.trace.format.TraceFormats;

/** {@code record} into one file, of a recording that there is. */
class RecordedFileTest {
    @TempDir
    Path folder;

    /** Operations included: replays of either read them. */
    @Test
    void isTheFileThatConvertMakesOfTheFolder() throws IOException {
        Path recorded = folder.resolve("recorded.pcpt");
        Path converted = folder.resolve("converted.pcpt");
        assertThat(RecordedFile.write(
                        Path.of(Samples.SOCKETS),
                        TraceFormats.byFileName("recorded.pcpt").orElseThrow(),
                        "recorded.pcpt",
                        recorded))
                .isEmpty();
        Run run = Run.pcpsim("convert", Samples.SOCKETS, converted.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(recorded).hasSameBinaryContentAs(converted);
    }
}
