package org.pcpsim.trace.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Gfp;
import org.pcpsim.trace.TraceException;

class JsonEventTest {
    private static final String GOOD = "{\"t\":1,\"cpu\":0,\"op\":\"free\",\"pfn\":1}";

    private static String event(String fields) {
        return "{\"t\":5,\"cpu\":1," + fields + "}";
    }

    private static void assertDamage(String event, String... parts) {
        var thrown = assertThatThrownBy(() -> JsonTraces.drain(JsonTraces.lines(GOOD, event)))
                .as(event)
                .isInstanceOf(TraceException.class);
        thrown.hasMessageStartingWith("t.json:3:");
        for (String part : parts) {
            thrown.hasMessageContaining(part);
        }
    }

    @Test
    void orderAndMigratetypeDefaultTo0AndMovable() throws IOException {
        EventBatch batch = JsonTraces.batch(event("\"op\":\"alloc\",\"pfn\":7"));

        assertThat(batch.order[0]).isZero();
        assertThat(batch.migratetype[0]).isEqualTo((byte) 1);
        assertThat(batch.gfp[0]).isEqualTo(Gfp.MOVABLE | Gfp.HIGHMEM | Gfp.DIRECT_RECLAIM | Gfp.KSWAPD_RECLAIM);
        assertThat(batch.gfpText[0]).isZero();
    }

    @Test
    void anAllocationWithoutGfpHasTheBitsOfItsMigratetype() throws IOException {
        EventBatch batch = JsonTraces.batch(
                event("\"op\":\"alloc\",\"pfn\":7,\"mt\":\"unmovable\""),
                event("\"op\":\"alloc\",\"pfn\":8,\"mt\":\"reclaimable\""),
                event("\"op\":\"alloc\",\"pfn\":9,\"mt\":\"highatomic\""));

        int reclaim = Gfp.DIRECT_RECLAIM | Gfp.KSWAPD_RECLAIM;
        assertThat(batch.gfp).startsWith(reclaim, reclaim | Gfp.RECLAIMABLE, reclaim);
        assertThat(batch.migratetype).startsWith(0, 2, 3);
    }

    @Test
    void gfpTextIsDecodedForEveryAllocation() throws IOException {
        EventBatch batch = JsonTraces.batch(
                event("\"op\":\"alloc\",\"pfn\":7,\"mt\":\"unmovable\",\"gfp\":\"GFP_ATOMIC\""),
                event("\"op\":\"alloc\",\"pfn\":8,\"mt\":\"unmovable\",\"gfp\":\"GFP_ATOMIC\""),
                event("\"op\":\"alloc\",\"pfn\":9,\"mt\":\"unmovable\",\"gfp\":\"none\""));

        assertThat(batch.gfp).startsWith(Gfp.HIGH | Gfp.KSWAPD_RECLAIM, Gfp.HIGH | Gfp.KSWAPD_RECLAIM, 0);
        assertThat(batch.gfpText[0]).isEqualTo(batch.gfpText[1]).isNotEqualTo(batch.gfpText[2]);
    }

    @Test
    void fieldsMayComeInAnyOrder() throws IOException {
        EventBatch batch = JsonTraces.batch("{\"order\":3,\"pfn\":8,\"op\":\"alloc\",\"cpu\":2,\"t\":9}");

        assertThat(batch.kind[0]).isEqualTo(EventKind.ALLOC);
        assertThat(batch.order[0]).isEqualTo((byte) 3);
        assertThat(batch.cpu[0]).isEqualTo(2);
        assertThat(batch.time[0]).isEqualTo(9);
    }

    @Test
    void nothingOfAnEventIsLeftForTheNext() throws IOException {
        EventBatch batch = JsonTraces.batch(
                event(
                        "\"op\":\"alloc\",\"pfn\":7,\"order\":4,\"mt\":\"unmovable\",\"pid\":3,\"comm\":\"a\",\"ctx\":\"d\",\"gfp\":\"none\""),
                event("\"op\":\"alloc\",\"failed\":true"),
                event("\"op\":\"zone_locked\",\"refill\":1"),
                event("\"op\":\"zone_locked\""),
                event("\"op\":\"lost\",\"count\":5"),
                event("\"op\":\"lost\""));

        assertThat(batch.order[1]).isZero();
        assertThat(batch.migratetype[1]).isEqualTo((byte) 1);
        assertThat(batch.pid[1] + batch.comm[1] + batch.context[1] + batch.gfpText[1])
                .isZero();
        assertThat(batch.pfn[1]).isEqualTo(EventBatch.NO_PFN);
        assertThat(batch.aux).startsWith(0, 0, 1, 0, 5, -1);
    }

