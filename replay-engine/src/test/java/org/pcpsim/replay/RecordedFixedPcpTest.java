package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.Recordings;
import org.pcpsim.fidelity.RecordedStart;
import org.pcpsim.fidelity.StartLists;
import org.pcpsim.inspection.KernelRun;
import org.pcpsim.inspection.KernelRuns;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.ZoneRanges;
import org.pcpsim.model.Models;
import org.pcpsim.model.PcpObserver;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.proc.Zoneinfo;
import org.pcpsim.trace.recording.TraceSource;

/** PCPs of fixed size, left to themselves over recordings of Linux 6.1.192, do what the kernel did. */
class RecordedFixedPcpTest {
    private record Refill(int cpu, int order, int pages) {}

    private record Drain(int cpu, int pages) {}

    private final List<Refill> kernelRefills = new ArrayList<>();
    private final List<Drain> kernelDrains = new ArrayList<>();
    private final List<Refill> refills = new ArrayList<>();
    private final List<Drain> drains = new ArrayList<>();

    private void run(String name) throws IOException {
        Path folder = Recordings.named(name);
        Machine machine;
        try (TraceSource source = Recordings.open(folder)) {
            machine = machine(source.reader());
            KernelRuns runs = new KernelRuns(
                    ZoneRanges.of(machine.zones()),
                    zone -> machine.zones().get(zone).batch(),
                    this::record);
            EventBatch events = new EventBatch();
            while (source.reader().read(events)) {
                runs.accept(events, source.reader().symbols());
            }
            runs.finish();
        }
        StartLists lists = RecordedStart.of(Recordings.trace(folder), machine).lists();
        try (TraceSource source = Recordings.open(folder)) {
            TraceReader reader = source.reader();
            Initial initial = Initial.recorded(reader.header().snapshotBefore())
                    .orElseThrow()
                    .withLists(lists);
            ModelChoice baseline = new ModelChoice(Models.named("baseline"), Map.of(), observer());
            new Replay(ReplayOptions.of(machine, List.of(baseline)).withInitial(initial)).run(reader);
        }
    }

    private static Machine machine(TraceReader reader) throws IOException {
        return Machine.builder()
                .zoneinfo(Zoneinfo.parse(
                        "zoneinfo", reader.header().snapshotBefore().get("zoneinfo")))
                .header(reader.header())
                .kernel(KernelProfile.forRelease(reader.header().kernel().orElseThrow()))
                .build();
    }

    private void record(KernelRun run) {
        if (run.kind() == KernelRun.Kind.REFILL) {
            kernelRefills.add(new Refill(run.cpu(), run.order(), run.pages()));
        } else if (run.kind() == KernelRun.Kind.DRAIN) {
            kernelDrains.add(new Drain(run.cpu(), run.pages()));
        }
    }

    private PcpObserver observer() {
        return new PcpObserver() {
            @Override
            public void refilled(int zone, int cpu, int order, int migratetype, int pages) {
                refills.add(new Refill(cpu, order, pages));
            }

            @Override
            public void drained(int zone, int cpu, int target, int path, int member, int pages) {
                drains.add(new Drain(cpu, pages));
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"qemu_61_8_pipe8, 1, 15", "qemu_61_8_sock8, 1, 4351", "qemu_61_8n_fork8, 2, 5"})
    void aCpuThatOverflowsDrainsWhatTheKernelDrainedInThatOrder(String name, int cpu, int expected) throws IOException {
        run(name);
        List<Drain> kernel = kernelDrains.stream().filter(d -> d.cpu == cpu).toList();
        assertThat(kernel).hasSize(expected);
        assertThat(drains.stream().filter(d -> d.cpu == cpu).toList()).isEqualTo(kernel);
    }

    @ParameterizedTest
    @CsvSource({"qemu_61_8_pipe8, 0, 0", "qemu_61_8_sock8, 0, 3", "qemu_61_8_sock8, 0, 2", "qemu_61_8_xcpu8, 0, 0"})
    void aCpuThatRunsEmptyRefillsAsOftenAndAsMuchAsTheKernel(String name, int cpu, int order) throws IOException {
        run(name);
        List<Refill> kernel = of(kernelRefills, cpu, order);
        assertThat(kernel).hasSizeGreaterThanOrEqualTo(100);
        assertThat(of(refills, cpu, order)).isEqualTo(kernel);
    }

    private static List<Refill> of(List<Refill> all, int cpu, int order) {
        return all.stream().filter(r -> r.cpu == cpu && r.order == order).toList();
    }

    /**
     * What misses are the PCPs' states of before the trace: CPUs whose {@code free_factor} was above 0 drain everything
     * at their first free of a high order, which nothing before it tells.
     */
    @ParameterizedTest
    @ValueSource(strings = {"qemu_61_8_pipe8", "qemu_61_8_sock8", "qemu_61_8_xcpu8", "qemu_61_8n_fork8"})
    void refillsAreWithinThreePercentOfTheKernels(String name) throws IOException {
        run(name);
        assertThat(refills.size()).isCloseTo(kernelRefills.size(), withPercentage(3));
    }
}
