package org.pcpsim.workload;

import java.util.ArrayList;
import java.util.List;
import org.pcpsim.model.Parameter;

/** All synthetic workloads there are. */
public final class Workloads {
    /** Most CPUs of a workload. */
    static final int MAX_CPUS = 1024;

    /** Parameters that every workload has. */
    public static final List<Parameter> COMMON = List.of(
            Parameter.number(
                    "operations", 1_000_000, 1, 1_000_000_000_000L, "Allocations and frees together, exactly."),
            Parameter.number("cpus", 32, 1, MAX_CPUS, "CPUs that it runs on."),
            Parameter.number("seed", 1, 0, Long.MAX_VALUE, "Start of every random choice."));

    private static final List<Workload> ALL = List.of(
            new AllocManyFreeFew(),
            new JemallocPurge(),
            new ExitStorm(),
            new OneAllocatesForAll(),
            new ProducerConsumer(),
            new KernelBuild(),
            new PageCache(),
            new ThpMix(),
            new ContiguousAcrossCpus());

    private Workloads() {}

    /** Every workload. */
    public static List<Workload> all() {
        return ALL;
    }

    /** All parameters of a workload, the common ones first. */
    public static List<Parameter> parameters(Workload workload) {
        List<Parameter> all = new ArrayList<>(COMMON);
        all.addAll(workload.parameters());
        return all;
    }
}
