package org.pcpsim.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcpsim.inspection.KernelRun.Kind;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.ZoneRanges;
import org.pcpsim.model.TestMachines;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Extfrag;
import org.pcpsim.trace.Symbols;

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

    @Test
    void aPauseThatNoHoldMakesEndsAWorkersDrain() {
        event(EventKind.PCPU_DRAIN, 0, NORMAL, "d..2.", "kworker/0:1");
        int near = event(EventKind.PCPU_DRAIN, 0, NORMAL + 1, "d..2.", "kworker/0:1");
        batch.time[near] = 300_000_000L;
        int far = event(EventKind.PCPU_DRAIN, 0, NORMAL + 2, "d..2.", "kworker/0:1");
        batch.time[far] = 600_000_001L;
        assertThat(runs()).extracting(KernelRun::pages).containsExactly(2, 1);
        assertThat(runs()).extracting(KernelRun::time).containsExactly(0L, 600_000_001L);
    }

    @Test
    void whoIsNotNamedMayBeAWorker() {
        event(EventKind.PCPU_DRAIN, 0, NORMAL, "d..2.", "");
        event(EventKind.PCPU_DRAIN, 1, NORMAL, "d..2.", "<...>");
        event(EventKind.PCPU_DRAIN, 2, NORMAL, "d..2.", "my-kworker");
        assertThat(runs()).extracting(KernelRun::kind).containsExactly(Kind.DECAY, Kind.DECAY, Kind.DRAIN_ALL);
    }

    @Test
    void aHoldSaysWhatItBeganWithAndWhereItLies() {
        batch.firstEvent = 1000;
        event(EventKind.ALLOC, 20, NORMAL, ".....", "cc1");
        int first = event(EventKind.ZONE_LOCKED, 20, NORMAL + 8, "d..3.", "cc1");
        batch.order[first] = 2;
        batch.migratetype[first] = 2;
        int second = event(EventKind.ZONE_LOCKED, 20, NORMAL + 12, "d..3.", "cc1");
        batch.order[second] = 2;
        batch.migratetype[second] = 1;
        assertThat(runs()).containsExactly(new KernelRun(Kind.REFILL, 20, 2, 2, 2, 2, 8, 1001, 1002, 1000));
    }

    @Test
    void aRefillOfAnotherOrderAndADrainAfterARefillAreHoldsOfTheirOwn() {
        event(EventKind.ZONE_LOCKED, 0, NORMAL, "d..3.", "cc1");
        int order1 = event(EventKind.ZONE_LOCKED, 0, NORMAL + 2, "d..3.", "cc1");
        batch.order[order1] = 1;
        event(EventKind.PCPU_DRAIN, 0, NORMAL + 4, "d..4.", "cc1");
        event(EventKind.PCPU_DRAIN, 0, NORMAL - 4, "d..4.", "cc1");
        assertThat(runs())
                .extracting(KernelRun::kind)
                .containsExactly(Kind.REFILL, Kind.REFILL, Kind.DRAIN, Kind.DRAIN);
        assertThat(runs()).extracting(KernelRun::pages).containsExactly(1, 2, 1, 1);
    }

    @Test
    void depthsAreReadFromAnyNumberOfTexts() {
        PreemptDepths depths = new PreemptDepths();
        for (int i = 0; i < 100; i++) {
            int symbol = symbols.intern("d.." + Integer.toHexString(i % 16) + "." + i);
            assertThat(depths.of(symbol, symbols)).isEqualTo(i % 16);
            assertThat(depths.of(symbol, symbols)).isEqualTo(i % 16);
        }
        assertThat(depths.of(symbols.intern("d..."), symbols)).isEqualTo(PreemptDepths.UNKNOWN);
        assertThat(depths.of(symbols.intern("d.."), symbols)).isEqualTo(PreemptDepths.UNKNOWN);
        assertThat(depths.of(symbols.intern("d..0"), symbols)).isEqualTo(PreemptDepths.UNKNOWN);
        assertThat(depths.of(symbols.intern("d..1"), symbols)).isEqualTo(PreemptDepths.DIRECT);
    }

    @Test
    void aPageBelongsToTheZoneThatBeginsLastAtOrBeforeIt() {
        ZoneRanges usual = ZoneRanges.usual();
        assertThat(usual.zoneOf(0)).isZero();
        assertThat(usual.zoneOf(4095)).isZero();
        assertThat(usual.zoneOf(4096)).isEqualTo(1);
        assertThat(usual.zoneOf(NORMAL - 1)).isEqualTo(1);
        assertThat(usual.zoneOf(NORMAL)).isEqualTo(2);
    }

    @Test
    void zonesOfARecordedMachineMayComeInAnyOrderOfPages() {
        ZoneRanges ranges = ZoneRanges.of(TestMachines.of(
                        KernelProfile.V7_0,
                        2,
                        TestMachines.normal(0, 8192, 1000, 0, 0, 0, 1, 0, 0),
                        TestMachines.normal(1, 4096, 1000, 0, 0, 0, 1, 0, 0))
                .zones());
        assertThat(ranges.zoneOf(8191)).isEqualTo(1);
        assertThat(ranges.zoneOf(8192)).isZero();
        assertThat(ranges.zoneOf(1)).isEqualTo(1);
    }
}
