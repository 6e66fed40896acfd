package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pcpsim.machine.DecayPhase;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.MachineBuilder;
import org.pcpsim.machine.SettingException;
import org.pcpsim.model.Models;
import org.pcpsim.model.Profiles;
import org.pcpsim.model.TestMachines;
import org.pcpsim.random.SplitMix64;
import org.pcpsim.result.ModelFigures;
import org.pcpsim.result.ModelResult;
import org.pcpsim.result.ReplayResult;
import org.pcpsim.result.ZoneLock;

class ReplayTest {
    private static final KernelProfile KERNEL = KernelProfile.V7_0;

    /** Steps of a random trace; fewer where few random sequences are asked for, as for mutants. */
    private static final int STEPS = Math.min(20_000, 100 * Integer.getInteger("pcpsim.sequences", 500));

    /** Batch 8, high fixed at 32. */
    private static final Machine FIXED = TestMachines.oneZone(KERNEL, 2, 65_536, 8, 32, 32);

    private static final ModelChoice BASELINE = ModelChoice.of(Models.named("baseline"));
    private static final ModelChoice BUDDY = ModelChoice.of(Models.named("pcp-buddy"));

    private static ReplayResult replay(HandTrace trace, ReplayOptions options) {
        return replay(trace, options, 4096);
    }

