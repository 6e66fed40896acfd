package org.pcpsim.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.ModelFactory;
import org.pcpsim.model.Models;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.TraceReader;

/**
 * Something to replay, and the machine for it.
 *
 * @param name as it is printed
 * @param machine the modelled machine
 * @param unit operations of one time; nine times are replayed, the first is not counted
 * @param skip operations before the first time
 * @param source the trace, as a file or as it is made
 * @param packed the same, packed with its operations
 */
record Case(String name, Machine machine, long unit, long skip, Source source, Source packed) {
    /** Operations after which a unit of a file is long enough to be timed. */
    private static final long ENOUGH = 2_000_000;

    /** The two designs that the RFC's thread compares. */
    static List<ModelFactory> mainModels() {
        return List.of(Models.named("baseline"), Models.named("pcp-buddy"));
    }

    /** Opens a trace of so many units. */
    interface Source {
        TraceReader open(int units) throws IOException;
    }

    /** A file, many times over if it is short. */
    static Case of(String name, Path file, Machine machine) throws IOException {
        long operations;
        try (Stopwatch once = new Stopwatch(new RepeatedTrace(file, 1), false)) {
            EventBatch batch = new EventBatch();
            while (once.read(batch)) {
                continue;
            }
            operations = once.counted();
        }
        int times = (int) Math.max(1, ENOUGH / operations);
        Source source = units -> new RepeatedTrace(file, Math.multiplyExact(units, times));
        return new Case(name, machine, operations * times, 0, source, new PackedSource(source));
    }

    /** A random mix. */
    static Case mix(String name, int cpus, long bytes, int live, long unit) {
        Machine machine = machine(cpus, bytes);
        int space = Math.toIntExact(bytes >> 12);
        Source source = units -> new RandomMix(cpus, space, live, units * unit);
        return new Case(name, machine, unit, live, source, new PackedSource(source));
    }

    /** A machine of one node. */
    static Machine machine(int cpus, long bytes) {
        return Machine.builder().cpus(cpus).nodes(1).memory(bytes).build();
    }

    /** Nine units, their time taken after the first and after the ninth. */
    Stopwatch open(Source of) throws IOException {
        return new Stopwatch(of.open(9), false, skip + unit, skip + 9 * unit);
    }
}
