package org.pcpsim.workload;

import java.util.List;
import org.pcpsim.model.Parameter;

/**
 * Most CPUs allocate and never free; the last few CPUs free all of it, oldest first.
 *
 * <p>Each allocating CPU keeps a fixed number of pages live and hands chunks to one freeing CPU. Where freeing is slower
 * than allocating, allocation keeps its pace, so that the freeing CPUs are always busy.
 */
final class AllocManyFreeFew extends Workload {
    @Override
    public String name() {
        return "alloc-many-free-few";
    }

    @Override
    public String summary() {
        return "most CPUs allocate, a few free all of it";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.number("freers", 2, 1, 512, "CPUs that free, the last ones; all but one at most."),
                Parameter.number("live", 2048, 64, 262_144, "Pages that each allocating CPU has live."),
                Parameter.number("chunk", 64, 1, 1024, "Pages handed over at a time."),
                Parameter.number("alloc_ns", 1300, 1, 1_000_000, "Time for each allocation and the use of its page."),
                Parameter.number("free_ns", 250, 1, 1_000_000, "Time for each free and what goes with it."));
    }

    @Override
    Plan plan(Values values) {
        int cpus = values.get("cpus");
        int freers = Math.min(values.get("freers"), Math.max(1, cpus - 1));
        int sources = Math.max(1, cpus - freers);
        int chunk = values.get("chunk");
        int life = Math.max(1, values.get("live") / chunk);
        int freeNs = values.get("free_ns");
        int gap = Math.max(values.get("alloc_ns"), (int) Math.min(1_000_000_000L, (long) freeNs * sources / freers));
        values.atMost("live", 32_000L * chunk, "with chunk " + chunk);
        return new Plan(
                cpus,
                sources,
                Plan.powerOfTwo(chunk),
                life + 1,
                List.of(PageKind.user("alloc", "free", freeNs)),
                source -> script(source, cpus - freers + source % freers, chunk, life, gap, values.number("seed")),
                cpu -> cpu < sources ? new int[] {cpu} : Plan.every(cpu - sources, freers, sources));
    }

    private static Script script(int source, int freer, int chunk, int life, int gap, long seed) {
        Draws draws = new Draws(seed, source);
        return request -> {
            request.cpu = source;
            request.count = chunk;
            request.order = 0;
            request.kind = 0;
            request.pid = 1000 + source;
            request.pauseNs = draws.about(gap);
            request.gapNs = draws.about(gap);
            request.life = life;
            request.freeCpu = freer;
        };
    }
}
