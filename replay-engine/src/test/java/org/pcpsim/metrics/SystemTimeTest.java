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
    void withoutARecordingAPageTakesOnePointThreeMicroseconds() {
        assertThat(SystemTime.of(OptionalLong.empty(), 1_000).ns()).isEqualTo(1_300_000);
        assertThat(SystemTime.of(OptionalLong.of(5), 1_000).ns()).isEqualTo(5);
    }

    @Test
    void theChangeIsInPercentOfSystemTimeAtEachEndOfTheTable() {
        LockCounts few = new LockCounts(1);
        few.operations[LockCounts.ALLOC] = 100;
        LockCounts many = new LockCounts(1);
        many.operations[LockCounts.ALLOC] = 100;
        many.zoneHolds[LockCounts.ALLOC] = 10;
        many.zoneWork[LockCounts.ALLOC].addDifference(new Work(), new Work());
        CostTable table = CostTable.standard();
        PricedTime first = PricedTime.of(many, table);
        SysProxy proxy = PricedTime.of(few, table).proxy(table, new SystemTime(10_000, "test"), Optional.of(first));

        // 100 allocations of 8 ns against the same and 10 zone locks of 30 ns (15 to 60): 300 ns of 10,000 less.
        assertThat(proxy.allocatorNs()).isEqualTo(800);
        assertThat(proxy.nsPerAlloc()).isEqualTo(8);
        assertThat(proxy.sysPercent()).hasValue(8);
        assertThat(proxy.sysDeltaPercent()).hasValue(-3);
        assertThat(proxy.low().sysDeltaPercent()).hasValue(-1.5);
        assertThat(proxy.high().sysDeltaPercent()).hasValue(-6);
        assertThat(proxy.assumptions().waitIncluded()).isFalse();
    }
}
