package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcpsim.trace.TraceReader;

class FreeGroupingTest {
    private static List<String> frees(HandTrace trace) {
        return OperationText.of(trace).operations().stream()
                .filter(o -> !o.startsWith("alloc"))
                .toList();
    }

    @Test
    void foliosAnnouncedAndCommittedAreOneBatch() {
        HandTrace trace =
                new HandTrace().allocs(0, 0, 3).frees(0, 0, 3).batcheds(0, 0, 3).alloc(0, 9, 0);

        assertThat(frees(trace)).containsExactly("free c0 h0 o0 & free c0 h1 o0 & free c0 h2 o0");
    }

    @Test
    void freesBeforeTheFirstFolioAreSingleAndGoFirst() {
        HandTrace trace =
                new HandTrace().allocs(0, 0, 4).frees(0, 0, 4).batcheds(0, 2, 2).alloc(0, 9, 0);

        assertThat(frees(trace)).containsExactly("free c0 h0 o0", "free c0 h1 o0", "free c0 h2 o0 & free c0 h3 o0");
    }

    @Test
    void aFreeBetweenFoliosThatIsNotCommittedIsSingle() {
        HandTrace trace = new HandTrace()
                .allocs(0, 0, 3)
                .frees(0, 0, 3)
                .batched(0, 0)
                .batched(0, 2)
                .alloc(0, 9, 0);

        assertThat(frees(trace)).containsExactly("free c0 h1 o0", "free c0 h0 o0 & free c0 h2 o0");
    }

    @Test
    void theNextFreeEndsABatch() {
        HandTrace trace = new HandTrace()
                .allocs(0, 0, 4)
                .frees(0, 0, 2)
                .batcheds(0, 0, 2)
                .frees(0, 2, 2)
                .batcheds(0, 2, 2);

        assertThat(frees(trace)).containsExactly("free c0 h0 o0 & free c0 h1 o0", "free c0 h2 o0 & free c0 h3 o0");
    }

    @Test
    void whatTheKernelDoesByItselfEndsNoBatch() {
        HandTrace trace = new HandTrace()
                .allocs(0, 0, 2)
                .frees(0, 0, 2)
                .batched(0, 0)
                .kernelSide(0)
                .batched(0, 1)
                .alloc(0, 9, 0);

        assertThat(frees(trace)).containsExactly("free c0 h0 o0 & free c0 h1 o0");
    }

    @Test
    void aBatchEndsAtThirtyOneFolios() {
        List<String> frees =
                frees(new HandTrace().allocs(0, 0, 40).frees(0, 0, 40).batcheds(0, 0, 40));

        assertThat(frees).hasSize(2);
        assertThat(frees.get(0).split(" & ")).hasSize(31);
        assertThat(frees.get(1).split(" & ")).hasSize(9);
    }

    @Test
    void pendingFreesBecomeSingleAtTheNextAllocationInTheirOrder() {
        HandTrace trace = new HandTrace()
                .allocs(0, 0, 4)
                .frees(0, 0, 1)
                .batched(0, 0)
                .frees(0, 1, 2)
                .alloc(0, 9, 0)
                .frees(0, 3, 1);

        assertThat(OperationText.of(trace).operations().subList(4, 9))
                .containsExactly("free c0 h0 o0", "free c0 h1 o0", "free c0 h2 o0", "alloc c0 h2 o0", "free c0 h3 o0");
    }

    @Test
    void aCommitIsLookedForAmongTheSixtyFourFreesBeforeIt() {
        HandTrace trace =
                new HandTrace().allocs(0, 0, 66).frees(0, 0, 66).batched(0, 0).batched(0, 2);
        List<String> frees = frees(trace);

        // Pages 0 and 1 have 64 and more frees behind them; page 2 waits for its commit.
        assertThat(frees).hasSize(66).startsWith("free c0 h0 o0", "free c0 h1 o0", "free c0 h3 o0");
        assertThat(frees).endsWith("free c0 h65 o0", "free c0 h2 o0");
    }

    @Test
    void otherCpusGoOnMeanwhile() {
        HandTrace trace = new HandTrace()
                .allocs(0, 0, 2)
                .frees(0, 0, 2)
                .batched(0, 0)
                .alloc(1, 50, 0)
                .free(1, 50, 0)
                .batched(1, 50)
                .batched(0, 1)
                .alloc(1, 51, 0)
                .alloc(0, 52, 0);

        assertThat(OperationText.of(trace).operations().subList(2, 7))
                .containsExactly(
                        "alloc c1 h2 o0",
                        "free c1 h2 o0",
                        "free c0 h0 o0 & free c0 h1 o0",
                        "alloc c1 h1 o0",
                        "alloc c0 h0 o0");
    }

    @Test
    void withoutCommitsEveryFreeIsSingleAtOnce() {
        HandTrace trace =
                new HandTrace().allocs(0, 0, 2).free(0, 0, 0).alloc(1, 9, 0).free(0, 1, 0);

        assertThat(OperationText.of(trace).operations())
                .containsExactly(
                        "alloc c0 h0 o0", "alloc c0 h1 o0", "free c0 h0 o0", "alloc c1 h0 o0", "free c0 h1 o0");
    }

