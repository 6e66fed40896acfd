package org.pcpsim.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pcpsim.Recordings;
import org.pcpsim.inspection.KernelRun.Kind;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.ZoneRanges;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.proc.Zoneinfo;
import org.pcpsim.trace.recording.TraceSource;

class RecordedKernelRunsTest {
    static List<Path> probed() {
        return Recordings.all().stream()
                .filter(folder -> Files.exists(folder.resolve("zone_lock_truth.txt")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("probed")
    void holdsAgreeWithProbesOnTheLockItself(Path folder) throws IOException {
        Map<Kind, Integer> holds = new EnumMap<>(Kind.class);
        try (TraceSource source = Recordings.open(folder)) {
            TraceReader reader = source.reader();
            Zoneinfo zoneinfo =
                    Zoneinfo.parse("zoneinfo", reader.header().snapshotBefore().get("zoneinfo"));
            Machine machine = Machine.ofZoneinfo(zoneinfo, KernelProfile.V6_12);
            KernelRuns runs = new KernelRuns(
                    ZoneRanges.of(machine.zones()),
                    zone -> machine.zones().get(zone).batch(),
                    run -> holds.merge(run.kind(), 1, Integer::sum));
            EventBatch events = new EventBatch();
            while (reader.read(events)) {
                runs.accept(events, reader.symbols());
            }
            runs.finish();
        }
        int drains = holds.getOrDefault(Kind.DRAIN, 0)
                + holds.getOrDefault(Kind.DRAIN_ALL, 0)
                + holds.getOrDefault(Kind.DECAY, 0);
        assertThat(holds.get(Kind.REFILL)).isEqualTo(probes(folder, "rmqueue_bulk", "__rmqueue_pcplist"));
        assertThat(drains).isEqualTo(probes(folder, "free_pcppages_bulk"));
        assertThat(holds.getOrDefault(Kind.DIRECT, 0)).isEqualTo(probes(folder, "get_page_from_freelist"));
    }

    /** Lines such as {@code    373 ip=__rmqueue_pcplist}. */
    private static int probes(Path folder, String... functions) throws IOException {
        int sum = 0;
        try (Stream<String> lines = Files.lines(folder.resolve("zone_lock_truth.txt"))) {
            for (String line : lines.toList()) {
                for (String function : functions) {
                    if (line.endsWith("ip=" + function)) {
                        sum += Integer.parseInt(line.strip().split(" ")[0]);
                    }
                }
            }
        }
        return sum;
    }
}
