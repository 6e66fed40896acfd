package org.pcpsim.workload;

import java.util.List;
import org.pcpsim.model.Parameter;

/**
 * Processes on all CPUs touch memory, part of it as huge pages, and exit when they have what they want.
 *
 * <p>What comes next, a huge page or single ones, is drawn so that huge pages have their share of all pages.
 */
final class ThpMix extends Workload {
    private static final int HUGE_ORDER = 9;
    private static final int HUGE_PAGES = 1 << HUGE_ORDER;
    private static final int SINGLE_PAGES = 64;

    @Override
    public String name() {
        return "thp-mix";
    }

    @Override
    public String summary() {
        return "processes use huge pages and single pages side by side, and exit";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.number("pages", 8192, 512, 1_048_576, "Pages that a process touches."),
                Parameter.number("thp", 75, 0, 100, "Percent of these pages that are parts of huge pages."),
                Parameter.number(
                        "split", 0, 0, 100, "Percent of the huge pages that are split and freed page by page."),
                Parameter.number("alloc_ns", 1300, 1, 1_000_000, "Time for each single page and its use."),
                Parameter.number("thp_ns", 60_000, 1, 10_000_000, "Time for each huge page and its use."),
                Parameter.number("free_ns", 250, 1, 1_000_000, "Time for each free and what goes with it."));
    }

    @Override
    Plan plan(Values values) {
        int cpus = values.get("cpus");
        int pages = values.atMost("pages", Math.min(1_048_576L, (1L << 30) / cpus / 16), "with " + cpus + " cpus");
        int freeNs = values.get("free_ns");
        return new Plan(
                cpus,
                cpus,
                HUGE_PAGES,
                pages / SINGLE_PAGES + 3,
                List.of(PageKind.user("thp", "thp", freeNs), PageKind.huge("thp", freeNs)),
                source -> new Mix(source, values),
                cpu -> new int[] {cpu});
    }

    /** One process after the other; the requests of each are drawn ahead, as their number decides when it exits. */
    private static final class Mix implements Script {
        private final int source;
        private final int cpus;
        private final int pages;
        private final int hugeNs;
        private final int allocNs;
        private final int share;
        private final int splitShare;
        private final Draws draws;
        private int process = -1;
        private int hugeLeft;
        private int singleLeft;
        private int requests;

        Mix(int source, Values values) {
            this.source = source;
            cpus = values.get("cpus");
            pages = values.get("pages");
            share = values.get("thp");
            splitShare = values.get("split");
            hugeNs = values.get("thp_ns");
            allocNs = values.get("alloc_ns");
            draws = new Draws(values.number("seed"), source);
        }

        @Override
        public void next(Request request) {
            request.pauseNs = 0;
            if (requests == 0) {
                begin();
                request.pauseNs = draws.about(allocNs);
            }
            request.cpu = source;
            request.pid = 1000 + source + process % 1000 * cpus;
            request.life = Math.max(1, requests - 1);
            request.freeCpu = source;
            request.order = 0;
            request.gapNs = allocNs;
            request.kind = 0;
            request.split = false;
            requests--;
            if (hugeLeft + singleLeft == 0) {
                request.count = 0;
            } else if (draws.within(1, hugeLeft + singleLeft) <= hugeLeft) {
                hugeLeft--;
                request.count = 1;
                request.order = HUGE_ORDER;
                request.kind = 1;
                request.gapNs = hugeNs;
                request.split = splitShare > 0 && draws.percent(splitShare);
            } else {
                singleLeft--;
                request.count = SINGLE_PAGES;
            }
        }

        /** How many huge pages there are is rounded up or down by chance, so that the share is met in the mean. */
        private void begin() {
            process++;
            long hundredths = (long) pages * share / HUGE_PAGES;
            hugeLeft = (int) (hundredths / 100) + (draws.percent((int) (hundredths % 100)) ? 1 : 0);
            hugeLeft = Math.min(hugeLeft, pages / HUGE_PAGES);
            singleLeft = (pages - hugeLeft * HUGE_PAGES) / SINGLE_PAGES;
            requests = hugeLeft + singleLeft + 1;
        }
    }
}
