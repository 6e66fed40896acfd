package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.lock.LockPath;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.Topology;
import org.pcpsim.metrics.Cost;
import org.pcpsim.metrics.CostTable;
import org.pcpsim.metrics.LockCounts;
import org.pcpsim.metrics.TimedCounts;
import org.pcpsim.metrics.TimedPrices;
import org.pcpsim.model.Models;
import org.pcpsim.model.TestMachines;
import org.pcpsim.operation.GeneratedStreams;
import org.pcpsim.operation.OperationBlock;
import org.pcpsim.random.SplitMix64;
import org.pcpsim.workload.WorkloadRun;
import org.pcpsim.workload.Workloads;

class TimedRunTest {
    private static final KernelProfile KERNEL = KernelProfile.V7_0;
    private static final long NS = 1000;

    /** Nothing costs anything but what is named. */
    private static CostTable costs(Map<String, Integer> named) {
        List<Cost> costs = new ArrayList<>();
        for (String name : CostTable.NAMES) {
            int price = named.getOrDefault(name, 0);
            costs.add(new Cost(name, price, price, price, "ns", "test"));
        }
        return new CostTable("test", costs);
    }

    private static ReplayOptions options(String model, int cpus) {
        Machine machine = TestMachines.oneZone(KERNEL, cpus, 65_536, 8, 32, 32);
        return ReplayOptions.of(machine, List.of(ModelChoice.of(Models.named(model))))
                .withCheckInterval(1);
    }

