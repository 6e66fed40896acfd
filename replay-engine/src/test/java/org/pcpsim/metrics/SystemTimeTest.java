package org.pcpsim.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.pcpsim.lock.Work;
import org.pcpsim.result.SysProxy;
import org.pcpsim.trace.TraceException;

class SystemTimeTest {
    private static Map<String, String> stat(long systemTicks) {
        return Map.of("stat", "cpu  10 0 " + systemTicks + " 5 0 0 0 0 0 0\n");
    }

    @Test
    void recordedTicksAreTenMilliseconds() throws TraceException {
        assertThat(SystemTime.recorded(stat(100), stat(300))).hasValue(2_000_000_000L);
    }

    @Test
    void fewTicksAreNotTrusted() throws TraceException {
        assertThat(SystemTime.recorded(stat(100), stat(299))).isEmpty();
        assertThat(SystemTime.recorded(stat(100), Map.of())).isEmpty();
    }

    @Test
    void withoutARecordingAPageTakesOnePointTwoMicrosecondsBesideTheAllocator() {
        assertThat(SystemTime.of(OptionalLong.empty(), 1_000, 300_000).ns()).isEqualTo(1_500_000);
        assertThat(SystemTime.of(OptionalLong.of(5), 1_000, 300_000).ns()).isEqualTo(5);
    }

    @Test
    void ofLessThanAMillisecondNoSharesAreGiven() {
        LockCounts counts = new LockCounts(1);
        counts.operations[LockCounts.ALLOC] = 100;
        PricedTime time = PricedTime.of(counts, CostTable.standard());

        SysProxy little = time.proxy(CostTable.standard(), new SystemTime(999_999, "test"), Optional.of(time));
        SysProxy enough = time.proxy(CostTable.standard(), new SystemTime(1_000_000, "test"), Optional.of(time));

        assertThat(little.sysPercent()).isEmpty();
        assertThat(little.high().sysDeltaPercent()).isEmpty();
        assertThat(enough.sysPercent()).isPresent();
    }

    @Test
    void thePeriodicWorkerCountsInTheWholeAndInNoOperation() {
        LockCounts counts = new LockCounts(1);
        counts.operations[LockCounts.ALLOC] = 10;
        counts.operations[LockCounts.FREE] = 10;
        PricedTime before = PricedTime.of(counts, CostTable.standard());
        counts.zoneHolds[LockCounts.WORKER] = 5;
        PricedTime after = PricedTime.of(counts, CostTable.standard());

        // Five zone locks of 30 ns.
        assertThat(after.central().allocatorNs() - before.central().allocatorNs())
                .isEqualTo(150);
        assertThat(after.central().perAlloc()).isEqualTo(before.central().perAlloc());
        assertThat(after.central().perFree()).isEqualTo(before.central().perFree());
    }

    @Test
    void theChangeIsInPercentOfSystemTimeAtEachEndOfTheTable() {
        LockCounts few = new LockCounts(1);
        few.operations[LockCounts.ALLOC] = 100_000;
        LockCounts many = new LockCounts(1);
        many.operations[LockCounts.ALLOC] = 100_000;
        many.zoneHolds[LockCounts.ALLOC] = 10_000;
        many.zoneWork[LockCounts.ALLOC].addDifference(new Work(), new Work());
        CostTable table = CostTable.standard();
        PricedTime first = PricedTime.of(many, table);
        SysProxy proxy = PricedTime.of(few, table).proxy(table, new SystemTime(10_000_000, "test"), Optional.of(first));

        // 100,000 allocations of 8 ns against the same and 10,000 zone locks of 30 ns (15 to 60): 0.3 of 10 ms less.
        assertThat(proxy.allocatorNs()).isEqualTo(800_000);
        assertThat(proxy.nsPerAlloc()).isEqualTo(8);
        assertThat(proxy.sysPercent()).hasValue(8);
        assertThat(proxy.sysDeltaPercent()).hasValue(-3);
        assertThat(proxy.low().sysDeltaPercent()).hasValue(-1.5);
        assertThat(proxy.high().sysDeltaPercent()).hasValue(-6);
        assertThat(proxy.assumptions().waitIncluded()).isFalse();
    }

    @Test
    void aPercentageIsOfTheTimeOfAllCpus() {
        SystemTime quarter = SystemTime.ofPercent(25, 4, 2_000_000_000L);

        assertThat(quarter).isEqualTo(new SystemTime(2_000_000_000, "given: 25 % of 4 CPUs"));
        assertThat(SystemTime.ofPercent(12.5, 1, 1_000).source()).isEqualTo("given: 12.5 % of 1 CPU");
    }

    @Test
    void recordingIsTakenOffTheRecordedTimeWhichATickMoreOrLessMayHaveBeen() {
        SystemTime time = SystemTime.untraced(OptionalLong.of(5_000_000_000L), 1_000, 200);

        assertThat(time.ns()).isEqualTo(4_999_800_000.0);
        assertThat(time.leastNs()).isEqualTo(4_989_800_000.0);
        assertThat(time.mostNs()).isEqualTo(5_009_800_000.0);
        assertThat(time.source()).contains("less 200 ns for each event");
        SystemTime none = SystemTime.untraced(OptionalLong.empty(), 1_000, 200);
        assertThat(none.ns()).isZero();
        assertThat(none.source()).startsWith("none: ");
    }

    @Test
    void aMillisecondIsLongEnoughAtEitherEnd() {
        assertThat(new SystemTime(1_000_000, 1_000_000, 2_000_000, "").least()).isEqualTo(1_000_000);
        assertThat(new SystemTime(1_000_000, 999_999, 2_000_000, "").least()).isZero();
        assertThat(new SystemTime(1_000_000, 0, 2_000_000, "").most()).isEqualTo(2_000_000);
        assertThat(new SystemTime(999_999, 0, 2_000_000, "").most()).isZero();
    }
}
