package org.pcpsim.workload;

import java.util.List;
import java.util.stream.IntStream;
import org.pcpsim.model.Parameter;

/**
 * A thread on each CPU allocates extents; background threads on a few CPUs give them back in bursts, after a decay time.
 *
 * <p>An extent is freed at the first tick of its thread at which it is old enough. A small share of the extents the
 * threads free themselves, at the same ticks.
 */
final class JemallocPurge extends Workload {
    @Override
    public String name() {
        return "jemalloc-purge";
    }

    @Override
    public String summary() {
        return "threads allocate extents, background threads purge them in bursts";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.number("purgers", 4, 1, 64, "CPUs with a background thread, spread evenly; at most cpus."),
                Parameter.number("purged", 99, 0, 100, "Percent of the extents that background threads free."),
                Parameter.number("extent", 16, 1, 512, "Pages in an extent."),
                Parameter.number(
                        "decay", 4096, 16, 65_536, "Pages that a thread allocates until one becomes old enough."),
                Parameter.number("tick", 1024, 16, 65_536, "Pages that it allocates from one purge to the next."),
                Parameter.number("alloc_ns", 2000, 1, 1_000_000, "Time for each allocation and the use of its page."),
                Parameter.number("free_ns", 250, 1, 1_000_000, "Time for each free and what goes with it."));
    }

    @Override
    Plan plan(Values values) {
        int cpus = values.get("cpus");
        int purgers = Math.min(values.get("purgers"), cpus);
        int extent = values.get("extent");
        int old = Math.max(1, values.atMost("decay", 15_000L * extent, "with extent " + extent) / extent);
        int tick = Math.max(1, values.atMost("tick", 15_000L * extent, "with extent " + extent) / extent);
        int freeNs = values.get("free_ns");
        int[] purgerCpus = IntStream.range(0, purgers)
                .map(purger -> (int) ((long) purger * cpus / purgers))
                .toArray();
        return new Plan(
                cpus,
                cpus,
                Plan.powerOfTwo(extent),
                old + tick + 1,
                List.of(PageKind.user("jem", "jemalloc_bg_thd", freeNs), PageKind.user("jem", "jem", freeNs)),
                source -> script(source, purgerCpus[source % purgers], old, tick, values),
                cpu -> {
                    int purger = IntStream.range(0, purgers)
                            .filter(p -> purgerCpus[p] == cpu)
                            .findFirst()
                            .orElse(-1);
                    return purger < 0
                            ? new int[] {cpu}
                            : Plan.inOrder(IntStream.concat(
                                    IntStream.of(cpu), IntStream.of(Plan.every(purger, purgers, cpus))));
                });
    }

    private static Script script(int source, int purger, int old, int tick, Values values) {
        Draws draws = new Draws(values.number("seed"), source);
        int extent = values.get("extent");
        int allocNs = values.get("alloc_ns");
        int purged = values.get("purged");
        int[] until = {draws.within(1, tick)};
        return request -> {
            boolean background = draws.percent(purged);
            until[0] = until[0] == 1 ? tick : until[0] - 1;
            request.cpu = source;
            request.count = extent;
            request.order = 0;
            request.kind = background ? 0 : 1;
            request.pid = 1000 + source;
            request.pauseNs = draws.about(allocNs);
            request.gapNs = draws.about(allocNs);
            request.life = old + (until[0] - old % tick + tick) % tick;
            request.freeCpu = background ? purger : source;
        };
    }
}