    private static TimedRun run(ReplayOptions options, HandStreams streams) {
        try {
            TimedRun run =
                    new TimedRun(options.models().get(0), options, streams, Optional.empty(), CostTable.End.CENTRAL);
            run.run();
            return run;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static TimedCounts timed(TimedRun run) {
        return run.tally().locks().timed();
    }

    /** Order 4 has no PCP lists: each is one hold of zone->lock, here of 100 ns. */
    private static HandStreams fourAtOnce() {
        HandStreams streams = new HandStreams(4);
        for (int cpu = 0; cpu < 4; cpu++) {
            streams.alloc(cpu, cpu, 4, 0);
        }
        return streams;
    }

    @Test
    void whoAsksAtTheSameTimeGetsTheLockByNumberAndTheLineByDistance() {
        // Cores 0 and 1 share a complex, 2 and 3 another of the same socket.
        ReplayOptions options = options("baseline", 4)
                .withTopology(Topology.parse("1s:2x2"))
                .withCosts(costs(Map.of("zoneLockLocal", 100, "handOffComplex", 40, "handOffSocket", 115)));

        TimedRun run = run(options, fourAtOnce());

        // CPU 0 holds 0..100, CPU 1 140..240, CPU 2 355..455, CPU 3 495..595.
        assertThat(run.clocks().time(0)).isEqualTo(new VirtualTime(100 * NS, 100 * NS, 0, 0, 0, 0));
        assertThat(run.clocks().time(1)).isEqualTo(new VirtualTime(240 * NS, 100 * NS, 140 * NS, 0, 0, 0));
        assertThat(run.clocks().time(2)).isEqualTo(new VirtualTime(455 * NS, 100 * NS, 355 * NS, 0, 0, 0));
        assertThat(run.clocks().time(3)).isEqualTo(new VirtualTime(595 * NS, 100 * NS, 495 * NS, 0, 0, 0));
        assertThat(timed(run).zoneContended).isEqualTo(3);
        assertThat(timed(run).zoneWaitMax).isEqualTo(495 * NS);
        assertThat(timed(run).waitByZone).containsExactly((140 + 355 + 495) * NS);
        assertThat(run.tally().lockCounts().holdByZone).containsExactly(400 * NS);
        assertThat(timed(run).allocNs().getMaxValue()).isBetween(590L, 600L);
        assertThat(run.tally().countedSpan()).isEqualTo(595 * NS);
    }

    @Test
    void theLineOfALockThatIsFreeIsPartOfTheHold() {
        ReplayOptions options = options("baseline", 2)
                .withTopology(Topology.parse("2s:1x1"))
                .withCosts(costs(Map.of("zoneLockLocal", 100, "handOffRemote", 200)));

        TimedRun run = run(options, new HandStreams(2).alloc(0, 0, 4, 0).alloc(1, 1, 4, 1000));

        assertThat(run.clocks().time(1)).isEqualTo(new VirtualTime(1300 * NS, 300 * NS, 0, 0, 0, 1000 * NS));
        assertThat(timed(run).zoneContended).isZero();
        assertThat(run.tally().lockCounts().holdByZone).containsExactly(400 * NS);
    }

    @Test
    void aFreeWaitsForItsAllocation() {
        ReplayOptions options = options("baseline", 2).withCosts(costs(Map.of("alloc", 20, "free", 5)));

        TimedRun run = run(options, new HandStreams(2).alloc(0, 7, 4, 500).free(1, 7, 4, 100));

        assertThat(run.clocks().time(0)).isEqualTo(new VirtualTime(520 * NS, 20 * NS, 0, 0, 0, 500 * NS));
        assertThat(run.clocks().time(1)).isEqualTo(new VirtualTime(525 * NS, 5 * NS, 0, 420 * NS, 0, 100 * NS));
    }

    @Test
    void aFreeDoesNotBeginWhileItsAllocationIsUnderWay() {
        ReplayOptions options = options("baseline", 2).withCosts(costs(Map.of("alloc", 20, "zoneLockLocal", 100)));

        TimedRun run = run(options, new HandStreams(2).alloc(0, 7, 4, 500).free(1, 7, 4, 550));

        // Allocated at 620; then 100 for the lock.
        assertThat(run.clocks().time(1)).isEqualTo(new VirtualTime(720 * NS, 100 * NS, 0, 70 * NS, 0, 550 * NS));
    }

    private static HandStreams twoUsesOf(int page, int firstCpu, int secondCpu) {
        return new HandStreams(3)
                .alloc(firstCpu, page, 4, 300)
                .free(2, page, 4, 500)
                .add(OperationBlock.ALLOC, secondCpu, OperationBlock.identity(page, 1), 4, 0)
                .add(OperationBlock.FREE, 2, OperationBlock.identity(page, 1), 4, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aNumberIsUsedAgainWhenItsFreeIsComplete(int secondCpu) {
        ReplayOptions options = options("baseline", 3).withCosts(costs(Map.of("alloc", 20, "free", 5)));

        TimedRun run = run(options, twoUsesOf(7, 0, secondCpu));

        // Allocated at 320, freed 500..505, allocated again ..525, by the other CPU even though it asked first.
        long busyBefore = secondCpu == 0 ? 20 : 0;
        long begin = secondCpu == 0 ? 320 : 0;
        long think = secondCpu == 0 ? 300 : 0;
        assertThat(run.clocks().time(secondCpu))
                .isEqualTo(new VirtualTime(525 * NS, (20 + busyBefore) * NS, 0, 0, (505 - begin) * NS, think * NS));
        assertThat(run.clocks().time(2)).isEqualTo(new VirtualTime(530 * NS, 10 * NS, 0, 20 * NS, 0, 500 * NS));
    }

    @Test
    void aNumberThatNobodyFreesIsAnErrorAndNoEndlessWait() {
        HandStreams streams =
                new HandStreams(2).alloc(0, 3, 0, 5).add(OperationBlock.ALLOC, 1, OperationBlock.identity(3, 1), 0, 10);

        assertThatThrownBy(() -> run(options("baseline", 2), streams))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("CPU 1", "whose number another has");
    }

    /** The consumer needs 20 us for a free, the producer 20 ns for an allocation: it may be 5 messages of 16 pages ahead. */
    @Test
    void aBoundedQueueHoldsTheProducerBack() throws IOException {
        ReplayOptions options = options("baseline", 2).withCosts(costs(Map.of("alloc", 20, "free", 20_000)));
        try (GeneratedStreams streams = WorkloadRun.of(
                        Workloads.all().stream()
                                .filter(workload -> workload.name().equals("producer-consumer"))
                                .findFirst()
                                .orElseThrow(),
                        Map.of("cpus", "2", "operations", "4000", "message", "16", "depth", "4"))
                .streams()) {
            TimedRun run =
                    new TimedRun(options.models().get(0), options, streams, Optional.empty(), CostTable.End.CENTRAL);
            run.run();

            VirtualTime producer = run.clocks().time(0);
            assertThat(producer.freeWait()).isGreaterThan(9 * producer.span() / 10);
            // Its last page is allocated with 80 still to be freed, at 20 us and some 2 us of thinking each.
            long left = run.clocks().time(1).span() - producer.span();
            assertThat(left / NS).isBetween(80L * 20_000 - 20, 80L * 24_000);
            assertThat(run.clocks().time(1).freeWait()).isZero();
        }
    }

    @Test
    void aBatchWaitsForAllItsPages() {
        ReplayOptions options = options("baseline", 3).withCosts(costs(Map.of()));
        HandStreams streams =
                new HandStreams(3).alloc(0, 0, 0, 300).alloc(1, 1, 0, 700).batch(2, List.of(0, 1), 100);

        TimedRun run = run(options, streams);

        assertThat(run.clocks().time(2)).isEqualTo(new VirtualTime(700 * NS, 0, 0, 600 * NS, 0, 100 * NS));
        assertThat(run.tally().frees()).isEqualTo(2);
    }

    @Test
    void aPageThatNobodyAllocatesIsAnErrorAndNoEndlessWait() {
        HandStreams streams = new HandStreams(2).alloc(0, 0, 0, 5).free(1, 3, 0, 10);

        assertThatThrownBy(() -> run(options("baseline", 2), streams))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("CPU 1", "frees a page");
    }

    @Test
    void aPcpLockThatAnotherCpuHoldsIsTriedInVainAndTheZoneIsTakenFrom() {
        // pcp-buddy: CPU 1 frees 16 pages of CPU 0's block to the PCP of CPU 0, each costing 10 ns under its lock; CPU
        // 0
        // allocates in the middle of that and finds its own lock taken.
        HandStreams streams = new HandStreams(2);
        Machine machine = TestMachines.oneZone(KERNEL, 2, 65_536, 63, 2000, 2000);
        ReplayOptions options = ReplayOptions.of(machine, List.of(ModelChoice.of(Models.named("pcp-buddy"))))
                .withCheckInterval(1)
                .withCosts(costs(Map.of("listOp", 10)));
        for (int page = 0; page < 16; page++) {
            streams.alloc(0, page, 0, 0);
        }
        streams.batch(1, IntStream.range(0, 16).boxed().toList(), 1_000_000);
        streams.alloc(0, 16, 0, 0);
        TimedRun before = run(options, streams);
        assertThat(timed(before).trylockFailures).containsOnly(0);

        // The 17th allocation now comes 80 ns after the frees have begun.
        HandStreams late = new HandStreams(2);
        for (int page = 0; page < 16; page++) {
            late.alloc(0, page, 0, 0);
        }
        late.batch(1, IntStream.range(0, 16).boxed().toList(), 1_000_000);
        late.alloc(0, 16, 0, 1_000_080 - before.clocks().time(0).busy() / NS + 10);
        TimedRun run = run(options, late);

        assertThat(timed(run).trylockFailures[LockCounts.ALLOC]).isEqualTo(1);
        assertThat(run.tally().lockCounts().zoneByPath[LockPath.TRYLOCK_ALLOC]).isEqualTo(1);
        assertThat(run.tally().model().counts().routedFrees).isEqualTo(16);
    }

    /** Random allocations and frees of all CPUs, single and batched; most frees are of another CPU's pages. */
    static HandStreams random(int cpus, int steps, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        HandStreams streams = new HandStreams(cpus);
        List<int[]> live = new ArrayList<>();
        for (int page = 0; page < steps; page++) {
            int cpu = random.nextInt(cpus);
            int order = random.nextInt(6) == 0 ? random.nextInt(10) : 0;
            streams.alloc(cpu, page, order, random.nextInt(400));
            live.add(new int[] {page, order});
            if (live.size() > 500) {
                List<Integer> batch = new ArrayList<>();
                int wanted = 1 + random.nextInt(31);
                int freer = random.nextInt(cpus);
                while (batch.size() < wanted) {
                    int[] chunk = live.remove(random.nextInt(live.size()));
                    if (chunk[1] > 0) {
                        streams.free(freer, chunk[0], chunk[1], random.nextInt(400));
                        wanted--;
                    } else {
                        batch.add(chunk[0]);
                    }
                }
                if (!batch.isEmpty()) {
                    streams.batch(freer, batch, random.nextInt(2000));
                }
            }
        }
        return streams;
    }

    private static ReplayOptions tuned(String model, int cpus) {
        Machine machine = TestMachines.oneZone(KERNEL, cpus, 65_536, 63, 300, 3000);
        return ReplayOptions.of(machine, List.of(ModelChoice.of(Models.named(model))))
                .withCheckInterval(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseline", "pcp-buddy"})
    void oneCpuNeverWaitsAndDoesTheSameWorkAsInAnyOrder(String model) {
        TimedRun run = run(tuned(model, 1), random(1, 20_000, 3));

        assertThat(timed(run).wait).containsOnly(0);
        assertThat(timed(run).zoneContended).isZero();
        assertThat(timed(run).pcpContended).isZero();
        assertThat(timed(run).trylockFailures).containsOnly(0);
        assertThat(run.clocks().time().allocWait()).isZero();
        assertThat(run.clocks().time().freeWait()).isZero();
        assertThat(run.tally().lockCounts().zoneHolds[LockCounts.ALLOC]).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseline", "pcp-buddy"})
    void manyCpusWaitKeepEveryInvariantAndLoseNoTime(String model) {
        int cpus = 16;
        TimedRun run = run(tuned(model, cpus), random(cpus, 40_000, 5));

        assertThat(timed(run).zoneContended).isPositive();
        for (int cpu = 0; cpu < cpus; cpu++) {
            VirtualTime time = run.clocks().time(cpu);
            assertThat(time.parts()).isEqualTo(time.span());
        }
        // What is counted at a price is what CPUs were busy with.
        long priced = 0;
        long waited = 0;
        TimedPrices prices = new TimedPrices(CostTable.standard(), CostTable.End.CENTRAL);
        for (int side = 0; side < LockCounts.SIDES; side++) {
            priced += timed(run).price(side, run.tally().lockCounts(), prices);
            waited += timed(run).wait[side];
        }
        assertThat(priced).isEqualTo(run.clocks().time().busy());
        assertThat(waited).isEqualTo(run.clocks().time().lockWait());
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseline", "pcp-buddy"})
    void theSameStreamsGiveTheSameTimes(String model) {
        TimedRun one = run(tuned(model, 8), random(8, 10_000, 9));
        TimedRun other = run(tuned(model, 8).withCheckInterval(0), random(8, 10_000, 9));

        for (int cpu = 0; cpu < 8; cpu++) {
            assertThat(other.clocks().time(cpu)).isEqualTo(one.clocks().time(cpu));
        }
        assertThat(other.tally().lockCounts().zoneByPath).isEqualTo(one.tally().lockCounts().zoneByPath);
    }

    @Test
    void coldDataTakeLongerToAllocate() {
        ReplayOptions options = options("baseline", 2)
                .withCosts(costs(Map.of("dataWarm", 100, "dataCold", 350, "recent", 1000)))
                .withPageData(true);

        // Nobody used page 0 yet; freed and allocated again at once it is warm; after 2 us it is cold.
        TimedRun run = run(
                options,
                new HandStreams(2)
                        .alloc(0, 0, 0, 0)
                        .free(0, 0, 0, 10)
                        .alloc(0, 1, 0, 10)
                        .free(0, 1, 0, 10)
                        .alloc(0, 2, 0, 2000));

        assertThat(timed(run).coldPages[LockCounts.ALLOC]).isEqualTo(2);
        assertThat(run.clocks().time(0).busy()).isEqualTo(2 * 250 * NS);
    }

    @Test
    void aPauseOfManyIntervalsCostsNoPassesWithoutWork() {
        ReplayOptions options = options("baseline", 2);
        long pause = 80L * 24 * 3600 * 1_000_000_000L;

        TimedRun run = run(
                options,
                new HandStreams(2).alloc(0, 0, 0, 0).free(0, 0, 0, pause).alloc(1, 1, 0, 5));

        assertThat(run.clocks().time(0).span()).isGreaterThan(pause * NS);
    }
}
