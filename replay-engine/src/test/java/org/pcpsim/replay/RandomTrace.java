package org.pcpsim.replay;

import java.util.ArrayList;
import java.util.List;
import org.pcpsim.random.SplitMix64;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.Gfp;

/** Seeded random traces in which everything occurs that a trace may lack or contradict. */
final class RandomTrace {
    private RandomTrace() {}

    /** Events of up to four CPUs: folio batches, pieces, splits, lost and unknown frees, failed allocations, long pauses. */
    static HandTrace of(long seed, int operations) {
        SplitMix64 random = new SplitMix64(seed);
        HandTrace trace = new HandTrace();
        // A trace begins at any time, and the first event of another CPU may lie before it.
        trace.pause(1_000_000_000_000L)
                .lost(3, 1)
                .pause(-7_000_000)
                .alloc(2, 1 << 20, 0)
                .pause(7_000_000);
        List<Long> live = new ArrayList<>();
        for (int done = 0; done < operations; done++) {
            int cpu = random.nextInt(4);
            int order = random.nextInt(5) == 0 ? random.nextInt(11) : 0;
            long pfn = (long) random.nextInt(1 << 14) << order;
            trace.context(random.nextInt(9) == 0 ? "d.h3." : "d..3.");
            trace.task(random.nextInt(40) == 0 ? "kswapd0" : "cc1");
            switch (random.nextInt(16)) {
                case 0 -> trace.pause(random.nextLong() >>> 24 + random.nextInt(26));
                case 1 -> trace.kernelSide(cpu);
                case 2 -> trace.lost(cpu, random.nextInt(3));
                case 3 -> trace.alloc(cpu, EventBatch.NO_PFN, order);
                case 4 -> trace.free(cpu, pfn, order);
                case 5, 6, 7 -> {
                    int members = 1 + random.nextInt(40);
                    List<Long> freed = new ArrayList<>();
                    for (int i = 0; i < members && !live.isEmpty(); i++) {
                        freed.add(live.remove(random.nextInt(live.size())));
                    }
                    freed.forEach(page -> trace.free(cpu, page >> 4, (int) (page & 15)));
                    freed.forEach(page -> trace.batched(cpu, page >> 4));
                }
                case 8 -> {
                    if (!live.isEmpty()) {
                        long page = live.get(random.nextInt(live.size()));
                        trace.free(cpu, page >> 4, random.nextInt(1 + (int) (page & 15)));
                    }
                }
                default -> {
                    int type = random.nextInt(5);
                    trace.alloc(cpu, pfn, order, type, random.nextInt(8) == 0 ? Gfp.DMA32 : Gfp.MOVABLE);
                    live.add(pfn << 4 | order);
                }
            }
        }
        return trace;
    }
}
