package org.pcpsim.trace.perfdata;

import java.io.IOException;
import java.util.Optional;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.binary.Cursor;
import org.pcpsim.trace.event.PayloadReader;
import org.pcpsim.trace.event.TextSymbols;
import org.pcpsim.trace.event.TracingData;

/** What has to be known before samples can be read, wherever it stands in the input. Not thread-safe. */
final class Session {
    private static final String FIRST_VERSION = "0.5";
    private static final String LAST_VERSION = "0.6";
    private static final int LONGEST_VERSION = 8;
    /** Tracing data is filled up to a multiple. */
    private static final int PADDING = 8;

    /** Unlike ftrace, perf counts that its probe runs with preemption disabled. */
    private static final int OWN_DEPTH = 1;

    private final String input;
    private final TextSymbols symbols;
    private final EventAttributes attributes;
    private final Features features = new Features();
    private Optional<TracingData> tracingData = Optional.empty();

    Session(String input, TextSymbols symbols) {
        this.input = input;
        this.symbols = symbols;
        attributes = new EventAttributes(input);
    }

    EventAttributes attributes() {
        return attributes;
    }

    Features features() {
        return features;
    }

    /** Takes in the formats of events. */
    void readTracingData(Cursor cursor) throws IOException {
        long at = cursor.position();
        byte[] magic = cursor.bytes(cursor.length(TracingData.MAGIC.length(), 0, 16, "tracing data"), "tracing data");
        for (int i = 0; i < magic.length; i++) {
            if (magic[i] != TracingData.MAGIC.charAt(i)) {
                throw cursor.damage(at, "other bytes", "the magic number of tracing data");
            }
        }
        String version = cursor.zeroTerminated(LONGEST_VERSION, "the version of tracing data");
        if (!version.equals(FIRST_VERSION) && !version.equals(LAST_VERSION)) {
            throw cursor.damage(at + magic.length, "version " + version, FIRST_VERSION + " or " + LAST_VERSION);
        }
        TracingData.readMachine(cursor);
        TracingData data = new TracingData();
        data.readHeaders(cursor);
        data.readFtraceFormats(cursor);
        data.readSystems(cursor);
        TracingData.skipSymbols(cursor, "kallsyms");
        TracingData.skipSymbols(cursor, "the formats of printk");
        if (version.equals(LAST_VERSION)) {
            data.readCommandLines(cursor);
        }
        if (cursor.remaining() >= PADDING) {
            throw cursor.damage(cursor.position(), cursor.remaining() + " more bytes", "the end of tracing data");
        }
        tracingData = Optional.of(data);
    }

    /**
     * What reads the fields of tracepoints.
     *
     * @throws TraceException if no formats, or no events, were told of
     */
    PayloadReader payload() throws TraceException {
        if (attributes.isEmpty()) {
            throw TraceException.of(input, "tells of no event ahead of the first sample");
        }
        attributes.check();
        TracingData data = tracingData.orElseThrow(() -> TraceException.of(
                input,
                "holds no formats of events (tracing data): no tracepoint was recorded, or the file is not whole"));
        return data.catalog().reader(symbols, OWN_DEPTH);
    }
}
