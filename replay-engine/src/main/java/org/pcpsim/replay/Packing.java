package org.pcpsim.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.OperationWriter;
import org.pcpsim.trace.TraceReader;

/**
 * Writes a trace with its operations, so that a replay need not work them out from its events each time.
 *
 * <p>Memory follows the live pages of the trace, as in a replay. Not thread-safe.
 */
public final class Packing {
    /** Any CPU that a trace may have. */
    private static final int CPUS = 1 << 14;

    private Packing() {}

    /**
     * Writes events and operations from where a reader stands to the end of the trace; closes nothing.
     *
     * @throws IOException if the trace cannot be read or written
     */
    public static void write(TraceReader reader, OperationWriter writer) throws IOException {
        writer.expectOperations();
        TranslatedFeed feed = new TranslatedFeed(reader, CPUS, true, Optional.empty());
        long origin = feed.firstTime();
        OperationEncoder encoder = new OperationEncoder(origin);
        feed.to(FreeGrouping.Sink.of(batch -> write(encoder, batch, writer)));
        int cpus = 0;
        try {
            while (feed.next()) {
                writer.write(feed.batch(), reader.symbols());
                cpus = Math.max(cpus, cpus(feed.batch()));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        writer.summarize(
                new OperationSummary(origin, cpus, encoder.operations(), feed.counts(), feed.quality()).bytes());
    }

    /** One more than the highest CPU that allocates or frees, or tries to. */
    private static int cpus(EventBatch batch) {
        int cpus = 0;
        for (int row = 0; row < batch.size; row++) {
            if (batch.kind[row] <= EventKind.FREE_BATCHED) {
                cpus = Math.max(cpus, batch.cpu[row] + 1);
            }
        }
        return cpus;
    }

    private static void write(OperationEncoder encoder, Operations batch, OperationWriter writer) {
        try {
            writer.writeOperations(encoder.bytes(), encoder.encode(batch));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
