package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.Models;
import org.pcpsim.model.TestMachines;
import org.pcpsim.operation.OperationWord;
import org.pcpsim.result.ReplayResult;
import org.pcpsim.trace.Gfp;
import org.pcpsim.trace.TraceReader;

/**
 * What tasks reclaimed is held until the model lacks pages. Two CPUs; the toy model hands out page 0, 1, 2 …; folio batches are
 * of 31 at most.
 */
class DirectReclaimTest {
    private static final Machine MACHINE =
            TestMachines.of(KernelProfile.V7_0, 2, TestMachines.normal(0, 1 << 20, 8192, 64, 128, 192, 63, 252, 252));

    private final ToyModel.Factory factory = new ToyModel.Factory();
    private final ModelRun run =
            new ModelRun(ModelChoice.of(factory), ReplayOptions.of(MACHINE, List.of(ModelChoice.of(factory))), 0);
    private final ToyModel toy = factory.last;
    private int event;
    private int page;

    /** 300 pages to free, and kswapd at work. */
    DirectReclaimTest() {
        for (int handle = 0; handle < 300; handle++) {
            alloc(0, handle, 0);
        }
        toy.steps.clear();
        toy.awake = true;
    }

    private void alloc(int cpu, int handle, int gfp) {
        Operations one = new Operations();
        int what = OperationWord.of(Operations.ALLOC, 0, 0, Operations.IN_TASK, cpu);
        one.add(what, handle, event, event++, gfp, handle);
        one.handles = 301;
        run.replay(one);
    }

    private void alloc(int cpu) {
        alloc(cpu, 300, Gfp.DIRECT_RECLAIM);
    }

    /** Folio batches of these sizes, of pages of the kind that kswapd frees. */
    private void frees(int cpu, int... batches) {
        for (int chunks : batches) {
            batch(cpu, Operations.LIKE_RECLAIM, chunks);
        }
    }

    private void batch(int cpu, int kind, int chunks) {
        Operations batch = new Operations();
        for (int i = 0; i < chunks; i++) {
            int what = OperationWord.of(Operations.FREE, 0, 0, Operations.IN_TASK | kind, cpu);
            batch.add(what, page++, event, event++, 0, 0);
        }
        batch.members(0, chunks);
        batch.handles = 301;
        run.replay(batch);
    }

    /** What the model was asked since last: operations by CPU, batches of frees with their first page and size. */
    private List<String> asked() {
        List<String> texts = new ArrayList<>();
        int staged = 0;
        String first = "";
        for (String step : toy.steps) {
            if (step.contains(" stage ")) {
                first = staged++ == 0 ? step.substring(step.lastIndexOf(' ')) : first;
            } else if (step.endsWith(" free")) {
                texts.add(step + first + " +" + (staged - 1));
                staged = 0;
            } else if (!step.contains("granted")) {
                texts.add(step);
            }
        }
        toy.steps.clear();
        return texts;
    }

    @Test
    void whatATaskReclaimedIsFreedByTheNextAllocationThatMustReclaimOnItsCpu() {
        frees(0, 31, 1);
        alloc(0);
        assertThat(asked()).containsExactly("c0 alloc");

        toy.lacking = 1;
        alloc(1, 300, 0);
        assertThat(asked()).containsExactly("c1 alloc");
        alloc(1);
        // both batches of the call, though one would have been enough
        assertThat(asked()).containsExactly("c1 free 0 +30", "c1 free 31 +0", "c1 alloc");
        alloc(1);
        assertThat(asked()).containsExactly("c1 alloc");
    }

    /** A call takes as many ns as it has frees, less one; another event comes each ns. */
    @Test
    void allPcpsAreDrainedIfTheZonesAreStillShortWhenTheTimeOfTheCallIsOver() {
        frees(0, 4, 3);
        alloc(1);
        asked();

        toy.lacking = 3;
        alloc(0);
        assertThat(asked()).containsExactly("c0 free 0 +3", "c0 reclaiming", "c0 alloc");
        alloc(0);
        alloc(0);
        assertThat(asked()).containsExactly("c0 reclaiming", "c0 alloc", "c0 reclaiming", "c0 alloc");
        // 3 ns are over; the next call does not bring enough either
        alloc(1, 300, 0);
        assertThat(asked()).containsExactly("c0 drain all", "c0 free 4 +2", "c1 alloc");
        alloc(0);
        assertThat(asked()).containsExactly("c0 reclaiming", "c0 alloc");
        alloc(0);
        assertThat(asked()).containsExactly("c0 drain all", "c0 alloc");
    }

