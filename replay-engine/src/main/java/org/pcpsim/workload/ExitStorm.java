package org.pcpsim.workload;

import java.util.List;
import java.util.stream.IntStream;
import org.pcpsim.model.Parameter;

/**
 * A process on each CPU touches its memory and exits, all at the same time; then the next ones do so.
 *
 * <p>Exit frees in the order of allocation. A process may have moved: then the next CPU frees its pages.
 */
final class ExitStorm extends Workload {
    private static final int PAGES_TO_A_TABLE = 512;

    @Override
    public String name() {
        return "exit-storm";
    }

    @Override
    public String summary() {
        return "processes on all CPUs touch memory and exit at once, again and again";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.number("pages", 4096, 16, 4_194_304, "Pages that a process touches."),
                Parameter.number("moved", 0, 0, 100, "Percent of the processes that exit on the next CPU."),
                Parameter.number("stagger_us", 0, 0, 1_000_000, "Processes begin up to so many microseconds apart."),
                Parameter.number("alloc_ns", 1300, 1, 1_000_000, "Time for each allocation and the use of its page."),
                Parameter.number("free_ns", 250, 1, 1_000_000, "Time for each free and what goes with it."));
    }

    @Override
    Plan plan(Values values) {
        int cpus = values.get("cpus");
        int pages = values.get("pages");
        int chunk = Math.max(64, Plan.powerOfTwo((pages + PAGES_TO_A_TABLE - 1) / PAGES_TO_A_TABLE));
        int freeNs = values.get("free_ns");
        values.atMost("pages", (1L << 29) / cpus, "with " + cpus + " cpus");
        return new Plan(
                cpus,
                cpus,
                chunk,
                (pages + chunk - 1) / chunk + 3,
                List.of(PageKind.user("storm", "storm", freeNs), PageKind.kernel("storm", freeNs)),
                source -> new Touches(source, chunk, values),
                cpu -> values.get("moved") == 0
                        ? new int[] {cpu}
                        : Plan.inOrder(IntStream.of(cpu, (cpu + cpus - 1) % cpus)));
    }

    /** One process after the other: page tables, pages, exit. */
    private static final class Touches implements Script {
        private final int source;
        private final int cpus;
        private final int chunk;
        private final int pages;
        private final int moved;
        private final int staggerNs;
        private final int allocNs;
        /** Requests of a process: page tables, chunks, exit. */
        private final int all;

        private final Draws draws;
        private int process = -1;
        private int left;
        private int requests;
        private int exitCpu;

        Touches(int source, int chunk, Values values) {
            this.source = source;
            this.chunk = chunk;
            cpus = values.get("cpus");
            pages = values.get("pages");
            moved = values.get("moved");
            staggerNs = values.get("stagger_us") * 1000;
            allocNs = values.get("alloc_ns");
            all = (pages + chunk - 1) / chunk + 2;
            draws = new Draws(values.number("seed"), source);
        }

        @Override
        public void next(Request request) {
            request.pauseNs = 0;
            if (requests == 0) {
                begin(request);
            }
            request.cpu = source;
            request.order = 0;
            request.pid = 1000 + source + process % 1000 * cpus;
            request.gapNs = allocNs;
            request.life = Math.max(1, requests - 1);
            request.freeCpu = exitCpu;
            request.kind = requests == all ? 1 : 0;
            request.count = requests == all ? (pages + PAGES_TO_A_TABLE - 1) / PAGES_TO_A_TABLE : Math.min(chunk, left);
            left -= requests == all ? 0 : request.count;
            requests--;
        }

        private void begin(Request request) {
            process++;
            left = pages;
            requests = all;
            exitCpu = draws.percent(moved) ? (source + 1) % cpus : source;
            request.pauseNs = staggerNs == 0 ? 0 : draws.within(0, staggerNs);
        }
    }
}