    @Test
    void theLargestValuesAreRead() throws IOException {
        EventBatch batch =
                JsonTraces.batch("{\"t\":9223372036854775807,\"cpu\":8191,\"op\":\"alloc\",\"pfn\":4503599627370495,"
                        + "\"order\":10,\"pid\":2147483647}");

        assertThat(batch.time[0]).isEqualTo(Long.MAX_VALUE);
        assertThat(batch.cpu[0]).isEqualTo(8191);
        assertThat(batch.pfn[0]).isEqualTo((1L << 52) - 1);
        assertThat(batch.order[0]).isEqualTo((byte) 10);
        assertThat(batch.pid[0]).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void fieldsOfOnesOwnArePassedOver() throws IOException {
        EventBatch batch = JsonTraces.batch(event("\"x-a\":[[{\"t\":1}]],\"op\":\"free\",\"pfn\":7,\"x-b\":null"));

        assertThat(batch.size).isEqualTo(1);
        assertThat(batch.pfn[0]).isEqualTo(7);
    }

    @Test
    void kindsOfTheKernelNeedNoPfn() throws IOException {
        EventBatch batch =
                JsonTraces.batch(event("\"op\":\"free_batched\""), event("\"op\":\"pcpu_drain\",\"mt\":\"isolate\""));

        assertThat(batch.pfn).startsWith(EventBatch.NO_PFN, EventBatch.NO_PFN);
        assertThat(batch.migratetype).startsWith(0, 5);
    }

    @Test
    void timeMayStandStillOrDifferBetweenCpus() throws IOException {
        assertThat(JsonTraces.drain(JsonTraces.lines(
                        "{\"t\":9,\"cpu\":0,\"op\":\"lost\"}",
                        "{\"t\":9,\"cpu\":0,\"op\":\"lost\"}",
                        "{\"t\":3,\"cpu\":900,\"op\":\"lost\"}")))
                .isEqualTo(3);
    }

    @Test
    void timeThatGoesBackOnACpuIsAnError() {
        assertThatThrownBy(() -> JsonTraces.drain(JsonTraces.lines(
                        "{\"t\":9,\"cpu\":7,\"op\":\"lost\"}",
                        "{\"t\":1,\"cpu\":6,\"op\":\"lost\"}",
                        "{\"t\":8,\"cpu\":7,\"op\":\"lost\"}")))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith("t.json:4:")
                .hasMessageContaining("found 'time 8', expected 9 or later: time goes back on CPU 7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"cpu\":1,\"op\":\"free\",\"pfn\":1} | 't'",
                "{\"t\":1,\"op\":\"free\",\"pfn\":1} | 'cpu'",
                "{\"t\":1,\"cpu\":1,\"pfn\":1} | 'op'",
                "{\"t\":1,\"cpu\":1,\"op\":\"free\"} | 'pfn'",
                "{\"t\":1,\"cpu\":1,\"op\":\"alloc\"} | 'pfn'",
                "{\"t\":1,\"cpu\":1,\"op\":\"alloc\",\"failed\":false} | 'pfn'",
                "{\"t\":1,\"cpu\":1,\"op\":\"extfrag\",\"fallbackMt\":\"movable\"} | 'fallbackOrder'",
                "{\"t\":1,\"cpu\":1,\"op\":\"extfrag\",\"fallbackOrder\":1} | 'fallbackMt'",
                "{\"t\":1,\"cpu\":1,\"op\":\"mark\"} | 'text'",
                "{} | 't'",
            })
    void missingFieldsAreNamed(String event, String field) {
        assertDamage(event, "found 'an event without it', expected " + field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"op\":\"free\",\"pfn\":-1 | found '-1', expected 'pfn', a whole number from 0 to 4503599627370495",
                "\"op\":\"free\",\"pfn\":4503599627370496 | 'pfn', a whole",
                "\"op\":\"free\",\"pfn\":99999999999999999999 | 'pfn', a whole",
                "\"op\":\"free\",\"pfn\":999999999999999999999999 | not the JSON expected",
                "\"op\":\"free\",\"pfn\":1.5 | found '1.5', expected 'pfn'",
                "\"op\":\"free\",\"pfn\":1e3 | found '1e3', expected 'pfn'",
                "\"op\":\"free\",\"pfn\":\"1\" | 'pfn', a whole",
                "\"op\":\"free\",\"pfn\":null | found 'null', expected 'pfn'",
                "\"op\":\"free\",\"pfn\":[1] | 'pfn', a whole",
                "\"op\":\"free\",\"pfn\":1,\"order\":-1 | found '-1', expected 'order', a whole number from 0 to 10",
                "\"op\":\"free\",\"pfn\":1,\"order\":11 | found '11', expected 'order'",
                "\"op\":\"free\",\"pfn\":1,\"pid\":2147483648 | 'pid'",
                "\"op\":\"free\",\"pfn\":1,\"comm\":7 | 'comm', a text",
                "\"op\":\"gone\",\"pfn\":1 | found 'gone', expected 'op', one of alloc, free",
                "\"op\":1,\"pfn\":1 | 'op', a text",
                "\"op\":\"alloc\",\"pfn\":1,\"mt\":\"Movable\" | found 'Movable', expected 'mt', one of unmovable",
                "\"op\":\"alloc\",\"pfn\":1,\"mt\":1 | 'mt', a text",
                "\"op\":\"alloc\",\"pfn\":1,\"mt\":\"cma\" | found 'cma'",
                "\"op\":\"alloc\",\"pfn\":1,\"failed\":true | found 'pfn 1'",
                "\"op\":\"alloc\",\"pfn\":1,\"failed\":1 | 'failed', true or false",
                "\"op\":\"zone_locked\",\"refill\":2 | 'refill'",
                "\"op\":\"lost\",\"count\":-1 | 'count'",
                "\"op\":\"free\",\"pfn\":1,\"failed\":true | found 'failed', expected a field that 'free' events have",
                "\"op\":\"free\",\"pfn\":1,\"gfp\":\"none\" | found 'gfp', expected a field that 'free' events have",
                "\"op\":\"lost\",\"pfn\":1 | found 'pfn', expected a field that 'lost' events have",
                "\"op\":\"free\",\"pfn\":1,\"count\":1 | found 'count'",
                "\"op\":\"free\",\"pfn\":1,\"page\":1 | found 'page', expected a field of an event",
                "\"op\":\"free\",\"pfn\":1,\"pfn\":1 | found 'pfn', expected each field of an event once",
                "\"op\":\"free\",\"pfn\":1,\"x-a\":1,\"x-a\":1 | found 'x-a', expected each field of an event once",
                "\"op\":\"free\",\"pfn\":1, | not the JSON expected",
                "\"op\":\"free\",\"pfn\":01 | not the JSON expected",
                "\"op\":\"free\",\"pfn\":NaN | not the JSON expected",
            })
    void damageNamesWhatWasFoundAndExpected(String fields, String message) {
        assertDamage(event(fields), message);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 8192})
    void cpusHaveLimits(int cpu) {
        assertDamage("{\"t\":1,\"cpu\":" + cpu + ",\"op\":\"lost\"}", "'cpu', a whole number from 0 to 8191");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "null", "\"x\"", "[]", "]", "}", "garbage", "\u0001"})
    void linesThatAreNoObjectAreErrors(String line) {
        assertDamage(line);
    }

    @Test
    void aTraceCutAnywhereInAnEventIsAnError() throws IOException {
        String whole = JsonTraces.resource("/golden/trace.json");
        for (int cut = 1; cut < whole.length() - 2; cut++) {
            String text = whole.substring(0, cut);
            assertThatThrownBy(() -> JsonTraces.drain(text))
                    .as("cut after %s characters", cut)
                    .isInstanceOf(TraceException.class);
        }
    }

    @Test
    void ndjsonCutInsideALineIsAnError() throws IOException {
        String whole = JsonTraces.resource("/golden/trace.ndjson");
        for (int cut = 1; cut < whole.length(); cut++) {
            String text = whole.substring(0, cut);
            boolean complete = text.endsWith("}") && whole.charAt(cut) == '\n' || text.endsWith("\n");
            if (!complete) {
                assertThatThrownBy(() -> JsonTraces.drain(text))
                        .as("cut after %s characters", cut)
                        .isInstanceOf(TraceException.class);
            }
        }
    }

    @Test
    void anErrorInALaterBatchKeepsTheBatchesBeforeIt() throws IOException {
        StringBuilder text = new StringBuilder(JsonTraces.HEADER);
        for (int i = 0; i < EventBatch.CAPACITY + 1; i++) {
            text.append(GOOD).append('\n');
        }
        text.append("oops\n");
        EventBatch batch = new EventBatch();
        try (JsonTraceReader reader = JsonTraces.reader(text.toString())) {
            assertThat(reader.read(batch)).isTrue();
            assertThat(batch.size).isEqualTo(EventBatch.CAPACITY);
            assertThatThrownBy(() -> reader.read(batch))
                    .hasMessageStartingWith("t.json:" + (EventBatch.CAPACITY + 3) + ":");
            assertThat(batch.size).isZero();
            assertThat(batch.firstEvent).isEqualTo(EventBatch.CAPACITY);
        }
    }
}
