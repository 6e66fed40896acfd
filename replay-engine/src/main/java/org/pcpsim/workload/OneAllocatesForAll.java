package org.pcpsim.workload;

import java.util.List;
import org.pcpsim.model.Parameter;

/** CPU 0 allocates for everybody; the other CPUs free, chunk by chunk, each chunk on a CPU drawn for it. */
final class OneAllocatesForAll extends Workload {
    @Override
    public String name() {
        return "one-allocates-for-all";
    }

    @Override
    public String summary() {
        return "one CPU allocates everything, all others free it";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.number("live", 16_384, 64, 1_048_576, "Pages that are live."),
                Parameter.number("chunk", 64, 1, 1024, "Pages that one CPU frees at a time."),
                Parameter.number("alloc_ns", 1300, 1, 1_000_000, "Time for each allocation and the use of its page."),
                Parameter.number("free_ns", 250, 1, 1_000_000, "Time for each free and what goes with it."));
    }

    @Override
    Plan plan(Values values) {
        int cpus = values.get("cpus");
        int chunk = values.get("chunk");
        int life = Math.max(1, values.atMost("live", 32_000L * chunk, "with chunk " + chunk) / chunk);
        return new Plan(
                cpus,
                1,
                Plan.powerOfTwo(chunk),
                life + 1,
                List.of(PageKind.user("producer", "consumer", values.get("free_ns"))),
                source -> script(life, values),
                Plan::theOnlySource);
    }

    private static Script script(int life, Values values) {
        Draws draws = new Draws(values.number("seed"), 0);
        int cpus = values.get("cpus");
        int chunk = values.get("chunk");
        int allocNs = values.get("alloc_ns");
        return request -> {
            request.cpu = 0;
            request.count = chunk;
            request.order = 0;
            request.kind = 0;
            request.pid = 1000;
            request.pauseNs = draws.about(allocNs);
            request.gapNs = draws.about(allocNs);
            request.life = life;
            request.freeCpu = cpus == 1 ? 0 : draws.within(1, cpus - 1);
        };
    }
}
