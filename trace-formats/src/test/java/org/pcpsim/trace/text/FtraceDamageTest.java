package org.pcpsim.trace.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.Rounds;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.input.TraceInput;

class FtraceDamageTest {
    private static final String HEAD = "              wl-1424    [000] d..3.    12.345678: ";
    private static final String FREE = "mm_page_free: page=00000000a02dd24b pfn=0x225032 order=0\n";
    private static final String ALLOC = "mm_page_alloc: page=00000000140e4558 pfn=0x225018 order=0 migratetype=0 "
            + "gfp_flags=GFP_KERNEL|__GFP_COMP\n";

    private static void assertDamage(String text, int line, String... parts) {
        assertThatThrownBy(() -> ReadTrace.of(text))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith("t:" + line + ": found '")
                .hasMessageContainingAll(parts);
    }

    @Test
    void aCutLastLineIsAnErrorWhereverItIsCut() {
        String text = HEAD + FREE + HEAD + ALLOC;
        int secondLine = (HEAD + FREE).length();
        for (int length = secondLine + 1; length < text.length(); length++) {
            assertDamage(text.substring(0, length), 2, "<end of file>'");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "order=11|order=11|an order of 0 to 10",
                "order=-1|order=-1|an order of 0 to 10",
                "order=0x|order=0x|an order of 0 to 10",
                "order=|order=|an order of 0 to 10",
                "order=99999999999999999999|order=9|an order of 0 to 10",
                "order=1a|order=1a|an order of 0 to 10",
                "ordre=0|pfn=0x225032|a field order=",
                "order=0 order=0|order=0|each field once",
                "order=0 garbage|garbage|a field name=value",
                "order=0 \u0007x|\\x07x|a field name=value"
            })
    void ordersAreChecked(String field, String found, String expected) {
        String line = HEAD + "mm_page_free: page=00000000a02dd24b pfn=0x225032 " + field + "\n";
        assertDamage(HEAD + FREE + line, 2, found, expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pfn=0x10000000000000",
                "pfn=0xffffffffffffffff",
                "pfn=0x1ffffffffffffffff",
                "pfn=18446744073709551615",
                "pfn=18446744073709551616",
                "pfn=99999999999999999999999",
                "pfn=-5",
                "pfn=0x",
                "pfn=",
                "pfn=0x12G4",
                "pfn=0xAB"
            })
    void pfnsThatCannotBeAreErrors(String field) {
        assertDamage(HEAD + "mm_page_free: page=00000000a02dd24b " + field + " order=0\n", 1, "pfn");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mm_page_alloc: page=1 pfn=0x2 order=0 gfp_flags=GFP_KERNEL|a field migratetype=",
                "mm_page_alloc: page=1 pfn=0x2 order=0 migratetype=0|a field gfp_flags=",
                "mm_page_alloc: page=1 pfn=0x2 order=0 migratetype=6 gfp_flags=GFP_KERNEL|a migratetype of 0 to 5",
                "mm_page_alloc: page=1 pfn=0x2 order=0 migratetype=0 gfp_flags=GFP_KERNEL;x|gfp flags such as",
                "mm_page_alloc_zone_locked: page=1 pfn=0x2 order=0 migratetype=0|a field percpu_refill=",
                "mm_page_alloc_zone_locked: page=1 pfn=0x2 order=0 migratetype=0 percpu_refill=2|0 or 1",
                "mm_page_pcpu_drain: page=1 pfn=0x2 order=0|a field migratetype=",
                "mm_page_free_batched: page=1|a field pfn=",
                "mm_page_alloc_extfrag: page=1 pfn=0x2 alloc_order=0 fallback_order=1 alloc_migratetype=0 "
                        + "fallback_migratetype=1|a field change_ownership="
            })
    void missingAndImpossibleFieldsAreErrors(String event, String expected) {
        assertDamage(HEAD + event + "\n", 1, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wl-1424 [8192] d..3.    12.345678: x: y|a CPU below 8192",
                "wl-1424 [000] d..3.    12.34567: x: y|6 or 9 decimals",
                "wl-1424 [000] d..3.    12.345678 x: y|6 or 9 decimals",
                "wl-1424 [000] d..3.    1234567890123456789012.345678: x: y|6 or 9 decimals",
                "wl-1424 [000] d..3.    99999999999.345678: x: y|a time below",
                "wl-1424 [000] d\u0001.3.    12.345678: x: y|flags such as",
                "wl-1424 [000] d..3.    12.345678: kfree <-tty_write|an event's name and a colon",
                "wl-1424 [000] d..3.    12.345678:x: y|a blank and the event's name",
                "wl-1424 [000] d..3.|a time such as",
                "wl 1424 [000] d..3.    12.345678: x: y|an event: comm-pid",
                "CPU:1 [LOST many EVENTS]|CPU:n [LOST n EVENTS]",
                "CPU:9999 [LOST 3 EVENTS]|a CPU below 8192",
                "hello|an event: comm-pid"
            })
    void headsThatAreNoneAreErrors(String line, String expected) {
        assertDamage("\n" + line + "\n", 2, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "# nop latency trace v1.1.5 on 6.18.44|latency-format",
                "    bash-13390     1..... 16299us : mm_page_alloc: page=1 pfn=0x2 order=0|latency-format",
                "            bash    7194   1 0 00000001 00000000 [13cbf968] 18.356ms (+0.039ms): x: y|latency-format",
                "13390 1 2393668067148 type: 653|raw",
                "7194 1 332246753593 # ffffffff81498b1a hello mark|raw",
                "0000344e 00000001 0000022d50ab8a4c 28d|hex",
                "mm_page_alloc: page=000000001 pfn=0x2 order=0 migratetype=0 gfp_flags=GFP_KERNEL|nocontext-info"
            })
    void unreadableOptionsAreNamed(String line, String option) {
        assertDamage(line + "\n", 1, "option " + option + " ");
    }

    @Test
    void binaryFieldsAreNamedAsOptionBin() {
        assertDamage("\u0001\u0000\u0000\u0002\n", 1, "option bin ");
    }

    @Test
    void anotherTracerIsNotATraceOfEvents() {
        assertDamage("# tracer: function\n", 1, "# tracer: nop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5/4   #P:2", "4/4   #P:0", "4/4   #P:8193", "4   #P:2", "x/4   #P:2"})
    void headersThatCannotBeAreErrors(String numbers) {
        assertDamage("# tracer: nop\n# entries-in-buffer/entries-written: " + numbers + "\n", 2, "expected");
    }

    @Test
    void timeRunningBackwardsOnACpuIsAnError() {
        String text = "  a-1 [000] d..3.    12.000002: " + FREE + "  a-1 [001] d..3.    12.000001: " + FREE
                + "  a-1 [000] d..3.    12.000001: " + FREE;
        assertDamage(text, 3, "'12.000001'", "CPU 0", "12000002000 ns");
    }

    @Test
    void aChangeOfTheClockIsAnError() {
        assertDamage(
                "  a-1 [000] d..3.    12.000002: " + FREE + "  a-1 [001] d..3.    12: " + FREE,
                2,
                "the unit of the lines before");
    }

    @Test
    void anEndlessLineIsAnErrorAndDoesNotFillTheMemory() throws IOException {
        InputStream endless = new InputStream() {
            private int left = 100 << 20;

            @Override
            public int read() {
                return left-- > 0 ? 'x' : -1;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                java.util.Arrays.fill(buffer, offset, offset + length, (byte) 'x');
                left -= length;
                return left > 0 ? length : -1;
            }
        };
        try (TraceInput input = TraceInput.of("t", endless)) {
            assertThatThrownBy(() -> new FtraceFormat().open(input))
                    .isInstanceOf(TraceException.class)
                    .hasMessageContaining("more than 1048576 bytes in a line of text; --max line=N raises this limit");
            assertThat(input.position()).isLessThan(8 << 20);
        }
    }

    @Test
    void tooManyDistinctTextsAreAnError() {
        String mark = "y".repeat(900_000);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 80; i++) {
            text.append(HEAD).append("print: ").append(i).append(mark).append('\n');
        }
        assertDamage(text.toString(), 75, "fewer texts");
    }

    @Test
    void aHostileLineOfBracketsTakesLinearTime() {
        String text = " ".repeat(500_000) + "-1 [1]".repeat(80_000) + "\n";
        assertDamage(text, 1, "an event");
        assertDamage(" ".repeat(500_000) + "-1 [1] ".repeat(70_000) + "\n", 1, "expected");
    }

    @Test
    void randomDamageIsReadOrRefusedButNeverBreaks() {
        long seed = 20260718;
        Random random = new Random(seed);
        byte[] text = ("# tracer: nop\n# entries-in-buffer/entries-written: 2/2   #P:2\n" + HEAD + FREE + HEAD + ALLOC
                        + "CPU:1 [LOST 4787 EVENTS]\n" + HEAD
                        + "mm_page_alloc: pfn=0x1059b9 (1071545) order=0x2 (2) gfp_flags=0x540dc0 (5508544) "
                        + "migratetype=0x1 (1)\n")
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < Rounds.of(20_000); i++) {
            byte[] damaged = text.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                int at = random.nextInt(damaged.length);
                damaged[at] = random.nextBoolean() ? (byte) random.nextInt(256) : damaged[random.nextInt(text.length)];
            }
            Throwable thrown = catchThrowable(() -> ReadTrace.of(damaged));
            if (thrown != null) {
                assertThat(thrown).as("seed %d round %d", seed, i).isInstanceOf(TraceException.class);
            }
        }
    }
}