    @Test
    void meanwhileOtherCpusReclaimToo() {
        frees(0, 4, 3);
        alloc(1);
        asked();

        toy.lacking = 2;
        alloc(1);
        assertThat(asked()).containsExactly("c1 free 0 +3", "c1 reclaiming", "c1 alloc");
        alloc(0);
        assertThat(asked()).containsExactly("c0 free 4 +2", "c0 alloc");
        // there is enough now: nobody drains
        alloc(1);
        alloc(0);
        alloc(1);
        assertThat(asked()).containsExactly("c1 alloc", "c0 alloc", "c1 alloc");
    }

    @Test
    void aDesignThatDoesNotDrainAllServesTheNextAllocationItself() {
        toy.drainsAll = false;
        frees(0, 2, 3);
        alloc(1);
        asked();

        toy.lacking = 3;
        alloc(0);
        assertThat(asked()).containsExactly("c0 free 0 +1", "c0 reclaiming", "c0 alloc");
        alloc(0);
        assertThat(asked()).containsExactly("c0 alloc");
        alloc(0);
        assertThat(asked()).containsExactly("c0 free 2 +2", "c0 reclaiming", "c0 alloc");
    }

    @Test
    void aCallIsOverWithABatchThatIsNotFullOrWithTheNextAllocationOfItsCpu() {
        frees(0, 31);
        frees(1, 31, 31, 2);
        toy.lacking = 1;
        alloc(1);
        assertThat(asked()).containsExactly("c1 free 31 +30", "c1 free 62 +30", "c1 free 93 +1", "c1 alloc");

        // CPU 1 still reclaims, and CPU 0's call may go on
        toy.lacking = 1;
        alloc(1);
        assertThat(asked()).containsExactly("c1 reclaiming", "c1 alloc");
        alloc(0);
        assertThat(asked()).containsExactly("c0 free 0 +30", "c0 alloc");
    }

    @Test
    void moreThanACallIsolatesIsNotReclaim() {
        frees(0, 31, 31);
        assertThat(asked()).isEmpty();
        frees(0, 31);
        assertThat(asked()).containsExactly("c0 free 0 +30", "c0 free 31 +30", "c0 free 62 +30");
        frees(0, 31, 7);
        assertThat(asked()).containsExactly("c0 free 93 +30", "c0 free 124 +6");
        frees(0, 7);
        assertThat(asked()).isEmpty();
    }

    @Test
    void nothingIsHeldWhileKswapdSleepsNorAnyLonger() {
        frees(0, 31, 5);
        frees(1, 31);
        toy.awake = false;
        alloc(1);
        assertThat(asked()).containsExactly("c0 free 0 +30", "c0 free 31 +4", "c1 free 36 +30", "c1 alloc");
        frees(0, 31);
        assertThat(asked()).containsExactly("c0 free 67 +30");
    }

    @Test
    void otherFreesAreNotHeld() {
        batch(0, 0, 31);
        assertThat(asked()).containsExactly("c0 free 0 +30");
    }

    @Test
    void theEndOfTheTraceFreesWhatIsHeld() {
        frees(0, 31, 2);
        frees(1, 31);
        run.end();
        assertThat(asked()).containsExactly("c0 free 0 +30", "c0 free 31 +1", "c1 free 33 +30");
    }

    /** CPU 0 leaves 536 of 2048 pages to the zone (min 512), CPU 1's first refill 473: it must reclaim, and drain all PCPs. */
    @Test
    void pagesAreKeptCountOfWhileTheyAreHeld() {
        Machine small = TestMachines.of(
                KernelProfile.V7_0, 2, TestMachines.normal(0, 1 << 20, 2048, 512, 1600, 1700, 63, 252, 252));
        HandTrace trace = new HandTrace().allocs(0, 0, 1500);
        trace.task("kswapd0").frees(1, 0, 1).batched(1, 0);
        trace.task("wl").frees(1, 100, 32).batcheds(1, 100, 32).allocs(1, 5000, 100);
        ReplayOptions options = ReplayOptions.of(small, List.of(new ModelChoice(Models.named("baseline"), Map.of())));
        ReplayResult result;
        try (TraceReader reader = trace.reader(64)) {
            result = new Replay(options.withCheckInterval(1)).run(reader);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(result.models().get(0).error()).isEmpty();
        assertThat(result.models()
                        .get(0)
                        .figures()
                        .orElseThrow()
                        .zoneLock()
                        .byPath()
                        .drainAll())
                .isPositive();
    }
}
