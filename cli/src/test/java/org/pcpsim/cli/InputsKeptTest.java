package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What reads traces or results writes over none of them, nor one of its files over another. */
class InputsKeptTest {
    @TempDir
    Path folder;

    private Path trace;
    private Path result;

    @BeforeEach
    void files() throws IOException {
        trace = Files.copy(Path.of(Samples.OWNED), folder.resolve("trace.json"));
        Files.copy(trace, folder.resolve("trace.ndjson"));
        result = Files.writeString(folder.resolve("result.json"), Results.json("t", 1, 100));
        Files.writeString(folder.resolve("new.json"), Results.json("t", 1, 120));
    }

    @ParameterizedTest
    @CsvSource({
        "replay trace.json --map trace.json, --map",
        "replay trace.json --series ./trace.json, --series",
        "replay trace.json --model baseline --emit trace.json, --emit",
        "replay trace.json --output trace.json, --output",
        "replay trace.json -o both --map both, --map",
        "replay trace.json -o both --series ./both, --series",
        "replay trace.json --series both --map ./both, --map",
        "inspect trace.json -o trace.json, --output",
        "convert trace.json trace.json, OUT",
        "sweep --trace trace.ndjson -o trace.ndjson, --output",
        "compare new.json result.json -o result.json, --output",
        "report result.json -o result.json, --output"
    })
    void oneFileForTwoUsesIsWrongUsage(String command, String option) throws IOException {
        String[] arguments = Stream.of(command.split(" "))
                .map(word -> word.endsWith("json") || word.endsWith("both") ? folder + "/" + word : word)
                .toArray(String[]::new);
        Run run = Run.pcpsim(arguments);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("pcpsim: " + option + ": found '").contains("expected another file");
        assertThat(trace).hasSameBinaryContentAs(Path.of(Samples.OWNED));
        assertThat(folder.resolve("trace.ndjson")).hasSameBinaryContentAs(trace);
        assertThat(result).hasContent(Results.json("t", 1, 100));
        assertThat(folder.resolve("both")).doesNotExist();
    }

    @Test
    void aLinkToAnInputIsTheInput() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), trace);
        assertThat(Run.pcpsim("replay", trace.toString(), "-o", link.toString()).exitCode())
                .isEqualTo(2);
        assertThat(trace).hasSameBinaryContentAs(Path.of(Samples.OWNED));
    }

    @Test
    void aFileOfAnEarlierRunIsReplaced() throws IOException {
        Path out = Files.writeString(folder.resolve("out.json"), "earlier");
        Run run = Run.pcpsim("replay", trace.toString(), "--format", "json", "-o", out.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Files.readString(out)).contains("pcpsim.result/1");
    }
}
