package org.pcpsim.trace.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;

class JsonHeaderTest {
    private static final String SCHEMA = "\"schema\":\"pcpsim.trace/1\"";

    private static TraceHeader header(String fields) throws IOException {
        try (JsonTraceReader reader = JsonTraces.reader("{" + SCHEMA + fields + ",\"events\":[]}")) {
            return reader.header();
        }
    }

    private static void assertDamage(String text, String... parts) {
        var thrown = assertThatThrownBy(() -> JsonTraces.drain(text)).isInstanceOf(TraceException.class);
        thrown.hasMessageStartingWith("t.json");
        for (String part : parts) {
            thrown.hasMessageContaining(part);
        }
    }

    @Test
    void aHeaderMayHoldNothingButTheSchema() throws IOException {
        assertThat(header("")).isEqualTo(TraceHeader.EMPTY);
        assertThat(JsonTraces.reader(JsonTraces.HEADER).header()).isEqualTo(TraceHeader.EMPTY);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"8G\"', 8589934592",
        "'\"512M\"', 536870912",
        "'\"1T\"', 1099511627776",
        "'\"64K\"', 65536",
        "'\"4096\"', 4096",
        "4096, 4096"
    })
    void memoryIsBytesOrHasAUnit(String written, long bytes) throws IOException {
        assertThat(header(",\"machine\":{\"memory\":" + written + "}").memoryBytes())
                .hasValue(bytes);
    }

    @ParameterizedTest
    @CsvSource({"'\"8GB\"'", "'\"\"'", "'\"G\"'", "-1", "0", "1.5", "'\"-8G\"'", "'\"8388608T\"'", "true", "'[1]'"})
    void otherMemoryIsAnError(String written) {
        assertDamage(
                "{" + SCHEMA + ",\"machine\":{\"memory\":" + written + "},\"events\":[]}",
                "t.json:1:",
                "'memory', a number");
    }

    @Test
    void memoryIsWrittenInTheLargestUnitThatFits() {
        assertThat(MemorySize.format(8L << 30)).isEqualTo("8G");
        assertThat(MemorySize.format(3L << 29)).isEqualTo("1536M");
        assertThat(MemorySize.format(1025)).isEqualTo("1025");
        assertThat(MemorySize.format(2048L << 40)).isEqualTo("2048T");
    }

    @Test
    void snapshotsAreKeptByFileName() throws IOException {
        TraceHeader header =
                header(",\"snapshot\":{\"before\":{\"vmstat\":\"pgfree 1\\n\",\"x-more\":3},\"after\":{}}");

        assertThat(header.snapshotBefore()).containsOnlyKeys("vmstat").containsEntry("vmstat", "pgfree 1\n");
        assertThat(header.snapshotAfter()).isEmpty();
    }

    @Test
    void aBrokenSnapshotNamesItsFileAndLine() {
        assertDamage(
                "{" + SCHEMA + ",\"snapshot\":{\"before\":{\"vmstat\":\"pgfree 1\\npgalloc\\n\"}},\"events\":[]}",
                "t.json (snapshot.before.vmstat):2: found 'pgalloc'");
        assertDamage(
                "{" + SCHEMA + ",\"snapshot\":{\"before\":{\"slabinfo\":\"\"}},\"events\":[]}",
                "found 'slabinfo', expected a field of 'snapshot.before'");
    }

    @Test
    void aSnapshotLargerThanAnEventTextIsRead() throws IOException {
        String vmstat = "a".repeat(100_000) + " 1";

        assertThat(header(",\"snapshot\":{\"before\":{\"vmstat\":\"" + vmstat + "\"}}")
                        .snapshotBefore())
                .containsEntry("vmstat", vmstat);
    }

    @Test
    void fieldsOfOnesOwnArePassedOver() throws IOException {
        assertThat(header(",\"x-a\":{\"b\":[1,{\"c\":null}]},\"name\":\"n\",\"x-b\":1")
                        .name())
                .isEqualTo("n");
    }

    @Test
    void anotherVersionSaysWhichOnesAreRead() {
        assertDamage(
                "{\"schema\":\"pcpsim.trace/2\",\"events\":[]}",
                "t.json:1:11: found 'pcpsim.trace/2', expected schema \"pcpsim.trace/1\", the only version that can be read");
        assertDamage(
                "{\"schema\":\"pcpsim.result/1\"}\n", "found 'pcpsim.result/1', expected schema \"pcpsim.trace/1\"");
    }

    @Test
    void aHeaderWithoutSchemaIsAnError() {
        assertDamage("{\"name\":\"x\",\"events\":[]}", "'schema'");
        assertDamage("{}\n", "'schema'");
        assertDamage("{\"schema\":1,\"events\":[]}", "'schema', a text");
    }

    @Test
    void fieldsAfterTheEventsAreAnErrorThatSaysWhy() {
        assertDamage("{" + SCHEMA + ",\"events\":[],\n\"name\":\"x\"}", "t.json:2:1: found 'name'", "read as a stream");
    }

    @Test
    void aSecondObjectAfterTheEventsIsAnError() {
        assertDamage("{" + SCHEMA + ",\"events\":[]} {}", "the end of the text");
    }

    @Test
    void unknownAndRepeatedFieldsAreErrors() {
        assertDamage(
                "{" + SCHEMA + ",\"nam\":1,\"events\":[]}",
                "t.json:1:28: found 'nam', expected a field of a trace's header");
        assertDamage(
                "{" + SCHEMA + ",\"machine\":{\"cpu\":1},\"events\":[]}", "found 'cpu', expected a field of 'machine'");
        assertDamage("{" + SCHEMA + ",\"name\":\"\",\"name\":\"\",\"events\":[]}", "found 'name'", "once");
        assertDamage("{" + SCHEMA + ",\"machine\":{\"cpus\":1,\"cpus\":1},\"events\":[]}", "found 'cpus'", "once");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"cpus\":0', 'cpus'",
        "'\"cpus\":8193', 'cpus'",
        "'\"cpus\":1.0', 'cpus'",
        "'\"cpus\":99999999999999999999', 'cpus'",
        "'\"cpus\":\"4\"', 'cpus'",
        "'\"nodes\":1025', 'nodes'",
        "'\"kernel\":6.18', 'kernel'"
    })
    void valuesOfTheMachineAreChecked(String field, String name) {
        assertDamage("{" + SCHEMA + ",\"machine\":{" + field + "},\"events\":[]}", "expected '" + name + "', ");
    }

    @Test
    void anObjectOnSeveralLinesWithoutEventsIsAnError() {
        assertDamage("{" + SCHEMA + "\n}\n", "t.json:2:1: ", "'events' last in the object");
    }

    @Test
    void eventsThatAreNoArrayAreAnError() {
        assertDamage("{" + SCHEMA + ",\"events\":{}}", "'events', an array");
    }

    @Test
    void textsThatAreNoTraceAreErrors() {
        assertDamage("[]", "a trace");
        assertDamage("\u0001\u0002", "t.json:1:", "not the JSON expected");
        assertDamage("", "end of file");
        assertDamage("{\"schema\":", "not the JSON expected");
    }
}
