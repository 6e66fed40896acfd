package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.SettingException;
import org.pcpsim.model.Models;
import org.pcpsim.model.TestMachines;
import org.pcpsim.result.HugepageProbe;
import org.pcpsim.result.ModelResult;
import org.pcpsim.result.Probes;

/** Large requests in the course of a replay: every model, 16 blocks in one zone without marks, {@code high} fixed at 300. */
class ProbeOnTheWayTest {
    private static final Machine MACHINE = TestMachines.oneZone(KernelProfile.V7_0, 4, 16 * 512, 63, 300, 300);
    private static final Probe BOTH = new Probe(OptionalLong.of(0), OptionalLong.of(1024));
    private static final long PART = 3000;

    @TempDir
    Path folder;

    /** Operations on four CPUs: 3000 allocations, of which the next operations free every second page. */
    private static HandTrace trace(boolean whole) {
        HandTrace trace = new HandTrace();
        for (int page = 0; page < PART; page++) {
            trace.alloc(page % 4, page, 0);
        }
        for (int page = 0; whole && page < PART; page += 2) {
            trace.free((page + 1) % 4, page, 0);
        }
        return trace;
    }

    private static ReplayOptions options() {
        return ReplayOptions.of(
                        MACHINE, Models.all().stream().map(ModelChoice::of).toList())
                .withCheckInterval(1000);
    }

    private static List<ModelResult> inTraceOrder(HandTrace trace, ProbePlan plan, int threads) throws IOException {
        return new Replay(options())
                .withProbes(plan)
                .withThreads(threads)
                .run(trace.reader(512))
                .models();
    }

    private List<ModelResult> timed(HandTrace trace, ProbePlan plan) throws IOException {
        return new TimedReplay(options(), folder)
                .withProbes(plan)
                .run(trace.reader(512), events -> {})
                .models();
    }

    private static ProbePlan after(long operations, Probe probe) {
        return new ProbePlan(Probe.NONE, List.of(new ProbeMoment("then", 0, operations, probe)));
    }

    private static Probes.State then(ModelResult result) {
        assertThat(result.error()).isEmpty();
        return result.probes().during().orElseThrow().get("then");
    }

    @Test
    void theStateOnTheWayAnswersAsTheEndOfATraceThatStopsThere() throws IOException {
        List<ModelResult> ended = inTraceOrder(trace(false), new ProbePlan(BOTH, List.of()), 1);
        List<ModelResult> onTheWay = inTraceOrder(trace(true), after(PART, BOTH), 2);
        for (int model = 0; model < ended.size(); model++) {
            Probes.State state = then(onTheWay.get(model));
            assertThat(state.operations()).isEqualTo(PART);
            assertThat(state.hugepages()).isEqualTo(ended.get(model).probes().hugepages());
            assertThat(state.contig()).isEqualTo(ended.get(model).probes().contig());
            assertThat(onTheWay.get(model).probes().hugepages()).isEmpty();
        }
    }

    @Test
    void theReplayKnowsNothingOfIt() throws IOException {
        ProbePlan several = new ProbePlan(
                BOTH,
                List.of(
                        new ProbeMoment("100op", 0, 100, BOTH),
                        new ProbeMoment("later", 0, 4000, BOTH),
                        new ProbeMoment("soon", 1, 0, BOTH)));
        List<ModelResult> plain = inTraceOrder(trace(true), ProbePlan.NONE, 1);
        List<ModelResult> asked = inTraceOrder(trace(true), several, 2);
        List<ModelResult> plainTimed = timed(trace(true), ProbePlan.NONE);
        List<ModelResult> askedTimed = timed(trace(true), several);
        for (int model = 0; model < plain.size(); model++) {
            assertThat(asked.get(model).figures()).isEqualTo(plain.get(model).figures());
            assertThat(askedTimed.get(model).figures())
                    .isEqualTo(plainTimed.get(model).figures());
            assertThat(asked.get(model).probes().during().orElseThrow()).containsOnlyKeys("100op", "later", "soon");
            assertThat(askedTimed.get(model).probes().during().orElseThrow())
                    .containsOnlyKeys("100op", "later", "soon");
            assertThat(askedTimed.get(model).probes().hugepages()).isPresent();
        }
    }

    /** One CPU does the same in both orders, and so do the locks that it takes to get the pages. */
    @Test
    void inTimedOrderAsInTraceOrder() throws IOException {
        HandTrace one = new HandTrace().allocs(0, 0, 1000).frees(0, 0, 700);
        HandTrace same = new HandTrace().allocs(0, 0, 1000).frees(0, 0, 700);
        ProbePlan plan = new ProbePlan(BOTH, List.of(new ProbeMoment("then", 0, 1200, BOTH)));
        List<ModelResult> trace = inTraceOrder(one, plan, 1);
        List<ModelResult> timed = timed(same, plan);
        for (int model = 0; model < trace.size(); model++) {
            requireSame(
                    then(trace.get(model)).hugepages().orElseThrow(),
                    then(timed.get(model)).hugepages().orElseThrow());
            requireSame(
                    trace.get(model).probes().hugepages().orElseThrow(),
                    timed.get(model).probes().hugepages().orElseThrow());
            assertThat(then(timed.get(model)).contig().orElseThrow().free())
                    .isEqualTo(then(trace.get(model)).contig().orElseThrow().free());
        }
    }

    private static void requireSame(HugepageProbe a, HugepageProbe b) {
        assertThat(b.got()).isEqualTo(a.got());
        assertThat(b.drainedPages()).isEqualTo(a.drainedPages());
        assertThat(b.locks().zoneLock().acquisitions())
                .isEqualTo(a.locks().zoneLock().acquisitions());
        assertThat(b.locks().pcpLock().acquisitions())
                .isEqualTo(a.locks().pcpLock().acquisitions());
        assertThat(b.locks().zoneLock().holdNs()).isPositive();
    }

    @Test
    void aMomentThatTheTraceDoesNotComeToIsWrong() {
        assertThatThrownBy(() -> inTraceOrder(trace(true), after(4500, BOTH), 1))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(
                        "--probe: found '@then', expected a moment before the end of the trace, which has 4500");
        assertThatThrownBy(() -> timed(trace(true), after(5000, BOTH)))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("--probe: found '@then', expected a moment before the last operations begin");
    }
}
