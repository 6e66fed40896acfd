package org.pcpsim.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;

/** A trace of a few events written down in a test, read two events at a time. */
final class ListedTrace implements TraceReader {
    /** An event, or what was read of one. */
    record Event(byte kind, int cpu, long time, int pid, long pfn, String comm) {}

    private final List<Event> events;
    private final Symbols symbols = new Symbols();
    private int next;
    int closed;

    ListedTrace(List<Event> events) {
        this.events = events;
    }

    static Event alloc(int cpu, long time, int pid, long pfn) {
        return new Event(EventKind.ALLOC, cpu, time, pid, pfn, "task" + pid);
    }

    static Event free(int cpu, long time, int pid, long pfn) {
        return new Event(EventKind.FREE, cpu, time, pid, pfn, "task" + pid);
    }

    /** Everything that a reader gives. */
    static List<Event> all(TraceReader reader) throws java.io.IOException {
        List<Event> found = new ArrayList<>();
        EventBatch batch = new EventBatch();
        while (reader.read(batch)) {
            for (int row = 0; row < batch.size; row++) {
                found.add(new Event(
                        batch.kind[row],
                        batch.cpu[row],
                        batch.time[row],
                        batch.pid[row],
                        batch.pfn[row],
                        reader.symbols().text(batch.comm[row])));
            }
        }
        return found;
    }

    @Override
    public TraceHeader header() {
        return new TraceHeader(
                "listed",
                OptionalInt.of(2),
                OptionalInt.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Map.of("buddyinfo", "before"),
                Map.of("buddyinfo", "after"),
                0);
    }

    @Override
    public Symbols symbols() {
        return symbols;
    }

    @Override
    public boolean read(EventBatch batch) {
        batch.clear(next);
        while (next < events.size() && batch.size < 2) {
            Event event = events.get(next++);
            int row = batch.add(event.kind(), event.cpu(), event.time());
            batch.pid[row] = event.pid();
            batch.pfn[row] = event.pfn();
            // Texts of events get other numbers in each reader.
            symbols.intern("filler" + next);
            batch.comm[row] = symbols.intern(event.comm());
        }
        return batch.size > 0;
    }

    @Override
    public void close() {
        closed++;
    }
}
