package org.pcpsim.workload;

import java.util.List;
import org.pcpsim.model.Parameter;

/**
 * Neighbouring pages go to all CPUs, which free them all at the same time: where blocks have owners, all want the lists
 * of one CPU.
 *
 * <p>In each round the next CPU allocates the pages of all; page n is freed by CPU n modulo the number of CPUs.
 */
final class ContiguousAcrossCpus extends Workload {
    private static final int MOST_PAGES = 16_384;

    @Override
    public String name() {
        return "contiguous-across-cpus";
    }

    @Override
    public String summary() {
        return "neighbouring pages go to all CPUs, which free them at once";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.number("each", 16, 1, 1024, "Pages that each CPU frees in a round."),
                Parameter.number("rounds", 1, 1, 64, "Rounds whose pages are live."),
                Parameter.number("alloc_ns", 250, 1, 1_000_000, "Time for each allocation."),
                Parameter.number("free_ns", 250, 1, 1_000_000, "Time for each free and what goes with it."));
    }

    @Override
    Plan plan(Values values) {
        int cpus = values.get("cpus");
        int count = cpus * values.atMost("each", MOST_PAGES / cpus, "with " + cpus + " cpus");
        return new Plan(
                cpus,
                1,
                Plan.powerOfTwo(count),
                values.get("rounds") + 1,
                List.of(PageKind.user("each", "each", values.get("free_ns"))),
                source -> script(count, values),
                Plan::theOnlySource);
    }

    private static Script script(int count, Values values) {
        Draws draws = new Draws(values.number("seed"), 0);
        int cpus = values.get("cpus");
        int rounds = values.get("rounds");
        int allocNs = values.get("alloc_ns");
        int[] next = {0};
        return request -> {
            request.cpu = next[0];
            next[0] = (next[0] + 1) % cpus;
            request.count = count;
            request.order = 0;
            request.kind = 0;
            request.pid = 1000;
            request.pauseNs = draws.about(allocNs);
            request.gapNs = draws.about(allocNs);
            request.life = rounds;
            request.freeCpu = Request.EVERY_CPU;
        };
    }
}
