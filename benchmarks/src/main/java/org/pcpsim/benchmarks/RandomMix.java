package org.pcpsim.benchmarks;

import org.pcpsim.random.SplitMix64;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Gfp;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;

/**
 * Single pages allocated at random places of a machine's memory, then frees of random ones and allocations in turn on
 * random CPUs, so that the number of live pages stays: the worst that caches can meet. A free a microsecond. Not
 * thread-safe.
 */
final class RandomMix implements TraceReader {
    private static final int GFP = Gfp.HIGHMEM | Gfp.MOVABLE | Gfp.KSWAPD_RECLAIM | Gfp.DIRECT_RECLAIM;

    private final Symbols symbols = new Symbols();
    private final SplitMix64 random = new SplitMix64(7);
    /** A bit for each page of memory: whether it is live. */
    private final long[] taken;

    private final int cpus;
    private final int space;
    private final int[] live;
    private final long end;
    private int filled;
    private long events;

    /**
     * Before its first event.
     *
     * @param space pages of memory
     * @param pages live ones from the end of the beginning on, of which the trace has one allocation each
     * @param operations allocations and frees after the beginning
     */
    RandomMix(int cpus, int space, int pages, long operations) {
        this.cpus = cpus;
        this.space = space;
        taken = new long[(space >> 6) + 1];
        live = new int[pages];
        end = pages + operations;
    }

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
        batch.clear(events);
        while (!batch.isFull() && events < end) {
            boolean frees = filled == live.length;
            int row = batch.add(frees ? EventKind.FREE : EventKind.ALLOC, random.nextInt(cpus), 500 * events);
            events++;
            if (frees) {
                int slot = random.nextInt(filled);
                batch.pfn[row] = live[slot];
                taken[live[slot] >> 6] &= ~(1L << live[slot]);
                live[slot] = live[--filled];
            } else {
                int page = random.nextInt(space);
                while ((taken[page >> 6] & 1L << page) != 0) {
                    page = random.nextInt(space);
                }
                taken[page >> 6] |= 1L << page;
                live[filled++] = page;
                batch.pfn[row] = page;
                batch.migratetype[row] = Migratetype.MOVABLE;
                batch.gfp[row] = GFP;
            }
        }
        return batch.size > 0;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
