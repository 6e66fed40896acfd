package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.Models;
import org.pcpsim.model.TestMachines;
import org.pcpsim.result.ModelFigures;
import org.pcpsim.result.RefillPhases;
import org.pcpsim.result.WorkCounts;
import org.pcpsim.result.ZoneLock;

/** What is counted after a warmup is what is counted of the whole less what is counted of the warmup alone. */
class WarmupTest {
    private static final int[] NAMES = {0, 1, 2, 3};

    /** So little memory that allocations fail, lists are drained and types fall back on each other. */
    private static final Machine TIGHT = TestMachines.of(
            KernelProfile.V7_0, 4, TestMachines.normal(0, TestMachines.NORMAL, 4096, 32, 64, 96, 31, 124, 700));

    private static ModelFigures figures(String model, int steps, Warmup warmup) throws IOException {
        ReplayOptions options = ReplayOptions.of(TIGHT, List.of(ModelChoice.of(Models.named(model))))
                .withWarmup(warmup);
        HandTrace trace = ReplayTest.random(3, steps, 4, NAMES, 0);
        return new Replay(options).run(trace.reader()).models().get(0).figures().orElseThrow();
    }

    /** Every figure that counts something. */
    private static Map<String, Long> counted(ModelFigures of) {
        Map<String, Long> counts = new TreeMap<>();
        counts.put("allocs", of.allocs());
        counts.put("frees", of.frees());
        counts.put("failedAllocs", of.failedAllocs());
        for (int order = 0; order <= 10; order++) {
            counts.put(
                    "failedAllocs of order " + order, of.failedAllocsByOrder().get(order));
        }
        counts.put("skippedFrees", of.skippedFrees());
        ZoneLock.ByPath path = of.zoneLock().byPath();
        counts.put("refill", path.refill());
        counts.put("drain", path.drain());
        counts.put("decay", path.decay());
        counts.put("directAlloc", path.directAlloc());
        counts.put("directFree", path.directFree());
        counts.put("drainAll", path.drainAll());
        counts.put("acquisitions", of.zoneLock().acquisitions());
        counts.put("acquisitions of the zone", of.zoneLock().byZone().get(0).acquisitions());
        counts.put("pages of the zone", of.zoneLock().byZone().get(0).pages());
        counts.put("pages", of.zoneLock().pages());
        counts.put("chunks", of.zoneLock().chunks());
        work(counts, "zone ", of.zoneLock().work());
        work(counts, "pcp ", of.pcpLock().work());
        counts.put("pcp locks", of.pcpLock().acquisitions());
        counts.put("remote pcp locks", of.pcpLock().remote());
        counts.put("hits", of.pcp().hits());
        counts.put("refills", of.pcp().refills());
        counts.put("refillPages", of.pcp().refillPages());
        counts.put("drains", of.pcp().drains());
        counts.put("drainPages", of.pcp().drainPages());
        counts.put("decayPages", of.pcp().decayPages());
        of.pcp().splits().ifPresent(n -> counts.put("pcp splits", n));
        of.pcp().merges().ifPresent(n -> counts.put("pcp merges", n));
        of.pcp().routedFrees().ifPresent(n -> counts.put("routedFrees", n));
        of.refillPhases().ifPresent(phases -> {
            phase(counts, "recover ", phases.recover());
            phase(counts, "claim ", phases.claim());
            phase(counts, "subBlock ", phases.subBlock());
            phase(counts, "fallback ", phases.fallback());
        });
        of.partialBlocks().ifPresent(blocks -> {
            counts.put("remembered", blocks.remembered());
            counts.put("recovered", blocks.recovered());
            counts.put("pagesRemembered", blocks.pagesRemembered());
            counts.put("pagesRecovered", blocks.pagesRecovered());
            counts.put("pagesLost", blocks.pagesLost());
        });
        counts.put("extfragEvents", of.fragmentation().extfragEvents());
        counts.put("minMarkRetries", of.slowPath().minMarkRetries());
        counts.put("drainAlls", of.slowPath().drainAlls());
        counts.put("drainAllPages", of.slowPath().drainAllPages());
        counts.put("wouldHaveReclaimed", of.slowPath().wouldHaveReclaimed());
        return counts;
    }

