package org.pcpsim.benchmarks.parts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.Models;
import org.pcpsim.replay.ModelChoice;
import org.pcpsim.replay.Replay;
import org.pcpsim.replay.ReplayOptions;
import org.pcpsim.replay.TimedReplay;
import org.pcpsim.result.ModelFigures;
import org.pcpsim.result.ReplayResult;
import org.pcpsim.trace.TraceReader;

/** A replay of a {@code .pcpt} file from begin to end by each model; {@code operations} is operations a second. */
@State(Scope.Thread)
public class Replaying {
    /** The model. */
    @Param({"baseline", "pcp-buddy", "block-economy", "pcp-premerge"})
    public String model;

    private TraceFile file;
    private ReplayOptions options;

    /** Operations replayed in an iteration. */
    @AuxCounters
    @State(Scope.Thread)
    public static class Count {
        /** Of all calls. */
        public long operations;

        private void add(ReplayResult result) {
            ModelFigures figures = result.models().get(0).figures().orElseThrow();
            operations += figures.allocs() + figures.frees();
        }
    }

    /** Writes the file. */
    @Setup
    public void write() {
        file = new TraceFile(".pcpt");
        Machine machine = Machine.builder().cpus(32).nodes(1).memory(32L << 30).build();
        options = ReplayOptions.of(machine, List.of(ModelChoice.of(Models.named(model))));
    }

    /** Deletes the file. */
    @TearDown
    public void delete() throws IOException {
        file.close();
    }

    /** In trace order. */
    @Benchmark
    public void traceOrder(Count count) throws IOException {
        try (TraceReader reader = file.open()) {
            count.add(new Replay(options).run(reader));
        }
    }

    /** In timed order. */
    @Benchmark
    public void timedOrder(Count count) throws IOException {
        try (TraceReader reader = file.open()) {
            Path folder = Path.of(System.getProperty("java.io.tmpdir"));
            count.add(new TimedReplay(options, folder).run(reader, events -> {}));
        }
    }
}
