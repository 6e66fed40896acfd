package org.pcpsim.trace.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Recordings;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.TraceWriter;
import org.pcpsim.trace.format.TraceFormats;
import org.pcpsim.trace.input.TraceInput;

/** Traces of real kernels through the text formats of our own. */
class RecordedTracesTest {
    private static final List<String> SMALL = List.of(
            "pagecache_cold", "qemu_612_8_sock8", "qemu_61_8_sock8", "qemu_612_f_fail2", "qemu_612_16n4_xcpu16");

    @Test
    void whatIsConvertedReadsAsTheRecordingDoes() throws IOException {
        for (String name : SMALL) {
            for (String format : List.of("json", "ndjson")) {
                Path folder = Recordings.folder().resolve(name);
                byte[] text = converted(folder, format);
                try (TraceSource expected = TraceSource.open(folder.toString(), InputStream.nullInputStream());
                        TraceInput input = TraceInput.of(name, new ByteArrayInputStream(text));
                        TraceReader actual = TraceFormats.detect(input).open(input)) {
                    assertThat(actual.header())
                            .as(name)
                            .isEqualTo(expected.reader().header());
                    assertSameEvents(expected.reader(), actual, name + " as " + format);
                }
            }
        }
    }

    private static byte[] converted(Path folder, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        EventBatch batch = new EventBatch();
        try (TraceSource source = TraceSource.open(folder.toString(), InputStream.nullInputStream());
                TraceWriter writer = TraceFormats.byName(format)
                        .orElseThrow()
                        .create(out, source.reader().header())) {
            while (source.reader().read(batch)) {
                writer.write(batch, source.reader().symbols());
            }
        }
        return out.toByteArray();
    }

    /** Row by row, passing over the events that our schema has no place for. */
    private static void assertSameEvents(TraceReader expected, TraceReader actual, String what) throws IOException {
        EventBatch actualBatch = new EventBatch();
        EventBatch batch = new EventBatch();
        int next = 0;
        while (expected.read(batch)) {
            for (int row = 0; row < batch.size; row++) {
                if (batch.kind[row] == EventKind.OTHER) {
                    continue;
                }
                if (next == actualBatch.size) {
                    assertThat(actual.read(actualBatch)).as(what).isTrue();
                    next = 0;
                }
                assertSameRow(batch, row, expected, actualBatch, next, actual, what);
                next++;
            }
        }
        assertThat(next).as(what).isEqualTo(actualBatch.size);
        assertThat(actual.read(actualBatch)).as(what).isFalse();
    }

    private static void assertSameRow(
            EventBatch a, int i, TraceReader of, EventBatch b, int j, TraceReader other, String what) {
        boolean same = a.kind[i] == b.kind[j]
                && a.cpu[i] == b.cpu[j]
                && a.time[i] == b.time[j]
                && a.pfn[i] == b.pfn[j]
                && a.order[i] == b.order[j]
                && a.migratetype[i] == b.migratetype[j]
                && a.gfp[i] == b.gfp[j]
                && a.pid[i] == b.pid[j]
                && text(of, a.gfpText[i]).equals(text(other, b.gfpText[j]))
                && text(of, a.comm[i]).equals(text(other, b.comm[j]))
                && text(of, a.context[i]).equals(text(other, b.context[j]))
                && (a.kind[i] == EventKind.MARK
                        ? text(of, a.aux[i]).equals(text(other, b.aux[j]))
                        : a.aux[i] == b.aux[j]);
        assertThat(same).as("%s: event %s", what, a.firstEvent + i).isTrue();
    }

    private static String text(TraceReader reader, int symbol) {
        return reader.symbols().text(symbol);
    }
}
