package org.pcpsim.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.Recordings;
import org.pcpsim.inspection.KernelRun;
import org.pcpsim.inspection.KernelRuns;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.ZoneRanges;
import org.pcpsim.model.Models;
import org.pcpsim.model.PcpObserver;
import org.pcpsim.replay.Initial;
import org.pcpsim.replay.ModelChoice;
import org.pcpsim.replay.Replay;
import org.pcpsim.replay.ReplayOptions;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.proc.Zoneinfo;
import org.pcpsim.trace.recording.TraceSource;

/** The baseline left to itself over a whole recording, compared with the kernel that was recorded. */
class RefillTotalsTest {
    /** Refills of one list of one PCP. */
    private static final class Refills {
        private final Map<String, Integer> perList = new HashMap<>();
        private int count;
        private long pages;

        /** Counts all but the first of each list, which shows how long the list was. */
        private void add(int zone, int cpu, int order, int type, int brought) {
            if (perList.merge(zone + " " + cpu + " " + order + " " + type, 1, Integer::sum) > 1) {
                count++;
                pages += brought;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-cpu", "jemalloc", "sockets", "build-32cpu"})
    void refillsFromTheSecondOfEachListAreWithinTenPercentOfTheKernels(String name) throws IOException {
        Path folder = Recordings.named(name);
        Refills kernel = new Refills();
        Machine machine;
        StartLists lists;
        try (TraceSource source = Recordings.open(folder)) {
            machine = machine(source);
            KernelRuns runs = new KernelRuns(
                    ZoneRanges.of(machine.zones()),
                    zone -> machine.zones().get(zone).batch(),
                    run -> {
                        if (run.kind() == KernelRun.Kind.REFILL) {
                            kernel.add(run.zone(), run.cpu(), run.order(), run.migratetype(), run.pages());
                        }
                    });
            EventBatch events = new EventBatch();
            while (source.reader().read(events)) {
                runs.accept(events, source.reader().symbols());
            }
            runs.finish();
        }
        lists = RecordedStart.of(Recordings.trace(folder), machine).lists();
        Refills model = new Refills();
        PcpObserver observer = new PcpObserver() {
            @Override
            public void refilled(int zone, int cpu, int order, int migratetype, int pages) {
                model.add(zone, cpu, order, migratetype, pages);
            }

            @Override
            public void drained(int zone, int cpu, int target, int path, int member, int pages) {}
        };
        try (TraceSource source = Recordings.open(folder)) {
            TraceReader reader = source.reader();
            Initial initial = Initial.recorded(reader.header().snapshotBefore())
                    .orElseThrow()
                    .withLists(lists);
            ModelChoice baseline = new ModelChoice(Models.named("baseline"), Map.of(), observer);
            new Replay(ReplayOptions.of(machine, List.of(baseline)).withInitial(initial)).run(reader);
        }
        assertThat(model.count).isCloseTo(kernel.count, withPercentage(10));
        assertThat(model.pages).isCloseTo(kernel.pages, withPercentage(10));
    }

    private static Machine machine(TraceSource source) throws IOException {
        TraceReader reader = source.reader();
        return Machine.builder()
                .zoneinfo(Zoneinfo.parse(
                        "zoneinfo", reader.header().snapshotBefore().get("zoneinfo")))
                .recordedSysctls(source.recording().orElseThrow().sysctl())
                .header(reader.header())
                .kernel(KernelProfile.forRelease(reader.header().kernel().orElseThrow()))
                .build();
    }
}
