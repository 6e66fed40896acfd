package org.pcpsim.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.pcpsim.lock.Distances;
import org.pcpsim.lock.PageTouches;
import org.pcpsim.lock.Work;
import org.pcpsim.random.SplitMix64;
import org.pcpsim.result.SysProxy;

/** What timed order counts, at prices that are powers of ten in ns, so that every digit of a sum tells what it counts. */
class TimedCountsTest {
    private static final Map<String, Double> NS = Map.ofEntries(
            Map.entry(CostTable.ALLOC, 1.0),
            Map.entry(CostTable.FREE, 2.0),
            Map.entry(CostTable.PCP_LOCK_LOCAL, 10.0),
            Map.entry(CostTable.ZONE_LOCK_LOCAL, 100.0),
            Map.entry(CostTable.DATA_WARM, 500.0),
            Map.entry(CostTable.DATA_COLD, 1_500.0),
            Map.entry(CostTable.LIST_OP, 10_000.0),
            Map.entry(CostTable.SPLIT_STEP, 100_000.0),
            Map.entry(CostTable.MERGE_STEP, 1_000_000.0),
            Map.entry(CostTable.PAGE_SCANNED, 0.1),
            Map.entry(CostTable.HAND_OFF_COMPLEX, 1.0),
            Map.entry(CostTable.HAND_OFF_SOCKET, 10.0),
            Map.entry(CostTable.HAND_OFF_REMOTE, 100.0),
            Map.entry(CostTable.TOUCH_RECENT, 1.0),
            Map.entry(CostTable.TOUCH_NEAR, 10.0),
            Map.entry(CostTable.TOUCH_OLD, 100.0),
            Map.entry(CostTable.TOUCH_OTHER, 1_000.0),
            Map.entry(CostTable.TOUCH_NEVER, 10_000.0),
            Map.entry(CostTable.RECENT, 700.0),
            Map.entry(CostTable.TRACED_EVENT, 200.0));
    /** What only trace order prices costs 5 ns: it must be in no sum here. */
    private static final CostTable TABLE = new CostTable("decimal", costs());

    private static final TimedPrices PRICES = new TimedPrices(TABLE, CostTable.End.CENTRAL);

    private static List<Cost> costs() {
        return CostTable.NAMES.stream()
                .map(name -> {
                    double ns = NS.getOrDefault(name, 5.0);
                    return new Cost(name, ns, ns, ns, "ns", "test");
                })
                .toList();
    }

    private static Work work(long listOps, long splits, long merges, long pagesScanned) {
        Work work = new Work();
        work.listOps = listOps;
        work.splits = splits;
        work.merges = merges;
        work.pagesScanned = pagesScanned;
        work.pageTouches = 99;
        return work;
    }

    @Test
    void aSideCostsItsOperationsLocksColdPagesAndWork() {
        LockCounts counts = new LockCounts(1);
        TimedCounts timed = new TimedCounts(1);
        for (int side = 0; side < LockCounts.SIDES; side++) {
            counts.operations[side] = 3;
            counts.pcpLocal[side] = 1;
            counts.pcpRemote[side] = 2;
            counts.atomics[side] = 3;
            counts.zoneHolds[side] = 4;
            timed.coldPages[side] = 5;
            counts.zoneWork[side].set(work(1, 1, 2, 3));
            counts.pcpWork[side].set(work(2, 3, 3, 4));
        }

        // From the right: 0.1 ns for each of 7 pages scanned, 3 operations, 6 PCP locks, 4 zone locks, 5 cold pages,
        // and 3
        // list operations, 4 splits and 5 merges.
        assertThat(timed.price(LockCounts.ALLOC, counts, PRICES)).isEqualTo(5_435_463_700L);
        assertThat(timed.price(LockCounts.FREE, counts, PRICES)).isEqualTo(5_435_466_700L);
        assertThat(timed.price(LockCounts.WORKER, counts, PRICES)).isEqualTo(5_435_460_700L);
    }

    @Test
    void transfersCostByDistanceAndTouchesByKind() {
        TimedCounts timed = new TimedCounts(1);
        timed.transfers[LockCounts.FREE] = new long[] {9, 2, 3, 4};
        timed.touches[LockCounts.FREE] = new long[] {1, 2, 3, 4, 5};

        // 432 ns of transfers, none for a line that stays with its core, and 54,321 ns of touches.
        assertThat(timed.price(LockCounts.FREE, new LockCounts(1), PRICES)).isEqualTo(54_753_000);
        assertThat(timed.price(LockCounts.ALLOC, new LockCounts(1), PRICES)).isZero();
    }

