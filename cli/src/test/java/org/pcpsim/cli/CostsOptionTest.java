package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcpsim.metrics.CostTable;

class CostsOptionTest {
    private static String shipped;

    @TempDir
    Path folder;

    @BeforeAll
    static void readShippedTable() throws IOException {
        try (InputStream in = CostTable.class.getResourceAsStream("standard-costs.json")) {
            shipped = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Run replay(String costs) throws IOException {
        Path file = Files.writeString(folder.resolve("costs.json"), costs);
        return Run.pcpsim("replay", Samples.OWNED, "--format", "json", "--costs", file.toString());
    }

    @Test
    void theShippedTableGivenAsAFileChangesNothingButTheCommand() throws IOException {
        String without = Run.pcpsim("replay", Samples.OWNED, "--format", "json").out();
        String with = replay(shipped).out();

        assertThat(with.substring(with.indexOf("\"seed\"")))
                .isEqualTo(without.substring(without.indexOf("\"seed\"")))
                .contains("\"costTable\": \"standard-2\"");
    }

    @Test
    void pricesOfAFileArePaid() throws IOException {
        String dear = replay(shipped.replace("\"standard-2\"", "\"dear\"")
                        .replace(
                                "\"alloc\": {\"value\": 8, \"low\": 6, \"high\": 12",
                                "\"alloc\": {\"value\": 9, \"low\": 6, \"high\": 12"))
                .out();
        String usual = replay(shipped).out();

        assertThat(dear).contains("\"costTable\": \"dear\"");
        assertThat(number(dear, "nsPerAlloc")).isEqualTo(number(usual, "nsPerAlloc") + 1);
        assertThat(number(dear, "nsPerFree")).isEqualTo(number(usual, "nsPerFree"));
    }

    private static double number(String json, String field) {
        int at = json.indexOf("\"" + field + "\":") + field.length() + 3;
        return Double.parseDouble(json.substring(at, json.indexOf(',', at)).trim());
    }

    @Test
    void aTableThatLacksAPriceEndsWith3AndNamesIt() throws IOException {
        Run run = replay(shipped.replaceFirst("(?m)^ *\"merge\": .*\n", ""));

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("costs.json", "'merge'", "from 0 to 1000000");
    }

    @Test
    void aNegativePriceEndsWith3AndNamesItAndItsRange() throws IOException {
        Run run = replay(shipped.replace("\"low\": 6,", "\"low\": -6,"));

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("costs.json:5:", "'alloc.low'", "a number from 0 to 1000000");
    }

    @Test
    void aFileThatIsNotThereEndsWith4() {
        Run run = Run.pcpsim(
                "replay", Samples.OWNED, "--costs", folder.resolve("none.json").toString());

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("none.json");
    }
}
