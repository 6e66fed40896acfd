package org.pcpsim.replay;

import java.util.ArrayList;
import java.util.List;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Gfp;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;

/** A trace written down event by event; each event is 1 µs after the one before unless said otherwise. */
final class HandTrace {
    private static final int USER = Gfp.HIGHMEM | Gfp.MOVABLE | Gfp.DIRECT_RECLAIM | Gfp.KSWAPD_RECLAIM;

    private record Event(
            byte kind,
            int cpu,
            long time,
            long pfn,
            int order,
            int type,
            int gfp,
            String context,
            String task,
            int aux) {}

    private final List<Event> events = new ArrayList<>();
    private long now;
    private String context = "";
    private String task = "";

    /** Lets time pass before the next event. */
    HandTrace pause(long ns) {
        now += ns;
        return this;
    }

    /** Flags column of the events from here on. */
    HandTrace context(String flags) {
        context = flags;
        return this;
    }

    /** Name of the task of the events from here on. */
    HandTrace task(String name) {
        task = name;
        return this;
    }

    HandTrace alloc(int cpu, long pfn, int order) {
        return alloc(cpu, pfn, order, Migratetype.MOVABLE);
    }

    HandTrace alloc(int cpu, long pfn, int order, int type) {
        int gfp = type == Migratetype.MOVABLE ? USER : Gfp.DIRECT_RECLAIM | Gfp.KSWAPD_RECLAIM;
        return alloc(cpu, pfn, order, type, gfp);
    }

    HandTrace alloc(int cpu, long pfn, int order, int type, int gfp) {
        return add(EventKind.ALLOC, cpu, pfn, order, type, gfp, 0);
    }

    HandTrace allocs(int cpu, long firstPfn, int count) {
        for (int i = 0; i < count; i++) {
            alloc(cpu, firstPfn + i, 0);
        }
        return this;
    }

    HandTrace free(int cpu, long pfn, int order) {
        return add(EventKind.FREE, cpu, pfn, order, 0, 0, 0);
    }

    HandTrace frees(int cpu, long firstPfn, int count) {
        for (int i = 0; i < count; i++) {
            free(cpu, firstPfn + i, 0);
        }
        return this;
    }

    HandTrace batched(int cpu, long pfn) {
        return add(EventKind.FREE_BATCHED, cpu, pfn, 0, 0, 0, 0);
    }

    HandTrace batcheds(int cpu, long firstPfn, int count) {
        for (int i = 0; i < count; i++) {
            batched(cpu, firstPfn + i);
        }
        return this;
    }

    HandTrace kernelSide(int cpu) {
        return add(EventKind.PCPU_DRAIN, cpu, 1, 0, 1, 0, 0);
    }

    HandTrace lost(int cpu, int count) {
        return add(EventKind.LOST, cpu, EventBatch.NO_PFN, 0, 0, 0, count);
    }

    private HandTrace add(byte kind, int cpu, long pfn, int order, int type, int gfp, int aux) {
        events.add(new Event(kind, cpu, now, pfn, order, type, gfp, context, task, aux));
        now += 1000;
        return this;
    }

    /** A reader that gives at most so many events at a time. */
    TraceReader reader(int atOnce) {
        Symbols symbols = new Symbols();
        return new TraceReader() {
            private int next;

            @Override
            public TraceHeader header() {
                return TraceHeader.EMPTY;
            }

            @Override
            public Symbols symbols() {
                return symbols;
            }

            @Override
            public boolean read(EventBatch batch) {
                batch.clear(next);
                while (batch.size < atOnce && next < events.size()) {
                    Event event = events.get(next++);
                    int row = batch.add(event.kind, event.cpu, event.time);
                    batch.pfn[row] = event.pfn;
                    batch.order[row] = (byte) event.order;
                    batch.migratetype[row] = (byte) event.type;
                    batch.gfp[row] = event.gfp;
                    batch.context[row] = symbols.intern(event.context);
                    batch.comm[row] = symbols.intern(event.task);
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

    TraceReader reader() {
        return reader(EventBatch.CAPACITY);
    }
}
