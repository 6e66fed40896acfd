package org.pcpsim.trace.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceException;

/** Input made to use up memory or time. */
class JsonLimitsTest {
    private static final long LINE = 100_000_000;

    /** A beginning, and then one character for ever; counts what was asked of it. */
    private static final class Endless extends InputStream {
        private final byte[] beginning;
        private final byte filling;
        private long position;

        Endless(String beginning, char filling) {
            this.beginning = beginning.getBytes(StandardCharsets.UTF_8);
            this.filling = (byte) filling;
        }

        @Override
        public int read() {
            long at = position++;
            return at < beginning.length ? beginning[(int) at] : at < LINE ? filling : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (position >= LINE) {
                return -1;
            }
            for (int i = 0; i < length; i++) {
                target[offset + i] = (byte) read();
            }
            return length;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "{\"a",
                "{\"t\":1",
                "{\"comm\":\"a",
                "{\"op\":\"a",
                "{\"gfp\":\"a",
            })
    void aLineOf100MegabytesFailsByLimitsBeforeItWasRead(String start) {
        char filling = start.charAt(start.length() - 1);
        Endless endless = new Endless(JsonTraces.HEADER + start, filling);

        assertThatThrownBy(() -> JsonTraces.drain(new JsonTraceReader("t.json", endless)))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith("t.json:2:");
        assertThat(endless.position).isLessThan(LINE / 2);
    }

    @Test
    void aTextOverTheLimitIsAnError() throws IOException {
        String longest = "c".repeat(4096);

        assertThat(JsonTraces.drain(
                        JsonTraces.lines("{\"t\":1,\"cpu\":0,\"op\":\"mark\",\"text\":\"" + longest + "\"}")))
                .isEqualTo(1);
        assertThatThrownBy(() -> JsonTraces.drain(
                        JsonTraces.lines("{\"t\":1,\"cpu\":0,\"op\":\"mark\",\"text\":\"" + longest + "c\"}")))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("'text', a text of at most 4096 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void deepNestingFailsByLimits(String open) {
        Endless endless = new Endless(JsonTraces.HEADER + "{\"x-deep\":" + open.repeat(1000), '[');

        assertThatThrownBy(() -> JsonTraces.drain(new JsonTraceReader("t.json", endless)))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("depth");
        assertThat(endless.position).isLessThan(1_000_000);
    }

    @Test
    void moreNamesThanTheSymbolTableHoldsAreAnError() {
        StringBuilder text = new StringBuilder(JsonTraces.HEADER);
        for (int i = 0; i <= Symbols.LIMIT; i++) {
            text.append("{\"t\":1,\"cpu\":0,\"op\":\"lost\",\"comm\":\"")
                    .append(i)
                    .append("\"}\n");
        }

        assertThatThrownBy(() -> JsonTraces.drain(text.toString()))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("distinct names");
    }

    @Test
    void moreFieldsOfOnesOwnThanAnyEventNeedsAreAnError() {
        StringBuilder event = new StringBuilder("{");
        for (int i = 0; i < 100; i++) {
            event.append("\"x-").append(i).append("\":1,");
        }
        String text = JsonTraces.lines(event + "\"t\":1,\"cpu\":0,\"op\":\"lost\"}");

        assertThatThrownBy(() -> JsonTraces.drain(text))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("at most 64");
    }

    @Test
    void bytesThatAreNoUtf8AreAnError() {
        byte[] bytes = JsonTraces.lines("{\"t\":1,\"cpu\":0,\"op\":\"mark\",\"text\":\"?\"}")
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '?' ? (byte) 0xff : bytes[i];
        }

        assertThatThrownBy(
                        () -> JsonTraces.drain(new JsonTraceReader("t.json", new java.io.ByteArrayInputStream(bytes))))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith("t.json:2:");
    }
}