    @Test
    void pricesAreThoseOfTheTableInPicosecondsOrNanoseconds() {
        assertThat(PRICES.pcpLock()).isEqualTo(10_000);
        assertThat(PRICES.zoneLock()).isEqualTo(100_000);
        assertThat(PRICES.coldPage()).isEqualTo(1_000_000);
        assertThat(PRICES.transfer(Distances.SOCKET)).isEqualTo(10_000);
        assertThat(PRICES.transfers()).containsExactly(0, 1_000, 10_000, 100_000);
        assertThat(PRICES.touch(PageTouches.OTHER)).isEqualTo(1_000_000);
        assertThat(PRICES.recentNs()).isEqualTo(700);
        assertThat(PRICES.tracedEventNs()).isEqualTo(200);
        // Half of 1 + 2, a lock of 10, a list operation of 10,000, two touches of 1: 10,013.5, rounded.
        assertThat(PRICES.usualOperationNs()).isEqualTo(10_014);
        assertThat(PRICES.work(work(1, 2, 3, 4), work(3, 5, 7, 9))).isEqualTo(4_320_000_500L);
    }

    @Test
    void onlyWaitsThatTookTimeCountAsContendedButAllAreInTheHistogram() {
        TimedCounts timed = new TimedCounts(2);
        timed.zoneWaited(1, LockCounts.ALLOC, 0);
        timed.zoneWaited(1, LockCounts.ALLOC, 2_600);
        timed.zoneWaited(0, LockCounts.FREE, 1_400);
        timed.zoneWaited(1, LockCounts.ALLOC, 1_000);

        assertThat(timed.wait).containsExactly(3_600, 1_400, 0);
        assertThat(timed.waitByZone).containsExactly(1_400, 3_600);
        assertThat(timed.zoneWaitMax).isEqualTo(2_600);
        assertThat(timed.zoneContended).isEqualTo(3);
        assertThat(timed.zoneWaitNs.getTotalCount()).isEqualTo(4);
        assertThat(timed.zoneWaitNs.getMinValue()).isZero();
        assertThat(timed.zoneWaitNs.getMaxValue()).isEqualTo(3);
        assertThat(timed.zoneWaitNs.getCountAtValue(1)).isEqualTo(2);
    }

    @Test
    void waitsForPcpLocksAndListsAreTheirSidesToo() {
        TimedCounts timed = new TimedCounts(1);
        timed.pcpWaited(LockCounts.FREE, 0);
        timed.pcpWaited(LockCounts.FREE, 7);
        timed.pcpWaited(LockCounts.WORKER, 5);
        timed.listWaited(LockCounts.FREE, 0);
        timed.listWaited(LockCounts.FREE, 20);
        timed.listWaited(LockCounts.ALLOC, 30);
        timed.listWaited(LockCounts.ALLOC, 1);

        assertThat(timed.wait).containsExactly(31, 27, 5);
        assertThat(timed.pcpWait).isEqualTo(12);
        assertThat(timed.pcpContended).isEqualTo(2);
        assertThat(timed.listWait).isEqualTo(51);
        assertThat(timed.listContended).isEqualTo(3);
    }

    @Test
    void durationsAreInWholeNanosecondsOfTheirSide() {
        TimedCounts timed = new TimedCounts(1);
        timed.took(LockCounts.ALLOC, 1_500);
        timed.took(LockCounts.FREE, 499);
        timed.took(LockCounts.FREE, 5_499);

        assertThat(timed.allocNs().getTotalCount()).isEqualTo(1);
        assertThat(timed.allocNs().getMaxValue()).isEqualTo(2);
        assertThat(timed.freeNs().getTotalCount()).isEqualTo(2);
        assertThat(timed.freeNs().getMinValue()).isZero();
        assertThat(timed.freeNs().getMaxValue()).isEqualTo(5);
    }

    /** In turns alike and changing, on both sides; read in between, and forgotten once. */
    @Test
    void eachDurationIsCountedHoweverManyAlikeFollowEachOther() {
        SplitMix64 random = new SplitMix64(5);
        TimedCounts timed = new TimedCounts(1);
        List<List<Long>> slow = List.of(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < 400; i++) {
            int side = random.nextInt(2);
            // A duration of 0 is one, too.
            long ns = random.nextInt(4);
            for (int times = random.nextInt(4); times >= 0; times--) {
                timed.took(side, 1000 * ns);
                slow.get(side).add(ns);
            }
            if (random.nextInt(10) == 0) {
                assertSame(timed.allocNs(), slow.get(LockCounts.ALLOC));
            }
            if (random.nextInt(10) == 0) {
                assertSame(timed.freeNs(), slow.get(LockCounts.FREE));
            }
            if (i == 200) {
                timed.reset();
                slow.forEach(List::clear);
            }
        }
        assertSame(timed.allocNs(), slow.get(LockCounts.ALLOC));
        assertSame(timed.freeNs(), slow.get(LockCounts.FREE));
    }

