package org.pcpsim.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.PackedOperations;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;

/**
 * A reader that says on a terminal how far it has come: nothing in the first second, then one line that it keeps
 * overwriting and wipes at the end.
 */
final class Progress implements TraceReader {
    private static final long EVERY_NS = 500_000_000;
    private static final String WIPE = "\r\u001b[K";

    private final TraceReader reader;
    private final String name;
    private final PrintStream terminal;
    private final LongSupplier clock;
    private final long started;
    private long next;
    private long events;
    private boolean shown;

    /** Tells by a clock of ns. */
    Progress(TraceReader reader, String name, PrintStream terminal, LongSupplier clock) {
        this.reader = reader;
        this.name = name;
        this.terminal = terminal;
        this.clock = clock;
        started = clock.getAsLong();
        next = started + 2 * EVERY_NS;
    }

    /** The reader itself where nobody is looking, or nobody wants to be told. */
    static TraceReader of(TraceReader reader, String name, Console console, boolean quiet) {
        return quiet || !console.showsProgress() ? reader : new Progress(reader, name, console.err(), System::nanoTime);
    }

    @Override
    public TraceHeader header() {
        return reader.header();
    }

    @Override
    public Symbols symbols() {
        return reader.symbols();
    }

    @Override
    public List<String> warnings() {
        return reader.warnings();
    }

    @Override
    public boolean read(EventBatch batch) throws IOException {
        boolean more = reader.read(batch);
        events += batch.size;
        if (more) {
            tell(name + ": " + millions(events) + " events");
        }
        return more;
    }

    @Override
    public Optional<PackedOperations> operations() throws IOException {
        return reader.operations()
                .map(packed -> new ToldOperations(
                        packed, bytes -> tell(name + ": " + millions(bytes) + " bytes of operations")));
    }

    private static String millions(long count) {
        long tenths = count / 100_000;
        return tenths / 10 + "." + tenths % 10 + " M";
    }

    private void tell(String what) {
        long now = clock.getAsLong();
        if (now > next) {
            next = now + EVERY_NS;
            shown = true;
            terminal.print(WIPE + what + ", " + (now - started) / 1_000_000_000 + " s");
            terminal.flush();
        }
    }

    /** Takes the line away, whether the trace came to its end or not. */
    @Override
    public void close() throws IOException {
        if (shown) {
            terminal.print(WIPE);
            terminal.flush();
        }
        reader.close();
    }
}
