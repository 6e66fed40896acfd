package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.pcpsim.machine.SettingException;
import org.pcpsim.result.Quality;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.Migratetype;

class EventTranslationTest {
    private static final Quality CLEAN = new Quality(0, 0, 0, 0, 0, 0);

    @Test
    void anAllocationAndItsFreeBecomeTwoOperationsOfOneHandle() {
        OperationText text = OperationText.of(new HandTrace().alloc(0, 77, 2).free(1, 77, 2));

        assertThat(text.operations()).containsExactly("alloc c0 h0 o2", "free c1 h0 o2");
        assertThat(text.events()).containsExactly(0L, 1L);
        assertThat(text.quality()).isEqualTo(CLEAN);
        assertThat(text.counts().allocs()).isEqualTo(1);
        assertThat(text.counts().frees()).isEqualTo(1);
        assertThat(text.counts().durationNs()).isEqualTo(1000);
    }

    @Test
    void whatKswapdDoesIsToldByTheNameOfItsThread() {
        HandTrace trace = new HandTrace().task("kswapd0").alloc(0, 1, 0);
        trace.task("kswapd").alloc(0, 2, 0).task("my-kswapd1").alloc(0, 3, 0);
        trace.task("kswapd12").free(0, 1, 0).task("wl").free(0, 2, 0);

        assertThat(OperationText.of(trace).operations())
                .containsExactly(
                        "alloc c0 h0 o0 kswapd",
                        "alloc c0 h1 o0",
                        "alloc c0 h2 o0",
                        "free c0 h0 o0 kswapd",
                        "free c0 h1 o0");
    }

    /** Pages 0 to 9 are unmovable, 10 to 19 movable: of each kind kswapd frees none at first, then one of the latter. */
    @Test
    void aTasksBatchedFreesOfPagesAllocatedLikeThoseThatKswapdFreesAreMarked() {
        HandTrace trace = new HandTrace();
        for (int pfn = 0; pfn < 20; pfn++) {
            trace.alloc(0, pfn, 0, pfn < 10 ? Migratetype.UNMOVABLE : Migratetype.MOVABLE);
        }
        trace.free(0, 10, 0).batched(0, 10);
        trace.task("kswapd0").free(0, 11, 0).batched(0, 11);
        trace.task("wl").free(0, 12, 0).batched(0, 12);
        trace.free(0, 13, 0);
        trace.free(0, 1, 0).batched(0, 1);
        trace.free(0, 900, 0).batched(0, 900);
        trace.context("..s..").free(0, 14, 0).batched(0, 14);

        assertThat(OperationText.of(trace).operations().stream().skip(20))
                .containsExactly(
                        "free c0 h10 o0",
                        "free c0 h11 o0 kswapd",
                        "free c0 h12 o0 like",
                        "free c0 h13 o0",
                        "free c0 h1 o0",
                        "unknown c0 o0",
                        "free c0 h14 o0");
    }

    @Test
    void partsOfAnAllocationAreOfItsKindAndPagesNotSeenBeingAllocatedAreOne() {
        HandTrace trace = new HandTrace().alloc(0, 0, 1).alloc(0, 8, 0, Migratetype.UNMOVABLE);
        trace.task("kswapd0").free(0, 1, 0).batched(0, 1);
        trace.task("wl").free(0, 0, 0).batched(0, 0).free(0, 50, 0).batched(0, 50);
        trace.task("kswapd0").free(0, 51, 0).batched(0, 51);
        trace.task("wl").free(0, 52, 0).batched(0, 52).free(0, 8, 0).batched(0, 8);

        assertThat(OperationText.of(trace).operations().stream().skip(2).filter(text -> !text.startsWith("split")))
                .containsExactly(
                        "free c0 h2 o0 kswapd",
                        "free c0 h0 o0 like",
                        "unknown c0 o0",
                        "unknown c0 o0 kswapd",
                        "unknown c0 o0 like",
                        "free c0 h1 o0");
    }

    @Test
    void aHandleIsUsedAgainOnceItsFreeIsWritten() {
        OperationText text = OperationText.of(
                new HandTrace().alloc(0, 1, 0).alloc(0, 2, 0).free(0, 1, 0).alloc(0, 9, 0));

        assertThat(text.operations())
                .containsExactly("alloc c0 h0 o0", "alloc c0 h1 o0", "free c0 h0 o0", "alloc c0 h0 o0");
    }

    @Test
    void anAllocationOfLivePagesFreesAllThatTheyBelongedToFirst() {
        OperationText text =
                OperationText.of(new HandTrace().alloc(0, 0, 1).alloc(0, 2, 1).alloc(1, 1, 1));

        assertThat(text.operations())
                .containsExactly(
                        "alloc c0 h0 o1", "alloc c0 h1 o1", "+free c1 h0 o1", "+free c1 h1 o1", "alloc c1 h1 o1");
        assertThat(text.quality()).isEqualTo(new Quality(0, 1, 0, 0, 0, 0));
        assertThat(text.counts().frees()).isZero();
    }

