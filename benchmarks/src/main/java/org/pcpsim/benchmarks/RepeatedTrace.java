package org.pcpsim.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.format.TraceFormats;
import org.pcpsim.trace.input.TraceInput;

/**
 * A file of a trace read several times in a row as one trace, as {@code replay --repeat} does: the same pages, later times.
 * Not thread-safe.
 */
final class RepeatedTrace implements TraceReader {
    private final Path file;
    private final TraceReader first;
    private TraceReader reader;
    private int left;
    private long events;
    private long shift;
    private long lastTime = Long.MIN_VALUE;
    private boolean begins;

    RepeatedTrace(Path file, int times) throws IOException {
        this.file = file;
        first = open(file);
        reader = first;
        left = times - 1;
    }

    /** Opens a file of any format. */
    static TraceReader open(Path file) throws IOException {
        TraceInput input = TraceInput.open(file);
        return TraceFormats.detect(input).open(input);
    }

    @Override
    public TraceHeader header() {
        return first.header();
    }

    /** Those of the first time: a file numbers its texts alike each time. */
    @Override
    public Symbols symbols() {
        return first.symbols();
    }

    @Override
    public boolean read(EventBatch batch) throws IOException {
        while (!reader.read(batch)) {
            if (left == 0) {
                batch.clear(events);
                return false;
            }
            left--;
            if (reader != first) {
                reader.close();
            }
            reader = open(file);
            begins = true;
        }
        if (begins) {
            shift = lastTime - batch.time[0] + 1;
            begins = false;
        }
        for (int row = 0; row < batch.size; row++) {
            batch.time[row] += shift;
        }
        lastTime = batch.time[batch.size - 1];
        batch.firstEvent = events;
        events += batch.size;
        return true;
    }

    @Override
    public void close() throws IOException {
        first.close();
        reader.close();
    }
}