    private static ReplayResult replay(HandTrace trace, ReplayOptions options, int atOnce) {
        try {
            return new Replay(options).run(trace.reader(atOnce));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ModelFigures figures(ReplayResult result, int model) {
        ModelResult of = result.models().get(model);
        assertThat(of.error()).isEmpty();
        return of.figures().orElseThrow();
    }

    private static ReplayOptions both(Machine machine) {
        return ReplayOptions.of(machine, List.of(BASELINE, BUDDY)).withCheckInterval(1000);
    }

    @Test
    void refillsAndDrainsOfAFixedHighAreThoseOfTheSpecification() {
        // Refills of 8, 16 and 24 pages (batch doubles; 32 is cut to high - count - batch = 24), then 48 frees: at the
        // 32nd the PCP has 32 pages and returns max(free_count 32, 8) cut to high - batch = 24, in 3 holds of 8.
        HandTrace trace = new HandTrace().allocs(0, 0, 48).frees(0, 0, 48);
        ModelFigures figures = figures(replay(trace, ReplayOptions.of(FIXED, List.of(BASELINE))), 0);

        assertThat(figures.pcp().refills()).isEqualTo(3);
        assertThat(figures.pcp().refillPages()).isEqualTo(48);
        assertThat(figures.pcp().hits()).isEqualTo(45);
        assertThat(figures.pcp().drains()).isEqualTo(1);
        assertThat(figures.pcp().drainPages()).isEqualTo(24);
        assertThat(figures.zoneLock().byPath()).isEqualTo(new ZoneLock.ByPath(3, 3, 0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(figures.zoneLock().acquisitions()).isEqualTo(6);
        assertThat(figures.zoneLock().pages()).isEqualTo(72);
        assertThat(figures.zoneLock().pagesPerAcquisition()).isEqualTo(12);
        // One a operation, and two more to go on with the drain.
        assertThat(figures.pcpLock().acquisitions()).isEqualTo(98);
        assertThat(figures.pcpLock().remote()).isZero();
        assertThat(figures.allocs()).isEqualTo(48);
        assertThat(figures.frees()).isEqualTo(48);
        assertThat(figures.pcp().splits()).isEmpty();
        assertThat(figures.partialBlocks()).isEmpty();
        assertThat(figures.blocks().end().owned()).isEmpty();
    }

    @Test
    void aFolioBatchTakesThePcpLockOnce() {
        HandTrace trace = new HandTrace().allocs(0, 0, 20).frees(0, 0, 20).batcheds(0, 0, 20);
        ModelFigures figures = figures(replay(trace, ReplayOptions.of(FIXED, List.of(BASELINE))), 0);

        assertThat(figures.pcpLock().acquisitions()).isEqualTo(21);
        assertThat(figures.frees()).isEqualTo(20);
    }

    @Test
    void unknownFreesAreSkippedFromAFreshStart() {
        HandTrace trace = new HandTrace().alloc(0, 1, 0).free(0, 2, 3).free(1, 1, 0);
        ReplayResult result = replay(trace, both(FIXED));

        assertThat(result.quality().freesOfUnknownPage()).isEqualTo(1);
        for (int model = 0; model < 2; model++) {
            assertThat(figures(result, model).frees()).isEqualTo(2);
            assertThat(figures(result, model).skippedFrees()).isEqualTo(1);
        }
    }

    @Test
    void aModelThatBreaksIsAnErrorAndSpoilsNoOther() {
        ToyModel.Factory toy = new ToyModel.Factory();
        toy.failAfter = 3;
        HandTrace trace = new HandTrace().allocs(0, 0, 10);
        ReplayResult result = replay(trace, ReplayOptions.of(FIXED, List.of(ModelChoice.of(toy), BASELINE)));

        assertThat(result.models().get(0).figures()).isEmpty();
        assertThat(result.models().get(0).error().orElseThrow().message())
                .isEqualTo("at event 1, an allocation of order 0 on CPU 0: IllegalStateException: toy breaks");
        assertThat(result.models().get(0).error().orElseThrow().invariant()).isFalse();
        assertThat(figures(result, 1).allocs()).isEqualTo(10);
        assertThat(figures(result, 1).sysProxy().sysDeltaPercent()).isEmpty();
    }

    @Test
    void aBrokenInvariantIsToldApart() {
        ToyModel.Factory toy = new ToyModel.Factory();
        HandTrace trace = new HandTrace().alloc(0, 0, 0);
        ReplayResult result = replay(
                trace, ReplayOptions.of(FIXED, List.of(ModelChoice.of(toy))).withCheckInterval(1));

        // The toy hands out pages that its zones still count as free.
        assertThat(result.models().get(0).error().orElseThrow().invariant()).isTrue();
    }

    @Test
    void theContextColumnSaysWhetherAFreeMayWait() {
        ToyModel.Factory toy = new ToyModel.Factory();
        HandTrace trace = new HandTrace()
                .allocs(0, 0, 3)
                .context("d..3.")
                .free(0, 0, 0)
                .context("d.s3.")
                .free(0, 1, 0)
                .context("d.Z..")
                .free(0, 2, 0);
        replay(trace, ReplayOptions.of(FIXED, List.of(ModelChoice.of(toy))));

        assertThat(toy.last.steps.stream().filter(s -> s.contains("free")))
                .containsExactly("c0 free", "c0 free in interrupt", "c0 free in interrupt");
    }

    @Test
    void withTracedZonesAPageComesFromTheZoneThatItsTracedPageLiesIn() {
        Machine machine = TestMachines.twoNodes(KERNEL);
        long[] pfns = {5, 4100, TestMachines.NORMAL + 7, machine.zones().get(3).startPfn()};
        HandTrace trace = new HandTrace();
        for (long pfn : pfns) {
            trace.alloc(0, pfn, 0);
        }
        ToyModel.Factory toy = new ToyModel.Factory();
        ReplayOptions options = ReplayOptions.of(machine, List.of(ModelChoice.of(toy)));
        replay(trace, options);
        assertThat(toy.last.told).isEmpty();
        replay(trace, options.withTracedZones(true));
        assertThat(toy.last.told).containsExactly(0, 1, 2, 3);

        ModelFigures own = figures(replay(trace, ReplayOptions.of(machine, List.of(BASELINE))), 0);
        ModelFigures traced = figures(
                replay(trace, ReplayOptions.of(machine, List.of(BASELINE)).withTracedZones(true)), 0);
        assertThat(own.zoneLock().byZone().stream().filter(z -> z.acquisitions() > 0))
                .hasSize(1);
        assertThat(traced.zoneLock().byZone().stream().map(ZoneLock.ByZone::acquisitions))
                .containsExactly(1L, 1L, 1L, 1L);
    }

    @Test
    void modelsAreToldWhereTheTraceShowsKswapdAtWork() {
        HandTrace trace = new HandTrace()
                .allocs(0, 0, 2)
                .task("kswapd0")
                .free(1, 0, 0)
                .task("wl")
                .free(0, 1, 0);
        ToyModel.Factory inOrder = new ToyModel.Factory();
        ReplayOptions options = ReplayOptions.of(FIXED, List.of(ModelChoice.of(inOrder)));
        replay(trace, options);
        assertThat(inOrder.last.kswapd).containsExactly(1);
    }

    @Test
    void unknownParametersAndCpusAreTheUsersMistakes() {
        ModelChoice wrong = new ModelChoice(Models.named("baseline"), Map.of("nonsense", "1"));
        assertThatThrownBy(() -> replay(new HandTrace(), ReplayOptions.of(FIXED, List.of(wrong))))
                .isInstanceOf(SettingException.class);
        assertThatThrownBy(() -> replay(new HandTrace().alloc(2, 0, 0), both(FIXED)))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("--cpus");
    }

    @Test
    void anEmptyTraceGivesZeroes() {
        ReplayResult result = replay(new HandTrace(), both(FIXED));

        assertThat(result.trace().events()).isZero();
        assertThat(figures(result, 0).zoneLock().acquisitions()).isZero();
        assertThat(figures(result, 0).blocks().mean().free()).isEqualTo(128);
        assertThat(figures(result, 0).sysProxy().sysPercent()).isEmpty();
    }

    @Test
    void theWarmupIsModelledButNotCounted() {
        HandTrace trace = new HandTrace().allocs(0, 0, 24).allocs(0, 100, 24);
        ReplayOptions options = ReplayOptions.of(FIXED, List.of(BASELINE)).withWarmup(new Warmup(0, 24));
        ModelFigures figures = figures(replay(trace, options), 0);

        // The refills of 8 and 16 pages are before, that of 24 after the warmup.
        assertThat(figures.allocs()).isEqualTo(24);
        assertThat(figures.pcp().refills()).isEqualTo(1);
        assertThat(figures.pcp().refillPages()).isEqualTo(24);
        assertThat(figures.pcp().hits()).isEqualTo(23);
        assertThat(figures.zoneLock().acquisitions()).isEqualTo(1);
        assertThat(figures.pcpLock().acquisitions()).isEqualTo(24);
        assertThat(figures.blocks().worst().free()).isEqualTo(127);
    }

    @Test
    void aWarmupInTimeEndsAtTheFirstOperationAfterIt() {
        HandTrace trace = new HandTrace().allocs(0, 0, 10).pause(1_000_000).allocs(0, 50, 5);
        ReplayOptions options = ReplayOptions.of(FIXED, List.of(BASELINE)).withWarmup(new Warmup(500_000, 0));

        assertThat(figures(replay(trace, options), 0).allocs()).isEqualTo(5);
    }

    @Test
    void decayIsNotInThePriceOfAFree() {
        HandTrace busy = new HandTrace().allocs(0, 0, 3000).frees(0, 0, 3000);
        ModelFigures without = figures(replay(busy, ReplayOptions.of(TUNED, List.of(BASELINE))), 0);
        HandTrace quiet = new HandTrace()
                .allocs(0, 0, 3000)
                .frees(0, 0, 3000)
                .pause(5_000_000_000L)
                .alloc(1, 9000, 0);
        ModelFigures with = figures(replay(quiet, ReplayOptions.of(TUNED, List.of(BASELINE))), 0);

        assertThat(with.zoneLock().byPath().decay()).isPositive();
        assertThat(with.sysProxy().nsPerFree()).isEqualTo(without.sysProxy().nsPerFree());
        double operations =
                3001 * with.sysProxy().nsPerAlloc() + 3000 * with.sysProxy().nsPerFree();
        assertThat(with.sysProxy().allocatorNs())
                .isGreaterThan((long) operations + 30 * with.zoneLock().byPath().decay());
    }

    @Test
    void theMachinesSettingsSayWhenWorkersFireAndHowLongBoostsLast() {
        Machine set = new MachineBuilder()
                .set("sim.decay_phase=together")
                .set("sim.boost_ms=7")
                .build();
        ReplayOptions options = ReplayOptions.of(set, List.of(BASELINE));

        assertThat(options.phases().first(0)).isEqualTo(1_000_000_000L);
        assertThat(options.machine().settings().boostDelayNs()).isEqualTo(7_000_000);
    }

    @Test
    void aFolioBatchIsNoLargerThanTheKernels() {
        HandTrace trace = new HandTrace().allocs(0, 0, 31).frees(1, 0, 31).batcheds(1, 0, 31);

        // 31 allocations, and frees in batches of 31, or of 15, 15 and 1.
        assertThat(pcpLocks(trace, 31)).isEqualTo(31 + 1);
        assertThat(pcpLocks(trace, 15)).isEqualTo(31 + 3);
    }

    private static long pcpLocks(HandTrace trace, int folioBatch) {
        Machine machine = TestMachines.oneZone(Profiles.with("folioBatch", folioBatch), 4, 1 << 16, 63, 252, 252);
        return figures(replay(trace, ReplayOptions.of(machine, List.of(BASELINE))), 0)
                .pcpLock()
                .acquisitions();
    }

    /** A seeded trace of allocations and frees of all sorts on several CPUs. */
    static HandTrace random(long seed, int steps, int cpus, int[] cpuNames, long shift) {
        SplitMix64 random = new SplitMix64(seed);
        HandTrace trace = new HandTrace();
        List<long[]> live = new ArrayList<>();
        long next = 0;
        for (int step = 0; step < steps; step++) {
            int cpu = cpuNames[random.nextInt(cpus)];
            if (live.isEmpty() || random.nextInt(100) < (step / 2000 % 2 == 0 ? 65 : 35)) {
                int order = random.nextInt(20) == 0 ? random.nextInt(10) : 0;
                trace.alloc(cpu, shift + next, order, random.nextInt(8) == 0 ? 0 : 1);
                live.add(new long[] {next, order});
                next += 1L << order;
            } else {
                long[] chunk = live.remove(random.nextInt(live.size()));
                trace.free(cpu, shift + chunk[0], (int) chunk[1]);
            }
            if (random.nextInt(500) == 0) {
                trace.pause(300_000_000L);
            }
        }
        return trace;
    }

    private static final Machine TUNED = TestMachines.oneZone(KERNEL, 4, 1 << 18, 63, 200, 4000);
    private static final int[] NAMES = {0, 1, 2, 3};

    @Test
    void theSameTraceGivesTheSameResult() {
        HandTrace trace = random(7, STEPS, 4, NAMES, 0);

        assertThat(replay(trace, both(TUNED))).isEqualTo(replay(trace, both(TUNED)));
    }

    @Test
    void howTheReaderCutsTheTraceChangesNothing() {
        HandTrace trace = random(8, STEPS, 4, NAMES, 0);
        ReplayResult whole = replay(trace, both(TUNED));

        assertThat(replay(trace, both(TUNED), 1)).isEqualTo(whole);
        assertThat(replay(trace, both(TUNED), 7)).isEqualTo(whole);
    }

    @Test
    void aModelDoesNotDependOnThoseBesideIt() {
        HandTrace trace = random(9, STEPS, 4, NAMES, 0);
        ReplayResult alone = replay(trace, ReplayOptions.of(TUNED, List.of(BASELINE)));
        ReplayResult reversed = replay(trace, ReplayOptions.of(TUNED, List.of(BUDDY, BASELINE)));

        assertThat(figures(reversed, 1).zoneLock()).isEqualTo(figures(alone, 0).zoneLock());
        assertThat(figures(reversed, 1).fragmentation())
                .isEqualTo(figures(alone, 0).fragmentation());
    }

    @Test
    void shiftingTracedPfnsChangesNothing() {
        ReplayResult here = replay(random(10, STEPS, 4, NAMES, 0), both(TUNED));

        assertThat(replay(random(10, STEPS, 4, NAMES, 12_345_677L), both(TUNED)))
                .isEqualTo(here);
    }

    @Test
    void renamingCpusOfANodeChangesNoTotal() {
        ReplayOptions options = both(TUNED).withPhases(WorkerPhases.of(DecayPhase.TOGETHER, 4, 1_000_000_000L));
        ReplayResult here = replay(random(11, STEPS, 4, NAMES, 0), options);
        ReplayResult renamed = replay(random(11, STEPS, 4, new int[] {2, 0, 3, 1}, 0), options);

        for (int model = 0; model < 2; model++) {
            ModelFigures a = figures(here, model);
            ModelFigures b = figures(renamed, model);
            assertThat(b.zoneLock().byPath()).isEqualTo(a.zoneLock().byPath());
            assertThat(b.zoneLock().pages()).isEqualTo(a.zoneLock().pages());
            assertThat(b.pcp()).isEqualTo(a.pcp());
            assertThat(b.pcpLock().acquisitions()).isEqualTo(a.pcpLock().acquisitions());
            assertThat(b.blocks().end()).isEqualTo(a.blocks().end());
        }
    }
}
