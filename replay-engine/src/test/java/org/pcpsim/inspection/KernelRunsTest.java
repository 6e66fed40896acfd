package org.pcpsim.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pcpsim.Recordings;
import org.pcpsim.inspection.KernelRun.Kind;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Extfrag;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.proc.Zoneinfo;
import org.pcpsim.trace.recording.TraceSource;

class KernelRunsTest {
    private static final long NORMAL = 1 << 20;

    private final Symbols symbols = new Symbols();
    private final EventBatch batch = new EventBatch();

    private int event(byte kind, int cpu, long pfn, String context, String comm) {
        int row = batch.add(kind, cpu, batch.size * 1000L);
        batch.pfn[row] = pfn;
        batch.context[row] = symbols.intern(context);
        batch.comm[row] = symbols.intern(comm);
        batch.aux[row] = kind == EventKind.ZONE_LOCKED ? 1 : 0;
        return row;
    }

    private List<KernelRun> runs() {
        List<KernelRun> runs = new ArrayList<>();
        KernelRuns found = new KernelRuns(ZoneRanges.usual(), zone -> 3, runs::add);
        found.accept(batch, symbols);
        found.finish();
        return runs;
    }

    @Test
    void eventsOfOneCpuInARowAreOneHoldWhateverOthersDo() {
        event(EventKind.ZONE_LOCKED, 0, NORMAL, "d..3.", "cc1");
        event(EventKind.FREE, 1, NORMAL + 100, ".....", "cc1");
        event(EventKind.ZONE_LOCKED, 0, NORMAL + 1, "d..3.", "cc1");
        event(EventKind.ALLOC, 0, NORMAL, ".....", "cc1");
        event(EventKind.ZONE_LOCKED, 0, NORMAL + 2, "d..3.", "cc1");
        assertThat(runs()).extracting(KernelRun::kind).containsExactly(Kind.REFILL, Kind.REFILL);
        assertThat(runs()).extracting(KernelRun::pages).containsExactly(2, 1);
        assertThat(runs().get(0).lastEvent()).isEqualTo(2);
    }

    @Test
    void aChangeOfZoneEndsAHold() {
        event(EventKind.ZONE_LOCKED, 0, NORMAL, "d..3.", "cc1");
        event(EventKind.ZONE_LOCKED, 0, NORMAL - 1, "d..3.", "cc1");
        assertThat(runs()).extracting(KernelRun::zone).containsExactly(2, 1);
    }

    @Test
    void depthOneAndOrdersWithoutPcpListsAreDirectAllocationsEachAHold() {
        event(EventKind.ZONE_LOCKED, 0, NORMAL, "d..1.", "cc1");
        event(EventKind.ZONE_LOCKED, 0, NORMAL + 1, "d..1.", "cc1");
        int row = event(EventKind.ZONE_LOCKED, 0, NORMAL + 16, ".....", "cc1");
        batch.aux[row] = 0;
        batch.order[row] = 4;
        assertThat(runs()).extracting(KernelRun::kind).containsExactly(Kind.DIRECT, Kind.DIRECT, Kind.DIRECT);
        assertThat(runs()).extracting(KernelRun::pages).containsExactly(1, 1, 16);
    }

    @Test
    void stolenPagesBelongToTheirRefillAndAPageLoggedTwiceCountsOnce() {
        event(EventKind.ZONE_LOCKED, 0, NORMAL, "d..3.", "cc1");
        int twice = event(EventKind.EXTFRAG, 0, NORMAL, "d..3.", "cc1");
        batch.aux[twice] = Extfrag.pack(4, 1, true);
        int stolen = event(EventKind.EXTFRAG, 0, NORMAL + 512, "d..3.", "cc1");
        batch.aux[stolen] = Extfrag.pack(9, 1, true);
        assertThat(runs()).extracting(KernelRun::pages).containsExactly(2);
    }

    @Test
    void aPageLoggedAsFallbackFirstCountsOnceToo() {
        event(EventKind.ZONE_LOCKED, 0, NORMAL, "d..3.", "cc1");
        int moved = event(EventKind.EXTFRAG, 0, NORMAL + 512, "d..3.", "cc1");
        batch.aux[moved] = Extfrag.pack(10, 1, true);
        event(EventKind.ZONE_LOCKED, 0, NORMAL + 512, "d..3.", "cc1");
        event(EventKind.ZONE_LOCKED, 0, NORMAL + 513, "d..3.", "cc1");
        assertThat(runs()).extracting(KernelRun::pages).containsExactly(3);
    }

    @Test
    void aDrainByTheWorkerIsOneHoldForEachBatchByOthersOneInAll() {
        for (int i = 0; i < 7; i++) {
            event(EventKind.PCPU_DRAIN, 0, NORMAL + i, "d..2.", "kworker/0:1");
        }
        for (int i = 0; i < 7; i++) {
            event(EventKind.PCPU_DRAIN, 1, NORMAL + i, "d..2.", "sh");
            event(EventKind.PCPU_DRAIN, 2, NORMAL + i, "d..3.", "kworker/2:1");
        }
        assertThat(runs())
                .extracting(KernelRun::kind)
                .containsExactly(Kind.DECAY, Kind.DECAY, Kind.DECAY, Kind.DRAIN_ALL, Kind.DRAIN);
        assertThat(runs()).extracting(KernelRun::pages).containsExactly(3, 3, 1, 7, 7);
    }

    @Test
    void withoutAFlagsColumnARunIsARefillOrADrain() {
        event(EventKind.ZONE_LOCKED, 0, NORMAL, "", "");
        event(EventKind.PCPU_DRAIN, 0, NORMAL, "", "");
        assertThat(runs()).extracting(KernelRun::kind).containsExactly(Kind.REFILL, Kind.DRAIN);
    }

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