    private static void assertSame(Histogram counted, List<Long> slow) {
        assertThat(counted.getTotalCount()).isEqualTo(slow.size());
        for (long ns = 0; ns < 4; ns++) {
            assertThat(counted.getCountAtValue(ns)).isEqualTo(Collections.frequency(slow, ns));
        }
    }

    @Test
    void aDurationAlikeTheLastBeforeAResetIsCountedAfterIt() {
        TimedCounts timed = new TimedCounts(1);
        timed.took(LockCounts.FREE, 5_000);
        timed.took(LockCounts.FREE, 5_000);
        timed.reset();
        timed.took(LockCounts.FREE, 5_000);

        assertThat(timed.freeNs().getTotalCount()).isEqualTo(1);
        assertThat(timed.freeNs().getCountAtValue(5)).isEqualTo(1);
        assertThat(timed.freeNs().getTotalCount()).isEqualTo(1);
        assertThat(timed.allocNs().getTotalCount()).isZero();
    }

    @Test
    void afterAResetNothingWasEverCounted() {
        TimedCounts timed = new TimedCounts(2);
        for (int side = 0; side < LockCounts.SIDES; side++) {
            timed.transfers[side][1] = 1;
            timed.touches[side][2] = 1;
            timed.coldPages[side] = 1;
            timed.trylockFailures[side] = 1;
            timed.zoneWaited(1, side, 1_000);
            timed.pcpWaited(side, 1_000);
            timed.listWaited(side, 1_000);
            timed.took(side, 1_000);
        }
        timed.reset();

        assertThat(timed)
                .usingRecursiveComparison()
                .ignoringFields("zoneWaitNs", "allocNs", "freeNs")
                .isEqualTo(new TimedCounts(2));
        assertThat(timed.zoneWaitNs.getTotalCount()).isZero();
        assertThat(timed.allocNs().getTotalCount()).isZero();
        assertThat(timed.freeNs().getTotalCount()).isZero();
    }

    /** 2 allocations of 1 ns and 8 ns of waiting, 4 frees of 2 ns and 4, a worker's zone lock of 100 ns and 3. */
    private static PricedTime priced(LockCounts counts, TimedCounts timed) {
        counts.operations[LockCounts.ALLOC] = 2;
        counts.operations[LockCounts.FREE] = 4;
        counts.zoneHolds[LockCounts.WORKER] = 1;
        timed.pcpWaited(LockCounts.ALLOC, 8_000);
        timed.zoneWaited(0, LockCounts.FREE, 4_000);
        timed.zoneWaited(0, LockCounts.WORKER, 3_000);
        return PricedTime.of(counts, timed, TABLE);
    }

    @Test
    void waitingIsInTheTimeOfEachSide() {
        LockCounts counts = new LockCounts(1);
        TimedCounts timed = new TimedCounts(1);
        PricedTime time = priced(counts, timed);

        assertThat(time.central()).isEqualTo(new PricedTime.Sides(10 + 12 + 103, 5, 3));
        assertThat(time.low()).isEqualTo(time.central());
        assertThat(PricedTime.Sides.of(counts, timed, TABLE, CostTable.End.HIGH))
                .isEqualTo(time.central());
        assertThat(time.waitNs()).hasValue(15);
        assertThat(time.endsReplayed()).isFalse();
    }

    @Test
    void theShareOfWaitingIsOfAllTimeAndEndsMayHaveTheirOwnRuns() {
        PricedTime time = priced(new LockCounts(1), new TimedCounts(1));
        PricedTime.Sides less = new PricedTime.Sides(90, 3, 2);
        PricedTime.Sides more = new PricedTime.Sides(300, 7, 6);
        SysProxy proxy = time.withEnds(less, more).proxy(TABLE, new SystemTime(2_000_000, "test"), Optional.of(time));

        assertThat(proxy.lockWaitShare()).hasValue(15.0 / 125);
        assertThat(proxy.low().allocatorNs()).isEqualTo(90);
        assertThat(proxy.high().allocatorNs()).isEqualTo(300);
        assertThat(proxy.allocatorNs()).isEqualTo(125);
        assertThat(proxy.assumptions().waitIncluded()).isTrue();
        assertThat(proxy.assumptions().endsReplayed()).isTrue();
        PricedTime nothing = PricedTime.of(new LockCounts(1), new TimedCounts(1), TABLE);
        assertThat(nothing.proxy(TABLE, new SystemTime(0, "test"), Optional.empty())
                        .lockWaitShare())
                .isEmpty();
    }
}
