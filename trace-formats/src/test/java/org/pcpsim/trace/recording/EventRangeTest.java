package org.pcpsim.trace.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceWriter;
import org.pcpsim.trace.pcpt.PcptFormat;

/** Events of a {@code .pcpt} that no kernel has. */
class EventRangeTest {
    /** A trace of three events, the last of which has an order and a page. */
    private static TraceSource packed(byte kind, int order, long pfn) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TraceWriter writer = new PcptFormat().create(bytes, TraceHeader.EMPTY)) {
            EventBatch batch = new EventBatch();
            batch.pfn[batch.add(EventKind.ALLOC, 0, 1)] = 7;
            batch.pfn[batch.add(EventKind.FREE, 0, 2)] = 7;
            int row = batch.add(kind, 0, 3);
            batch.order[row] = (byte) order;
            batch.pfn[row] = pfn;
            writer.write(batch, new Symbols());
        }
        return TraceSource.open("-", new ByteArrayInputStream(bytes.toByteArray()));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 11, 4096, -1", "0, -1, 4096, -1", "0, 127, 4096, -1", "0, 0, 4503599627370496, -1", "0, 0, -2, -1",
        "1, -128, 4096, 0", "1, 0, -1, 0", "2, 0, -1, 0", "1, 0, 9223372036854775807, 0",
                "1, 0, -9223372036854775808, 0",
        "3, 11, 4096, -1", "8, 0, -2, -1"
    })
    void areRefusedWithTheirPosition(byte kind, int order, long pfn, int least) throws IOException {
        try (TraceSource source = packed(kind, order, pfn)) {
            assertThatThrownBy(() -> source.reader().read(new EventBatch()))
                    .isInstanceOf(TraceException.class)
                    .hasMessage("<stdin>: event 2: found order " + order + ", page " + pfn
                            + ", expected order 0 to 10, page " + least + " to 4503599627370495");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 10, 4503599627370495", "0, 0, -1", "1, 10, 0", "2, 0, 4503599627370495", "6, 0, -1", "8, 0, -1"})
    void thoseAtTheEndsAreRead(byte kind, int order, long pfn) throws IOException {
        try (TraceSource source = packed(kind, order, pfn)) {
            EventBatch batch = new EventBatch();
            assertThat(source.reader().read(batch)).isTrue();
            assertThat(batch.size).isEqualTo(3);
        }
    }
}
