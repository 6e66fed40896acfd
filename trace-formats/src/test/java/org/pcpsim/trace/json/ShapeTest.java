package org.pcpsim.trace.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pcpsim.trace.format.TraceFormats;
import org.pcpsim.trace.input.TraceInput;

class ShapeTest {
    private static Shape shape(String text) {
        byte[] head = text.getBytes(StandardCharsets.UTF_8);
        return Shape.of(head, head.length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"schema\":\"pcpsim.trace/1\",\"events\":[ | OBJECT",
                "{\"name\":\"x\",\"events\":[ | OBJECT",
                "{\"schema\":\"pcpsim.trace/1\"} | LINES",
                "{\"schema\":\"pcpsim.trace/1\"}/{\"t\":1} | LINES",
                "{\"name\":\"x\",\"schema\":\"pcpsim.trace/1\"}/{\"events\":1} | LINES",
                "{\"schema\":\"pcpsim.trace/1\",\"na | LINES",
                "  {\"schema\":\"pcpsim.result/1\"} | LINES",
                "{\"t\":1,\"cpu\":0} | FOREIGN",
                "{\"a\":{\"schema\":1}} | FOREIGN",
                "{} | FOREIGN",
                "{ | FOREIGN",
                "[] | FOREIGN",
                "# tracer: nop | FOREIGN",
                "`` | FOREIGN",
            })
    void toldByTheFirstObject(String text, Shape shape) {
        assertThat(shape(text.replace("}/{", "}\n{"))).isEqualTo(shape);
    }

    @Test
    void aHeaderOnSeveralLinesIsNoNdjson() {
        assertThat(shape("{\n\"schema\":\"pcpsim.trace/1\"\n}\n")).isEqualTo(Shape.OBJECT);
        assertThat(shape("{\"schema\":\"pcpsim.trace/1\",\n\"snapshot\":{\"before\":{\"zoneinfo\":\"Node 0"))
                .isEqualTo(Shape.OBJECT);
    }

    @Test
    void theRegistryTellsOurFormatsApart() throws IOException {
        for (String path : new String[] {"json", "ndjson"}) {
            byte[] bytes = JsonTraces.resource("/golden/trace." + path).getBytes(StandardCharsets.UTF_8);
            try (TraceInput input = TraceInput.of("t", new ByteArrayInputStream(bytes))) {
                assertThat(TraceFormats.detect(input).name()).isEqualTo(path);
            }
        }
        assertThat(TraceFormats.byFileName("a.json.zst")).get().isInstanceOf(JsonFormat.class);
        assertThat(TraceFormats.byFileName("a.ndjson")).get().isInstanceOf(NdjsonFormat.class);
    }
}
