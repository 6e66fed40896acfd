package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.Models;
import org.pcpsim.model.PcpObserver;
import org.pcpsim.model.TestMachines;
import org.pcpsim.result.ModelResult;
import org.pcpsim.result.ReplayResult;

/** Allocations that are freed in pieces, and what an observer hears of operations. */
class PiecesTest {
    private static final Machine MACHINE = TestMachines.oneZone(KernelProfile.V7_0, 2, 65_536, 8, 32, 32);

    @Test
    void anAllocationIsHalvedUntilThePieceThatIsFreedStandsAlone() throws IOException {
        ToyModel.Factory toy = new ToyModel.Factory();
        HandTrace trace = new HandTrace()
                .alloc(0, 800, 3)
                .free(0, 805, 0)
                .free(0, 800, 2)
                .free(0, 804, 0)
                .free(0, 806, 1);
        new Replay(ReplayOptions.of(MACHINE, List.of(ModelChoice.of(toy)))).run(trace.reader());

        // The toy gave pages 0 to 7: 0–3 and 4–7, 4–5 and 6–7, 4 and 5.
        assertThat(toy.last.steps.stream().filter(step -> step.contains("split") || step.contains("stage")))
                .containsExactly(
                        "split 0", "split 4", "split 4", "c0 stage 5", "c0 stage 0", "c0 stage 4", "c0 stage 6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseline", "pcp-buddy"})
    void whatIsFreedInPiecesIsAllThereAgain(String model) throws IOException {
        HandTrace trace = new HandTrace().alloc(0, 512, 9).alloc(1, 2048, 3);
        for (int page = 511; page >= 0; page--) {
            trace.free(page % 2, 512 + page, 0);
        }
        trace.free(0, 2048, 1).free(0, 2050, 1).free(1, 2052, 2);
        ReplayOptions options = ReplayOptions.of(MACHINE, List.of(ModelChoice.of(Models.named(model))))
                .withCheckInterval(1);
        ReplayResult result = new Replay(options).run(trace.reader());
        ModelResult of = result.models().get(0);

        assertThat(of.error()).isEmpty();
        assertThat(result.quality().pieces()).isEqualTo(515);
        assertThat(of.figures().orElseThrow().allocs()).isEqualTo(2);
        assertThat(of.figures().orElseThrow().frees()).isEqualTo(515);
    }

    @Test
    void anObserverHearsTheEventOfEachOperationAndOfEachMemberOfABatch() throws IOException {
        List<String> heard = new ArrayList<>();
        PcpObserver observer = new PcpObserver() {
            @Override
            public void begins(int member, long event, long time) {
                heard.add(member + " at " + event + ", " + time + " ns");
            }

            @Override
            public void refilled(int zone, int cpu, int order, int migratetype, int pages) {
                heard.add("refill of " + pages);
            }

            @Override
            public void drained(int zone, int cpu, int target, int path, int member, int pages) {
                heard.add("drain of " + pages);
            }
        };
        ModelChoice watched = new ModelChoice(Models.named("baseline"), Map.of(), observer);
        HandTrace trace = new HandTrace().allocs(0, 0, 2).frees(0, 0, 2).batcheds(0, 0, 2);
        new Replay(ReplayOptions.of(MACHINE, List.of(watched))).run(trace.reader());

        assertThat(heard)
                .containsExactly(
                        "0 at 0, 0 ns", "refill of 8", "0 at 1, 1000 ns", "0 at 2, 2000 ns", "1 at 3, 3000 ns");
    }
}
