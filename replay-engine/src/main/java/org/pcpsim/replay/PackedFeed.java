package org.pcpsim.replay;

import java.io.IOException;
import java.util.Optional;
import org.pcpsim.result.Quality;
import org.pcpsim.result.TraceCounts;
import org.pcpsim.trace.PackedOperations;
import org.pcpsim.trace.TraceReader;

/** Operations that are kept beside the events of a trace ({@link OperationCode}). Not thread-safe. */
final class PackedFeed implements OperationFeed {
    /** More than the pages of the largest allocation, each freed by itself, and the halvings that takes. */
    private static final long MOST_OF_AN_EVENT = 4096;

    private final PackedOperations packed;
    private final OperationSummary summary;
    private final OperationDecoder decoder;
    private Operations batch = new Operations();
    private Optional<FreeGrouping.Sink> sink = Optional.empty();
    private long events;
    private long operations;

    private PackedFeed(PackedOperations packed, OperationSummary summary, boolean counting) {
        this.packed = packed;
        this.summary = summary;
        decoder = new OperationDecoder(packed, summary, counting);
    }

    /**
     * Those of a trace, if it has some that this code understands, and for a machine of that many CPUs.
     *
     * @param counting whether operations are to tell for how many events they stand
     */
    static Optional<PackedFeed> of(TraceReader reader, int cpus, boolean counting) throws IOException {
        Optional<PackedOperations> packed = reader.operations();
        if (packed.isEmpty()) {
            return Optional.empty();
        }
        Optional<OperationSummary> summary = OperationSummary.read(packed.get().summary());
        if (summary.isEmpty() || summary.get().cpus() > cpus) {
            return Optional.empty();
        }
        long events = summary.get().counts().events();
        if (events != packed.get().events()) {
            throw packed.get()
                    .damage("operations of " + events + " events", packed.get().events() + " events");
        }
        return Optional.of(new PackedFeed(packed.get(), summary.get(), counting));
    }

    @Override
    public long firstTime() {
        return summary.origin();
    }

    @Override
    public void to(FreeGrouping.Sink taker) {
        sink = Optional.of(taker);
    }

    @Override
    public boolean next() throws IOException {
        if (!packed.next()) {
            if (operations != summary.operations()) {
                throw packed.damage(operations + " operations", summary.operations() + ", as the index says,");
            }
            events = summary.counts().events();
            return false;
        }
        decoder.read(batch);
        operations += batch.size;
        if (operations > MOST_OF_AN_EVENT * summary.counts().events()) {
            throw packed.damage(operations + " operations", "at most " + MOST_OF_AN_EVENT + " of each event");
        }
        events = batch.event(batch.size - 1) + 1;
        batch = sink.orElseThrow().take(batch);
        return true;
    }

    @Override
    public long events() {
        return events;
    }

    @Override
    public TraceCounts counts() {
        return summary.counts();
    }

    @Override
    public Quality quality() {
        return summary.quality();
    }
}
