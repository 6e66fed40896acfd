package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.MachineBuilder;
import org.pcpsim.model.Form;
import org.pcpsim.model.ModelFactory;
import org.pcpsim.model.Models;
import org.pcpsim.model.Profiles;
import org.pcpsim.operation.GeneratedStreams;
import org.pcpsim.result.ModelFigures;
import org.pcpsim.result.ModelResult;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.workload.Workload;
import org.pcpsim.workload.WorkloadRun;
import org.pcpsim.workload.Workloads;

/** What every design must do in timed order, where its steps interleave: on every kernel profile, with one and two nodes. */
class TimedContractTest {
    private static final long OPERATIONS = 6000;

    /** Operations between checks of all invariants, which take longer than those; every 1000 in {@code .ci/long}. */
    private static final int CHECKED = Integer.getInteger("pcpsim.sequences", 500) < 5000 ? 3000 : 1000;

    @TempDir
    Path folder;

    static Stream<Arguments> designs() {
        List<Arguments> designs = new ArrayList<>();
        for (ModelFactory factory : Models.all()) {
            for (KernelProfile kernel : Profiles.tested()) {
                for (int nodes = 1; nodes <= 2; nodes++) {
                    String name = factory.name() + " " + kernel.name() + " " + nodes + " node(s)";
                    designs.add(Arguments.of(Named.of(name, factory), kernel, nodes));
                }
            }
        }
        for (Form form : Form.all()) {
            designs.add(Arguments.of(form, KernelProfile.V7_0, 2));
        }
        return designs.stream();
    }

    private ModelFigures replayed(ModelFactory factory, KernelProfile kernel, int cpus, int nodes, Workload workload)
            throws IOException {
        Map<String, String> given = new HashMap<>(Map.of("cpus", "" + cpus, "operations", "" + OPERATIONS));
        ReplayOptions options = ReplayOptions.of(
                        new MachineBuilder()
                                .cpus(cpus)
                                .nodes(nodes)
                                .memory(8L << 30)
                                .kernel(kernel)
                                .build(),
                        List.of(ModelChoice.of(factory)))
                .withCheckInterval(CHECKED);
        try (TraceReader trace = WorkloadRun.of(workload, given).trace()) {
            ModelResult result = new TimedReplay(options, folder, false, Optional.empty())
                    .run(trace, events -> {})
                    .models()
                    .get(0);
            assertThat(result.error()).isEmpty();
            return result.figures().orElseThrow();
        }
    }

    /** Invariants are checked every few thousand operations and at the end, where all pages given out are back. */
    @ParameterizedTest
    @MethodSource("designs")
    void stepsOfManyCpusBreakNothing(ModelFactory factory, KernelProfile kernel, int nodes) throws IOException {
        for (Workload workload : Workloads.all()) {
            ModelFigures figures = replayed(factory, kernel, 4, nodes, workload);
            assertThat(figures.allocs()).as(workload.name()).isEqualTo(OPERATIONS / 2);
            assertThat(figures.frees()).as(workload.name()).isEqualTo(OPERATIONS / 2);
            assertThat(figures.failedAllocs()).as(workload.name()).isZero();
            assertThat(figures.skippedFrees()).as(workload.name()).isZero();
        }
    }

    /** Nothing is kept of the streams of a workload, and nothing differs from what its trace gives. */
    @Test
    void streamsGiveWhatTheTraceOfAWorkloadGives() throws IOException {
        for (Workload workload : Workloads.all()) {
            Map<String, String> values = new HashMap<>(Map.of("cpus", "5", "operations", "20001"));
            if (workload.name().equals("thp-mix")) {
                values.putAll(Map.of("split", "50", "pages", "2048", "operations", "3001"));
            }
            WorkloadRun run = WorkloadRun.of(workload, values);
            ReplayOptions options = ReplayOptions.of(
                    new MachineBuilder().cpus(5).nodes(1).memory(8L << 30).build(),
                    Models.all().stream().map(ModelChoice::of).toList());
            TimedReplay replay = new TimedReplay(options, folder, false, Optional.of(Grouping.COMM));
            try (TraceReader trace = run.trace();
                    GeneratedStreams streams = run.streams()) {
                assertThat(replay.withThreads(3).run(streams))
                        .as(workload.name())
                        .isEqualTo(replay.run(trace, events -> {}));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("designs")
    void oneCpuNeverWaits(ModelFactory factory, KernelProfile kernel, int nodes) throws IOException {
        for (Workload workload : Workloads.all()) {
            if (nodes == 1 && !workload.name().equals("one-allocates-for-all")) {
                ModelFigures figures = replayed(factory, kernel, 1, 1, workload);
                assertThat(figures.zoneLock().waitNs().orElseThrow()).isZero();
                assertThat(figures.pcpLock().waitNs().orElseThrow()).isZero();
                assertThat(figures.pcpLock().allocTrylockFailures().orElseThrow())
                        .isZero();
            }
        }
    }
}