    private static void work(Map<String, Long> counts, String lock, WorkCounts work) {
        counts.put(lock + "listOps", work.listOps());
        counts.put(lock + "splits", work.splits());
        counts.put(lock + "merges", work.merges());
        counts.put(lock + "pageTouches", work.pageTouches());
        counts.put(lock + "pagesScanned", work.pagesScanned());
    }

    private static void phase(Map<String, Long> counts, String name, RefillPhases.Phase phase) {
        counts.put(name + "refills", phase.refills());
        counts.put(name + "chunks", phase.chunks());
        counts.put(name + "pages", phase.pages());
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseline", "pcp-buddy"})
    void everyCountOfTheWholeIsThatOfTheWarmupAndThatOfTheRest(String model) throws IOException {
        Map<String, Long> sum = counted(figures(model, 3_000, Warmup.NONE));
        counted(figures(model, 6_000, new Warmup(0, 3_000))).forEach((name, n) -> sum.merge(name, n, Long::sum));
        Map<String, Long> whole = counted(figures(model, 6_000, Warmup.NONE));

        assertThat(sum).isEqualTo(whole);
        assertThat(whole).allSatisfy((name, n) -> assertThat(n).as(name).isNotNegative());
        // Sequences that reach nothing compare nothing.
        for (String name : List.of("failedAllocs", "drainAlls", "drains", "extfragEvents", "skippedFrees")) {
            assertThat(whole.get(name)).as(name).isPositive();
        }
    }

    @Test
    void partsOfAFigureSumUpToIt() throws IOException {
        Map<String, Long> whole = counted(figures("pcp-buddy", 6_000, Warmup.NONE));

        assertThat(whole.get("hits") + whole.get("refills")).isPositive();
        assertThat(whole.get("refillPages"))
                .isEqualTo(whole.get("recover pages")
                        + whole.get("claim pages")
                        + whole.get("subBlock pages")
                        + whole.get("fallback pages"));
        assertThat(whole.get("pages")).isEqualTo(whole.get("pages of the zone"));
        assertThat(whole.get("acquisitions")).isEqualTo(whole.get("acquisitions of the zone"));
        assertThat(whole.get("failedAllocs"))
                .isEqualTo(whole.entrySet().stream()
                        .filter(e -> e.getKey().startsWith("failedAllocs of order"))
                        .mapToLong(Map.Entry::getValue)
                        .sum());
    }

    @Test
    void bothTheTimeAndTheOperationsMustHavePassed() throws IOException {
        // An event each microsecond, the first at 0.
        assertThat(figures("baseline", 100, new Warmup(60_000, 20)).allocs()
                        + figures("baseline", 100, new Warmup(60_000, 20)).frees())
                .isEqualTo(40);
        assertThat(figures("baseline", 100, new Warmup(20_000, 60)).allocs()
                        + figures("baseline", 100, new Warmup(20_000, 60)).frees())
                .isEqualTo(40);
    }

    @Test
    void aWarmupIsNotNegativeAndReadsAsWords() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Warmup(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Warmup(0, -1));
        assertThat(Warmup.NONE).hasToString("0 operations");
        assertThat(new Warmup(0, 5)).hasToString("5 operations");
        assertThat(new Warmup(7, 0)).hasToString("7 ns");
        assertThat(new Warmup(7, 5)).hasToString("5 operations and 7 ns");
        assertThat(new Warmup(7, 0).isNone()).isFalse();
        assertThat(new Warmup(0, 5).isNone()).isFalse();
    }

    @Test
    void optionsWithoutAModelOrWithNegativeNumbersAreRefused() {
        ReplayOptions options = ReplayOptions.of(TIGHT, List.of(ModelChoice.of(Models.named("baseline"))));

        assertThatIllegalArgumentException().isThrownBy(() -> ReplayOptions.of(TIGHT, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> options.withCheckInterval(-1));
        assertThat(options.withCheckInterval(0).checkInterval()).isZero();
    }
}
