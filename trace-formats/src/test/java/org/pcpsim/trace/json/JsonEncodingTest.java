package org.pcpsim.trace.json;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.TraceException;

/** Bytes that look like UTF-32 or are of no encoding are damage, not a failure to read. */
class JsonEncodingTest {
    @ParameterizedTest
    @ValueSource(strings = {"0000007b007a2201", "7b00000001227a00", "0000fffe", "0000007bffffffff"})
    void bytesOfNoEncodingAreRefused(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> new JsonTraceReader("t.json", new ByteArrayInputStream(bytes)))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("t.json:1:")
                .hasMessageContaining("found bytes that are not UTF-8, expected text");
    }
}
