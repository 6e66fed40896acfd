package org.pcpsim.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.pcpsim.trace.TraceException;

class CostFileTest {
    private static String shipped() throws IOException {
        try (InputStream in = CostFile.class.getResourceAsStream("standard-costs.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static CostTable read(String json) throws IOException {
        return CostFile.read("mine.json", new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static void refuses(String json, String... words) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(TraceException.class).hasMessageContainingAll(words);
    }

    @Test
    void theShippedTableHasEveryPriceWithASource() throws IOException {
        CostTable table = read(shipped());

        assertThat(table).isEqualTo(CostTable.standard());
        assertThat(table.name()).isEqualTo("standard-2");
        assertThat(table.costs()).allSatisfy(cost -> assertThat(cost.source()).isNotBlank());
    }

    @Test
    void anotherPriceIsTaken() throws IOException {
        CostTable table = read(shipped().replace("\"alloc\": {\"value\": 8,", "\"alloc\": {\"value\": 8.5,"));

        assertThat(table.cost(CostTable.ALLOC).value()).isEqualTo(8.5);
        assertThat(table.cost(CostTable.FREE).value()).isEqualTo(8);
    }

    @Test
    void aMissingPriceIsNamedWithItsRange() throws IOException {
        refuses(shipped().replaceFirst("(?m)^ *\"split\": .*\n", ""), "mine.json", "'split'", "from 0 to 1000000");
    }

    @Test
    void aNegativeNumberIsNamedWithItsPlaceAndRange() throws IOException {
        String json =
                shipped().replace("\"alloc\": {\"value\": 8, \"low\": 6,", "\"alloc\": {\"value\": 8, \"low\": -6,");

        refuses(json, "mine.json:5:", "-6", "'alloc.low'", "a number from 0 to 1000000");
    }

    @Test
    void endsThatDoNotEncloseTheValueAreRefused() throws IOException {
        String json =
                shipped().replace("\"alloc\": {\"value\": 8, \"low\": 6,", "\"alloc\": {\"value\": 8, \"low\": 9,");

        refuses(json, "mine.json:5:", "'alloc'", "low <= value <= high");
    }

    @Test
    void whatIsNoNumberOrLacksAPartIsRefused() throws IOException {
        String whole = shipped();

        refuses(whole.replace("\"alloc\": {\"value\": 8,", "\"alloc\": {\"value\": \"8\","), "'alloc.value', a number");
        refuses(whole.replace("\"alloc\": {\"value\": 8, ", "\"alloc\": {"), "'alloc.value' too");
        refuses(whole.replace("\"unit\": \"ns\"", "\"unit\": \"cycles\""), "in 'ns'");
    }

    @Test
    void whatTheSchemaDoesNotHaveIsRefused() throws IOException {
        String whole = shipped();

        refuses(whole.replace("\"alloc\":", "\"tea\":"), "tea");
        refuses(whole.replace("\"free\":", "\"alloc\":"), "each field of costs once");
        refuses(whole.replace("pcpsim.costs/1", "pcpsim.costs/9"), "pcpsim.costs/1");
        refuses("[]", "a table of costs, an object");
        refuses(whole.substring(0, whole.length() / 2), "mine.json");
        refuses("", "mine.json");
    }
}
