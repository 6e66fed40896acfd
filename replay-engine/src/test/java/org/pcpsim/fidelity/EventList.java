package org.pcpsim.fidelity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Extfrag;
import org.pcpsim.trace.Gfp;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;

/** A trace of events of any CPU, order, type and preempt depth, one each microsecond; the depth is 3 unless said. */
final class EventList implements Validation.Trace {
    private static final int USER = Gfp.HIGHMEM | Gfp.MOVABLE | Gfp.DIRECT_RECLAIM | Gfp.KSWAPD_RECLAIM;

    private record Event(
            byte kind, int cpu, long pfn, int order, int type, int depth, int aux, String comm, long time) {}

    private final List<Event> events = new ArrayList<>();
    private int depth = 3;
    private String comm = "task";
    private long now;
    private TraceHeader header = TraceHeader.EMPTY;

    /** Preempt depth of the events from here on. */
    EventList depth(int of) {
        depth = of;
        return this;
    }

    /** Task of the events from here on. */
    EventList comm(String of) {
        comm = of;
        return this;
    }

    /** Texts of /proc files before and after, by name. */
    EventList snapshots(Map<String, String> before, Map<String, String> after) {
        header = new TraceHeader(
                "", OptionalInt.empty(), OptionalInt.empty(), OptionalLong.empty(), Optional.empty(), before, after, 0);
        return this;
    }

    /** Lets time pass before the next event. */
    EventList pause(long ns) {
        now += ns;
        return this;
    }

    /** The next event comes at a time in ns. */
    EventList at(long ns) {
        now = ns - 1000;
        return this;
    }

    EventList add(byte kind, int cpu, long pfn, int order, int type) {
        int aux = kind == EventKind.ZONE_LOCKED ? 1 : 0;
        events.add(new Event(kind, cpu, pfn, order, type, depth, aux, comm, now += 1000));
        return this;
    }

    EventList alloc(int cpu, long pfn, int order, int type) {
        return add(EventKind.ALLOC, cpu, pfn, order, type);
    }

    EventList free(int cpu, long pfn, int order) {
        return add(EventKind.FREE, cpu, pfn, order, 0);
    }

    EventList zoneLocked(int cpu, long pfn, int order, int type) {
        return add(EventKind.ZONE_LOCKED, cpu, pfn, order, type);
    }

    EventList drain(int cpu, long pfn, int order, int type) {
        return add(EventKind.PCPU_DRAIN, cpu, pfn, order, type);
    }

    EventList extfrag(int cpu, long pfn, int order, int type, int fallbackOrder, int fallbackType, boolean ownership) {
        int aux = Extfrag.pack(fallbackOrder, fallbackType, ownership);
        events.add(new Event(EventKind.EXTFRAG, cpu, pfn, order, type, depth, aux, comm, now += 1000));
        return this;
    }

    /** Several chunks of one order, one after the other. */
    EventList many(byte kind, int cpu, long firstPfn, int count, int order) {
        for (int i = 0; i < count; i++) {
            add(kind, cpu, firstPfn + ((long) i << order), order, Migratetype.MOVABLE);
        }
        return this;
    }

    @Override
    public <T> T read(Validation.Reading<T> reading) throws IOException {
        return reading.of(reader());
    }

    TraceReader reader() {
        Symbols symbols = new Symbols();
        return new TraceReader() {
            private int next;

            @Override
            public TraceHeader header() {
                return header;
            }

            @Override
            public Symbols symbols() {
                return symbols;
            }

            @Override
            public boolean read(EventBatch batch) {
                batch.clear(next);
                while (!batch.isFull() && next < events.size()) {
                    Event event = events.get(next++);
                    int row = batch.add(event.kind, event.cpu, event.time);
                    batch.pfn[row] = event.pfn;
                    batch.order[row] = (byte) event.order;
                    batch.migratetype[row] = (byte) event.type;
                    batch.gfp[row] = event.kind == EventKind.ALLOC ? USER : 0;
                    batch.context[row] = symbols.intern("d.." + event.depth + ".");
                    batch.comm[row] = symbols.intern(event.comm);
                    batch.aux[row] = event.aux;
                }
                return batch.size > 0;
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }
}