    @Test
    void aPieceIsIsolatedByHalving() {
        OperationText text = OperationText.of(new HandTrace().alloc(0, 8, 2).free(0, 10, 0));

        assertThat(text.operations())
                .containsExactly("alloc c0 h0 o2", "split h0 o2 h1", "split h1 o1 h2", "free c0 h1 o0");
        assertThat(text.quality()).isEqualTo(new Quality(0, 0, 1, 0, 0, 0));
    }

    @Test
    void everyFreeSmallerThanItsAllocationIsAPieceUntilNothingIsLeft() {
        HandTrace trace = new HandTrace().alloc(0, 1024, 9);
        for (int page = 0; page < 512; page++) {
            trace.free(0, 1024 + page, 0);
        }
        OperationText text = OperationText.of(trace);

        assertThat(text.quality()).isEqualTo(new Quality(0, 0, 512, 0, 0, 0));
        assertThat(text.operations().stream().filter(o -> o.startsWith("split")))
                .hasSize(511);
        assertThat(text.operations().stream().filter(o -> o.startsWith("free"))).hasSize(512);
    }

    @Test
    void aPieceOfAnAllocationThatIsNotAlignedIsFoundByItsOffset() {
        OperationText text =
                OperationText.of(new HandTrace().alloc(0, 3, 2).free(0, 5, 1).free(0, 3, 1));

        assertThat(text.operations())
                .containsExactly("alloc c0 h0 o2", "split h0 o2 h1", "free c0 h1 o1", "free c0 h0 o1");
        assertThat(text.quality().pieces()).isEqualTo(2);
    }

    @Test
    void aFreeAcrossTwoHalvesFreesWhatItCovers() {
        OperationText text = OperationText.of(new HandTrace().alloc(0, 0, 2).free(0, 1, 1));

        assertThat(text.operations())
                .containsExactly(
                        "alloc c0 h0 o2",
                        "split h0 o2 h1",
                        "split h0 o1 h2",
                        "free c0 h2 o0",
                        "split h1 o1 h2",
                        "+free c0 h1 o0");
        assertThat(text.quality()).isEqualTo(new Quality(0, 0, 1, 0, 0, 0));
    }

    @Test
    void aFreeLargerThanTheAllocationFreesWhatIsLiveInsideOnceEach() {
        OperationText text =
                OperationText.of(new HandTrace().alloc(0, 4, 0).alloc(0, 6, 1).free(0, 4, 2));

        assertThat(text.operations())
                .containsExactly("alloc c0 h0 o0", "alloc c0 h1 o1", "free c0 h0 o0", "+free c0 h1 o1");
        assertThat(text.quality()).isEqualTo(new Quality(0, 0, 0, 1, 0, 0));
        assertThat(text.counts().frees()).isEqualTo(1);
    }

    @Test
    void aFreeWhoseFirstPageIsDeadButNotAllOthersIsAMismatch() {
        OperationText text = OperationText.of(new HandTrace().alloc(0, 7, 0).free(0, 4, 2));

        assertThat(text.operations()).containsExactly("alloc c0 h0 o0", "free c0 h0 o0");
        assertThat(text.quality()).isEqualTo(new Quality(0, 0, 0, 1, 0, 0));
    }

    @Test
    void aFreeOfNothingLiveIsUnknown() {
        OperationText text = OperationText.of(
                new HandTrace().free(2, 99, 3).alloc(0, 5, 0).free(0, 5, 0).free(0, 5, 0));

        assertThat(text.operations())
                .containsExactly("unknown c2 o3", "alloc c0 h0 o0", "free c0 h0 o0", "unknown c0 o0");
        assertThat(text.quality()).isEqualTo(new Quality(2, 0, 0, 0, 0, 0));
    }

    @Test
    void failedAllocationsAndLossesAreOnlyCounted() {
        OperationText text = OperationText.of(new HandTrace()
                .alloc(0, EventBatch.NO_PFN, 9)
                .lost(1, 12)
                .lost(1, -1)
                .kernelSide(0));

        assertThat(text.operations()).isEmpty();
        assertThat(text.quality()).isEqualTo(new Quality(0, 0, 0, 0, 1, 13));
        assertThat(text.counts().events()).isEqualTo(4);
        assertThat(text.counts().allocs()).isZero();
    }

    @Test
    void aCpuBeyondTheMachineIsNamedWithTheOption() {
        assertThatThrownBy(() -> OperationText.of(new HandTrace().alloc(0, 1, 0).free(4, 1, 0)))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("--cpus")
                .hasMessageContaining("at least 5: event number 1 (counted from 0, at");
    }

    @Test
    void theLastPagesThatANumberCanNameDoNoHarm() {
        OperationText text = OperationText.of(new HandTrace()
                .alloc(0, Long.MAX_VALUE, 0)
                .free(0, Long.MAX_VALUE, 10)
                .free(0, -1, 10));

        assertThat(text.counts().frees()).isEqualTo(2);
    }
}
