package org.pcpsim.fidelity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Gfp;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;

/** A trace with the kernel's own events, written down event by event on CPU 0; each is 1 µs after the one before. */
final class CraftedTrace implements Validation.Trace {
    private static final long NORMAL = 1 << 20;
    private static final int USER = Gfp.HIGHMEM | Gfp.MOVABLE | Gfp.DIRECT_RECLAIM | Gfp.KSWAPD_RECLAIM;

    private record Event(byte kind, long pfn, int order) {}

    private final List<Event> events = new ArrayList<>();
    private final List<Long> listed = new ArrayList<>();
    private long nextPfn = NORMAL;

    /** One CPU, 8 GiB: batch 63, high_min of several hundred pages. */
    static Machine machine(String... settings) {
        var builder = Machine.builder().kernel(KernelProfile.V6_12).cpus(1).memory(8L << 30);
        for (String setting : settings) {
            builder.set(setting);
        }
        return builder.build();
    }

    /** The kernel refills the list of movable pages. */
    CraftedTrace refill(int pages) {
        for (int i = 0; i < pages; i++) {
            events.add(new Event(EventKind.ZONE_LOCKED, nextPfn, 0));
            listed.add(nextPfn++);
        }
        return this;
    }

    /** So many allocations, from the list as long as it has pages, else of pages never seen. */
    CraftedTrace allocs(int count) {
        for (int i = 0; i < count; i++) {
            events.add(new Event(EventKind.ALLOC, listed.isEmpty() ? nextPfn++ : listed.remove(0), 0));
        }
        return this;
    }

    /** A page is taken from the list without an event. */
    CraftedTrace unseenAlloc() {
        listed.remove(0);
        return this;
    }

    /** Frees of pages from before the trace. */
    CraftedTrace frees(int count) {
        for (int i = 0; i < count; i++) {
            listed.add(0, nextPfn);
            events.add(new Event(EventKind.FREE, nextPfn++, 0));
        }
        return this;
    }

    /** The kernel drains from the end of the list. */
    CraftedTrace drain(int pages) {
        for (int i = 0; i < pages; i++) {
            events.add(new Event(EventKind.PCPU_DRAIN, listed.remove(listed.size() - 1), 0));
        }
        return this;
    }

    ValidationResult validate(String... settings) throws IOException {
        return new Validation(this, machine(settings), 10, false).run();
    }

    @Override
    public <T> T read(Validation.Reading<T> reading) throws IOException {
        return reading.of(reader());
    }

    private TraceReader reader() {
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
                while (!batch.isFull() && next < events.size()) {
                    Event event = events.get(next);
                    int row = batch.add(event.kind, 0, next++ * 1000L);
                    batch.pfn[row] = event.pfn;
                    batch.order[row] = (byte) event.order;
                    batch.migratetype[row] = Migratetype.MOVABLE;
                    batch.gfp[row] = USER;
                    batch.context[row] = symbols.intern("d..3.");
                    batch.aux[row] = event.kind == EventKind.ZONE_LOCKED ? 1 : 0;
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
