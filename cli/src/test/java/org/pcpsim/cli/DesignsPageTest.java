package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pcpsim.model.ModelFactory;
import org.pcpsim.model.Models;

/** The page of the designs has every one of them, and the figures that its command prints. */
@Tag("page")
class DesignsPageTest {
    private static String page() throws IOException {
        return Files.readString(Path.of("..", "docs", "designs.md"));
    }

    @Test
    void everyModelHasASection() throws IOException {
        for (ModelFactory model : Models.all()) {
            assertThat(page()).contains("\n## " + model.name() + "\n");
        }
    }

    @Test
    void theTableIsWhatItsCommandPrints() throws IOException {
        String command = page().lines()
                .filter(line -> line.startsWith("pcpsim replay ") && line.contains("--format csv"))
                .findFirst()
                .orElseThrow();
        List<String> arguments = new ArrayList<>();
        for (String word :
                command.replace("--format csv -o designs.csv", "--format json").split(" ")) {
            arguments.add(word.startsWith("sample-traces/") ? "../" + word : word);
        }
        Run run = Run.pcpsim(arguments.subList(1, arguments.size()).toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        StringBuilder rows = new StringBuilder();
        for (JsonNode result : new ObjectMapper().readTree(run.out())) {
            String path = result.at("/trace/path").asText();
            rows.append("| ").append(path.substring(path.lastIndexOf('/') + 1));
            for (String field : Arrays.asList("/zoneLock/acquisitions", "/zoneLock/holdNs")) {
                for (JsonNode model : result.at("/models")) {
                    long value = model.at(field).asLong();
                    long shown = field.endsWith("Ns") ? Math.round(value / 1000.0) : value;
                    rows.append(" | ").append(String.format(Locale.ROOT, "%,d", shown));
                }
            }
            rows.append(" |\n");
        }
        assertThat(page()).contains(rows);
    }
}
