package org.pcpsim.inspection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds {@link Reuse} distances. Not thread-safe. */
final class ReuseTable {
    private final FreedPages freed = new FreedPages();
    private final Distribution distances = new Distribution();
    private final Decades decades = new Decades();
    /** Pages that each CPU has allocated. */
    private long[] allocated = new long[16];

    private long otherCpu;
    private long unseen;

    void alloc(long pfn, int order, int cpu) {
        if (cpu >= allocated.length) {
            allocated = Arrays.copyOf(allocated, Math.max(cpu + 1, 2 * allocated.length));
        }
        for (long page = pfn; page < pfn + (1L << order); page++) {
            int place = freed.take(page);
            if (place == FreedPages.NONE) {
                unseen++;
            } else if (freed.cpu(place) != cpu) {
                otherCpu++;
            } else {
                long distance = allocated[cpu] - freed.stamp(place);
                distances.add(distance, 1);
                decades.add(distance, 1, 1);
            }
        }
        allocated[cpu] += 1L << order;
    }

    void free(long pfn, int order, int cpu) {
        long stamp = cpu < allocated.length ? allocated[cpu] : 0;
        for (long page = pfn; page < pfn + (1L << order); page++) {
            freed.put(page, cpu, stamp);
        }
    }

    Reuse result() {
        List<Reuse.Decade> ranges = new ArrayList<>();
        decades.forEach((from, to, chunks, pages) -> ranges.add(new Reuse.Decade(from, to, pages)));
        return new Reuse(distances.count(), otherCpu, unseen, FreedPages.WINDOW, Percentiles.of(distances), ranges);
    }
}
