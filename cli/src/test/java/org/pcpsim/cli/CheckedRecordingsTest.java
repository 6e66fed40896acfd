package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pcpsim.model.ModelFactory;
import org.pcpsim.model.Models;

/** Every recording of the study, where it lies beside the repository, through all models with all invariants checked. */
@Tag("long")
class CheckedRecordingsTest {
    private static final Path RECORDINGS = Path.of("..", "..", "shared", "recordings");

    @Test
    void noModelBreaksAnInvariantOnAnyRecording() throws IOException {
        assumeTrue(Files.isDirectory(RECORDINGS), "no recordings here");
        String models = Models.all().stream().map(ModelFactory::name).collect(Collectors.joining(","));
        for (Path recording : recordings()) {
            Run run =
                    Run.pcpsim("replay", recording.toString(), "--model", models, "--check", "--format", "json", "-q");
            assertThat(run.exitCode()).as("%s: %s", recording, run.err()).isZero();
            assertThat(run.out()).as(recording.toString()).contains("\"initial\": \"snapshot\"");
            assertThat(run.out()).as(recording.toString()).doesNotContain("\"error\"");
        }
    }

    private static List<Path> recordings() throws IOException {
        try (Stream<Path> found = Files.list(RECORDINGS)) {
            List<Path> folders = found.filter(Files::isDirectory).sorted().toList();
            assertThat(folders).isNotEmpty();
            return folders;
        }
    }
}
