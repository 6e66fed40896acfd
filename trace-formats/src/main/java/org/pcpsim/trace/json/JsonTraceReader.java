package org.pcpsim.trace.json;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.input.Damage;
import org.pcpsim.trace.input.ReadOptions;

/**
 * Reads {@code pcpsim.trace/1} in both its shapes: one object whose {@code events} come last, and NDJSON, a header and
 * then one object an event.
 *
 * <p>The shape is seen from the header: it ends before any {@code events} in NDJSON. Line ends count as any other blank.
 * An error names the line and column; input that was cut is one. Fields in {@code x-} values are not looked at.
 */
final class JsonTraceReader implements TraceReader {
    private static final int UNKNOWN_COUNT = -1;

    private final JsonInput in;
    private final Damage damage;
    private final Symbols symbols = new Symbols();
    private final EventReader events;
    private final boolean inArray;
    private final TraceHeader header;
    private long eventsRead;
    private boolean ended;

    /** Reads the header; the stream is closed with the reader, or at once if this throws. */
    JsonTraceReader(String name, InputStream bytes) throws IOException {
        this(name, bytes, ReadOptions.DEFAULT);
    }

    /** The same as users said. */
    JsonTraceReader(String name, InputStream bytes, ReadOptions options) throws IOException {
        damage = new Damage(options);
        try {
            in = new JsonInput(name, bytes, options.limits());
            HeaderReader reader = new HeaderReader(name, in);
            inArray = reader.read();
            header = reader.header();
            events = new EventReader(name, in, symbols);
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    @Override
    public TraceHeader header() {
        return header;
    }

    @Override
    public Symbols symbols() {
        return symbols;
    }

    @Override
    public boolean read(EventBatch batch) throws IOException {
        batch.clear(eventsRead);
        try {
            while (!ended && !batch.isFull()) {
                JsonToken token = in.next();
                if (token == JsonToken.START_OBJECT) {
                    events.read(batch);
                } else {
                    finish(token);
                }
            }
        } catch (TraceException e) {
            end(batch, e);
        } catch (IOException e) {
            batch.clear(eventsRead);
            throw e;
        }
        eventsRead += batch.size;
        return batch.size > 0;
    }

    /** Behind damage there is no telling where an event begins: the rest is lost. */
    private void end(EventBatch batch, TraceException e) throws TraceException {
        try {
            damage.accept(e);
        } catch (TraceException notAllowed) {
            batch.clear(eventsRead);
            throw notAllowed;
        }
        ended = true;
        int last = batch.size - 1;
        int row = batch.add(EventKind.LOST, last < 0 ? 0 : batch.cpu[last], last < 0 ? 0 : batch.time[last]);
        batch.aux[row] = UNKNOWN_COUNT;
    }

    @Override
    public List<String> warnings() {
        return damage.warnings();
    }

    private void finish(JsonToken token) throws IOException {
        if (inArray) {
            if (token != JsonToken.END_ARRAY) {
                throw in.bad("an event, or the end of 'events'");
            }
            if (in.next() != JsonToken.END_OBJECT) {
                throw in.bad("nothing after 'events': a trace is read as a stream, so all other fields come before");
            }
            in.end();
        } else if (token != null) {
            throw in.bad("an event, one object a line");
        }
        ended = true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
