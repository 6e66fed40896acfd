package org.pcpsim.workload;

import java.util.List;
import org.pcpsim.model.Parameter;

/**
 * Each CPU reads files that are never read again; the cache is full, so that for each page read an old one goes.
 *
 * <p>Most of the old ones kswapd frees, on the last CPU; the rest their reader does. The cache's own tree takes a
 * reclaimable page for each {@value #PAGES_TO_A_NODE} pages, which goes with them.
 */
final class PageCache extends Workload {
    /** Seven tree nodes in a page, each of 64 slots. */
    private static final int PAGES_TO_A_NODE = 448;

    @Override
    public String name() {
        return "page-cache";
    }

    @Override
    public String summary() {
        return "all CPUs stream files through a full page cache, kswapd frees";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.number("live", 4096, 64, 1_048_576, "Pages of cache for each CPU."),
                Parameter.number("readahead", 32, 1, 512, "Pages read at a time."),
                Parameter.number("order", 0, 0, 9, "Order of the folios; at most what is read at a time."),
                Parameter.number(
                        "kswapd", 80, 0, 100, "Percent of the reads whose pages kswapd frees, not the reader."),
                Parameter.number("alloc_ns", 2000, 1, 1_000_000, "Time for each folio read."),
                Parameter.number("free_ns", 300, 1, 1_000_000, "Time for each free and what goes with it."));
    }

    @Override
    Plan plan(Values values) {
        int cpus = values.get("cpus");
        int readahead = values.get("readahead");
        int order = values.get("order");
        if (1 << order > readahead) {
            values.atMost("order", 31 - Integer.numberOfLeadingZeros(readahead), "with readahead " + readahead);
        }
        int life = Math.max(1, values.atMost("live", 30_000L * readahead, "with readahead " + readahead) / readahead);
        int freeNs = values.get("free_ns");
        int kswapd = cpus - 1;
        return new Plan(
                cpus,
                cpus,
                Plan.powerOfTwo(readahead),
                life + 1 + life * readahead / PAGES_TO_A_NODE + 1,
                List.of(
                        PageKind.file("cat", "kswapd0", freeNs),
                        PageKind.file("cat", "cat", freeNs),
                        new PageKind("GFP_NOWAIT|__GFP_RECLAIMABLE", 2, "cat", "kswapd0", freeNs, 1)),
                source -> new Reads(source, kswapd, life, values),
                cpu -> cpu == kswapd ? Plan.every(0, 1, cpus) : new int[] {cpu});
    }

    /** Reads, and a node of the tree now and then. */
    private static final class Reads implements Script {
        private final int source;
        private final int kswapd;
        private final int count;
        private final int order;
        private final int life;
        private final int byKswapd;
        private final int allocNs;
        private final Draws draws;
        private int sinceNode = PAGES_TO_A_NODE;

        Reads(int source, int kswapd, int reads, Values values) {
            this.source = source;
            this.kswapd = kswapd;
            order = values.get("order");
            count = values.get("readahead") >> order;
            life = reads + reads * values.get("readahead") / PAGES_TO_A_NODE;
            byKswapd = values.get("kswapd");
            allocNs = values.get("alloc_ns");
            draws = new Draws(values.number("seed"), source);
        }

        @Override
        public void next(Request request) {
            boolean node = sinceNode >= PAGES_TO_A_NODE;
            boolean reclaimed = draws.percent(byKswapd);
            sinceNode = node ? 0 : sinceNode + (count << order);
            request.cpu = source;
            request.count = node ? 1 : count;
            request.order = node ? 0 : order;
            request.kind = node ? 2 : reclaimed ? 0 : 1;
            request.pid = 1000 + source;
            request.pauseNs = draws.about(allocNs);
            request.gapNs = draws.about(allocNs);
            request.life = life;
            request.freeCpu = node || reclaimed ? kswapd : source;
        }
    }
}
