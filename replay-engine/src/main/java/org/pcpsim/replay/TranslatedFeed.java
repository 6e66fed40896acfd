package org.pcpsim.replay;

import java.io.IOException;
import java.util.Optional;
import org.pcpsim.result.Quality;
import org.pcpsim.result.TraceCounts;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.TraceReader;

/** Operations worked out from the events of a trace ({@link EventTranslation}). Not thread-safe. */
final class TranslatedFeed implements OperationFeed {
    private final TraceReader reader;
    private final LookAhead ahead;
    private final int cpus;
    private final boolean tasks;
    private final Optional<RecentTasks> recent;
    private Optional<EventTranslation> translation = Optional.empty();
    private long events;

    /**
     * Of a trace of that many CPUs at most, from where its reader stands.
     *
     * @param tasks whether operations tell of the tasks and the events behind them
     * @param recent told of all events, and then given the operations of each batch of events at once
     */
    TranslatedFeed(TraceReader reader, int cpus, boolean tasks, Optional<RecentTasks> recent) throws IOException {
        this.reader = reader;
        this.cpus = cpus;
        this.tasks = tasks;
        this.recent = recent;
        ahead = new LookAhead(reader);
    }

    @Override
    public long firstTime() {
        return ahead.firstTime();
    }

    @Override
    public void to(FreeGrouping.Sink sink) {
        translation = Optional.of(new EventTranslation(cpus, sink, tasks));
    }

    @Override
    public boolean next() throws IOException {
        if (!ahead.next()) {
            translation().end();
            return false;
        }
        EventBatch batch = ahead.events();
        recent.ifPresent(of -> of.add(batch));
        translation().translate(batch, ahead.marks(), reader.symbols());
        if (recent.isPresent()) {
            translation().handOver();
        }
        events = batch.firstEvent + batch.size;
        return true;
    }

    /** The events passed last. */
    EventBatch batch() {
        return ahead.events();
    }

    @Override
    public long events() {
        return events;
    }

    @Override
    public TraceCounts counts() {
        return translation().counts();
    }

    @Override
    public Quality quality() {
        return translation().quality();
    }

    private EventTranslation translation() {
        return translation.orElseThrow(() -> new IllegalStateException("nobody takes the operations"));
    }
}
