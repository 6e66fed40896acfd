package org.pcpsim.inspection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many runs there were of each size in pages. Not thread-safe. */
final class RunSizes {
    private final Map<Long, Long> runsBySize = new TreeMap<>();

    void add(long pages) {
        runsBySize.merge(pages, 1L, Long::sum);
    }

    Runs result(long allocs) {
        long runs = 0;
        long pages = 0;
        List<Runs.Size> sizes = new ArrayList<>();
        for (Map.Entry<Long, Long> entry : runsBySize.entrySet()) {
            runs += entry.getValue();
            pages += entry.getKey() * entry.getValue();
            sizes.add(new Runs.Size(entry.getKey(), entry.getValue()));
        }
        return new Runs(runs, pages, sizes, KernelTally.perThousand(runs, allocs));
    }
}
