package org.pcpsim.trace.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintFlagsTest {
    private static final String FORMAT = "\"gfp_flags=%s\", (REC->gfp_flags) ? __print_flags(REC->gfp_flags, \"|\", "
            + "{( unsigned long)((( gfp_t)((((1UL))) << (6))) | (( gfp_t)((((1UL))) << (7)))), \"GFP_AB\"}, "
            + "{(unsigned long)((gfp_t)0x40u), \"__GFP_A\"}, {0x80, \"__GFP_B\"}, "
            + "{( unsigned long)(( gfp_t)((((1UL))) << (20))), \"__GFP_C\"}, { 0, ((void *)0) } ) : \"none\"";

    @ParameterizedTest
    @CsvSource({
        "0, none",
        "0x40, __GFP_A",
        "0xc0, GFP_AB",
        "0x1000c0, GFP_AB|__GFP_C",
        "0x100080, __GFP_B|__GFP_C",
        "0x100001, __GFP_C|0x1",
        "0x2, 0x2",
        "0x80000000000000c0, GFP_AB|0x8000000000000000"
    })
    void bitsAreNamedInTheTablesOrderAndOnlyOnce(String value, String text) {
        long bits = Long.parseUnsignedLong(value.replace("0x", ""), 16);
        assertThat(PrintFlags.of(FORMAT, "gfp_flags").orElseThrow().text(bits)).isEqualTo(text);
    }

    @Test
    void theTableIsThatOfTheField() {
        String format = "__print_flags(REC->other, \"|\", {1, \"X\"}), __print_flags( (unsigned long) REC->gfp_flags, "
                + "\",\", {1, \"Y\"}, {2, \"Z\"})";
        PrintFlags flags = PrintFlags.of(format, "gfp_flags").orElseThrow();
        assertThat(flags.text(7)).isEqualTo("Y,Z,0x4");
        assertThat(flags.text(0)).as("no text for 0 is given").isEmpty();
        assertThat(PrintFlags.of(format, "absent")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "__print_flags(REC->f",
                "__print_flags(REC->f, \"|\"",
                "__print_flags(REC->f, \"|\")",
                "__print_flags(REC->f, \"|\", {1, \"A\"}",
                "__print_flags(REC->f, \"|\", {1, \"A\"",
                "__print_flags(REC->f, \"|\", {1, \"A",
                "__print_flags(REC->f, \"|\", {1 \"A\"})",
                "__print_flags(REC->f, \"|\", {1 << ___GFP_IO_BIT, \"A\"})",
                "__print_flags(REC->f, \"|\", {(1, \"A\"})",
                "__print_flags(REC->f, \"|\", {1, NULL"
            })
    void tablesThatCannotBeReadAreNone(String format) {
        assertThat(PrintFlags.of(format, "f")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12|12",
                "0x1fUL|31",
                "010|8",
                "1 + 2 << 3|24",
                "7 - 2|5",
                "(1 << 4) ^ 0x11|1",
                "( gfp_t)((((1UL))) << (31))|2147483648",
                "(gfp_t)(1UL << 32)|0",
                "(unsigned long)(1UL << 40)|1099511627776",
                "(( gfp_t)0xff) & ~(( gfp_t)0x0f)|240",
                "~0 & 0xff|255",
                "-1 & 0xffff|65535",
                "256 >> 4|16"
            })
    void constantsHaveTheirValueInC(String expression, long value) {
        assertThat(ConstantExpression.parse(expression, 0))
                .hasValueSatisfying(found -> assertThat(found.value()).isEqualTo(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "(",
                "(1",
                "1 <<",
                "1 << 64",
                "1 << -1",
                "0x",
                "((void *)0)",
                "(struct x)1",
                "99999999999999999999"
            })
    void otherExpressionsHaveNone(String expression) {
        assertThat(ConstantExpression.parse(expression, 0)).isEmpty();
    }

    @Test
    void deepNestingHasNoValueInsteadOfOverflowingTheStack() {
        assertThat(ConstantExpression.parse("(".repeat(100_000) + "1" + ")".repeat(100_000), 0))
                .isEmpty();
        assertThat(ConstantExpression.parse("~".repeat(100_000) + "1", 0)).isEmpty();
    }
}
