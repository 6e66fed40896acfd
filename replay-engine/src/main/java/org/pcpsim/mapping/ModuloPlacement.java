package org.pcpsim.mapping;

/** Recorded CPU c of copy i runs on CPU (c + i · recorded CPUs) modulo the modelled CPUs. Immutable. */
public final class ModuloPlacement implements Placement {
    private final int recordedCpus;
    private final int cpus;

    /** For traces of so many CPUs on a machine of so many. */
    public ModuloPlacement(int recordedCpus, int cpus) {
        this.recordedCpus = recordedCpus;
        this.cpus = cpus;
    }

    @Override
    public int cpu(int copy, int cpu, int pid, long time) {
        return (int) ((cpu + (long) copy * recordedCpus) % cpus);
    }
}