    @Test
    void singleFreesAreAtTheirOwnPlaceInTracesWithBatchesToo() {
        HandTrace trace = new HandTrace()
                .alloc(0, 90, 0)
                .free(0, 90, 0)
                .batched(0, 90)
                .allocs(0, 0, 2)
                .free(1, 0, 0)
                .alloc(0, 91, 0)
                .free(1, 1, 0);

        assertThat(OperationText.of(trace).operations())
                .containsExactly(
                        "alloc c0 h0 o0",
                        "free c0 h0 o0",
                        "alloc c0 h0 o0",
                        "alloc c0 h1 o0",
                        "free c1 h0 o0",
                        "alloc c0 h0 o0",
                        "free c1 h1 o0");
    }

    @Test
    void aBatchIsWrittenWithItsLastCommit() {
        HandTrace trace = new HandTrace()
                .allocs(0, 0, 2)
                .frees(0, 0, 2)
                .batcheds(0, 0, 2)
                .alloc(1, 9, 0)
                .free(0, 9, 0);

        assertThat(OperationText.of(trace).operations().subList(2, 4))
                .containsExactly("free c0 h0 o0 & free c0 h1 o0", "alloc c1 h1 o0");
    }

    @Test
    void aCommitTooFarFromItsFreeIsOverlooked() {
        HandTrace trace = new HandTrace().alloc(0, 0, 0).free(0, 0, 0);
        for (int i = 0; i < 40_000; i++) {
            trace.kernelSide(1);
        }
        trace.batched(0, 0);

        assertThat(frees(trace)).containsExactly("free c0 h0 o0");
    }

    @Test
    void unknownPagesJoinBatches() {
        assertThat(frees(new HandTrace().frees(0, 0, 2).batcheds(0, 0, 2)))
                .containsExactly("unknown c0 o0 & unknown c0 o0");
    }

    @Test
    void membersKeepTheEventsOfTheirFrees() {
        OperationText text =
                OperationText.of(new HandTrace().allocs(0, 0, 2).frees(0, 0, 2).batcheds(0, 0, 2));

        assertThat(text.events()).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void howTheReaderCutsTheTraceChangesNothing() {
        HandTrace trace = new HandTrace()
                .allocs(0, 0, 100)
                .frees(0, 0, 45)
                .batcheds(0, 3, 40)
                .alloc(1, 0, 1)
                .frees(0, 50, 31)
                .batcheds(0, 50, 31);
        List<String> whole = OperationText.of(trace).operations();

        assertThat(OperationText.of(trace, 1).operations()).isEqualTo(whole);
        assertThat(OperationText.of(trace, 7).operations()).isEqualTo(whole);
    }

    /** What one row says of the event that it stands for. */
    private record Row(int cpu, long time, long pfn, String comm, int traced, int members) {}

    private static List<Row> rows(HandTrace trace) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (TraceReader reader = trace.reader()) {
            LookAhead ahead = new LookAhead(reader);
            EventTranslation translation = new EventTranslation(4, batch -> {
                for (int row = 0; row < batch.size; row++) {
                    rows.add(new Row(
                            batch.cpu(row),
                            batch.time(row),
                            batch.pfn(row),
                            reader.symbols().text(batch.comm(row)),
                            batch.traced(row),
                            batch.members(row)));
                }
            });
            while (ahead.next()) {
                translation.translate(ahead.events(), ahead.marks(), reader.symbols());
            }
            translation.end();
        }
        return rows;
    }

    @Test
    void eachRowOfABatchIsItsOwnFrees() throws IOException {
        HandTrace trace = new HandTrace()
                .task("a")
                .free(2, 70, 0)
                .task("b")
                .kernelSide(2)
                .free(2, 71, 0)
                .task("c")
                .batcheds(2, 70, 2)
                .alloc(2, 9, 0);
        List<Row> rows = rows(trace);

        // One event each, and one of the kernel's before the second; the commits belong to what comes next.
        assertThat(rows.get(0)).isEqualTo(new Row(2, 0, 70, "a", 1, 2));
        assertThat(rows.get(1)).isEqualTo(new Row(2, 2000, 71, "b", 2, 1));
        assertThat(rows.get(2).traced()).isEqualTo(3);
        assertThat(rows.get(2).time()).isEqualTo(5000);
    }

    @Test
    void whatWasHeldInVainIsStillItsOwnFree() throws IOException {
        HandTrace trace = new HandTrace()
                .task("a")
                .free(1, 70, 0)
                .task("b")
                .frees(1, 71, 2)
                .task("c")
                .batched(1, 72)
                .alloc(1, 9, 0);
        List<Row> rows = rows(trace);

        assertThat(rows.subList(0, 3))
                .containsExactly(
                        new Row(1, 0, 70, "a", 1, 1), new Row(1, 1000, 71, "b", 1, 1), new Row(1, 2000, 72, "b", 1, 1));
        assertThat(rows.get(3).traced()).isEqualTo(2);
    }
}
