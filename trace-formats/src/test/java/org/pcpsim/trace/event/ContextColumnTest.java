package org.pcpsim.trace.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pcpsim.trace.TraceException;

class ContextColumnTest {
    /** Flags are bits: irqs-off 1, lazy 2, need-resched 4, hardirq 8, softirq 10, preempt-resched 20, nmi 40, bh-off 80. */
    @ParameterizedTest
    @CsvSource({
        "00, 00, .....",
        "01, 03, d..3.",
        "01, 21, d..12",
        "80, 00, b....",
        "81, 00, D....",
        "24, 00, .N...",
        "04, 00, .n...",
        "20, 00, .p...",
        "02, 00, .l...",
        "06, 00, .b...",
        "22, 00, .L...",
        "26, 00, .B...",
        "10, 01, ..s1.",
        "08, 00, ..h..",
        "18, 00, ..H..",
        "40, 00, ..z..",
        "48, 00, ..Z..",
        "00, af, ...fa"
    })
    void flagsAndDepthsReadAsTheyDoInFtraceText(String flags, String preemptCount, String text) {
        assertThat(ContextColumn.text(Integer.parseInt(flags, 16), Integer.parseInt(preemptCount, 16)))
                .isEqualTo(text);
    }

    @Test
    void aContextIsOneSymbol() throws TraceException {
        TextSymbols symbols = new TextSymbols("t");
        ContextColumn column = new ContextColumn(symbols);
        int first = column.symbol(1, 3);
        assertThat(symbols.symbols().text(first)).isEqualTo("d..3.");
        assertThat(column.symbol(1, 3)).isEqualTo(first);
        assertThat(column.symbol(0, 3)).isNotEqualTo(first);
    }
}
