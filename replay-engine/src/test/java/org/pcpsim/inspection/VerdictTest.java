package org.pcpsim.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.proc.Vmstat;

class VerdictTest {
    private final Symbols symbols = new Symbols();
    private final Inspector inspector = new Inspector(symbols, Optional.empty(), 0);
    private final EventBatch batch = new EventBatch();
    private long pfn;

    private void mark(String text) {
        batch.aux[batch.add(EventKind.MARK, 0, 0)] = symbols.intern(text);
    }

    /** So many pages allocated and freed, by a task of that name. */
    private void pages(int count, String comm) {
        for (int i = 0; i < count; i++) {
            for (byte kind : new byte[] {EventKind.ALLOC, EventKind.FREE}) {
                int row = batch.add(kind, 0, 0);
                batch.pfn[row] = pfn;
                batch.comm[row] = symbols.intern(comm);
            }
            pfn++;
            if (batch.size > EventBatch.CAPACITY - 8) {
                flush();
            }
        }
    }

    private void flush() {
        inspector.add(batch);
        batch.clear(batch.firstEvent + batch.size);
    }

    private static Vmstat vmstat(long normal, long dma, long free) {
        return new Vmstat(Map.of("pgalloc_normal", normal, "pgalloc_dma", dma, "pgfree", free, "nr_free_pages", 7L));
    }

    private Verdict verdict() {
        flush();
        return Verdict.of(inspector.result(), Optional.of("6.18.44"), Optional.empty(), Optional.empty());
    }

    private Verdict verdict(Vmstat before, Vmstat after) {
        flush();
        return Verdict.of(inspector.result(), Optional.of("6.18.44"), Optional.of(before), Optional.of(after));
    }

    @Test
    void pagesBetweenTheMarksAreComparedWithTheKernels() {
        pages(5, "sh");
        mark("SNAP_BEFORE vmstat read ");
        pages(3, "sh");
        mark("SNAP_BEFORE_END");
        pages(1000, "sh");
        mark("SNAP_AFTER_BEGIN");
        pages(2, "sh");
        mark("SNAP_AFTER vmstat read");
        pages(9, "sh");
        Verdict verdict = verdict(vmstat(100, 10, 50), vmstat(1095, 20, 1056));
        assertThat(verdict.completeness()).contains(new Completeness(true, 1005, 1005, 1005, 1006));
        assertThat(verdict.lossless()).isTrue();
        assertThat(verdict.scope()).isEqualTo("machine");
    }

    @Test
    void withoutTheInnerMarksTheOuterOnesServe() {
        pages(5, "sh");
        mark("SNAP_BEFORE_END");
        pages(1000, "sh");
        mark("SNAP_AFTER_BEGIN");
        pages(2, "sh");
        assertThat(verdict(vmstat(0, 0, 0), vmstat(1000, 0, 1000)).completeness())
                .contains(new Completeness(true, 1000, 1000, 1000, 1000));
    }

    @Test
    void withoutMarksTheWholeTraceIsCompared() {
        pages(1000, "sh");
        assertThat(verdict(vmstat(0, 0, 0), vmstat(1000, 0, 1000)).completeness())
                .contains(new Completeness(false, 1000, 1000, 1000, 1000));
    }

    /** 1 % and 512 pages may be missing: 10,000 of 10,618 counted are too few by one, 618 > 106 + 512 − 1. */
    @Test
    void fewerThanAreExplainedAreALoss() {
        pages(10_000, "sh");
        Verdict few = verdict(vmstat(0, 0, 0), vmstat(10_000, 0, 10_619));
        assertThat(few.losses()).containsExactly("fewerThanCounted");
        assertThat(few.scope()).isEqualTo("part");
        assertThat(verdict(vmstat(0, 0, 0), vmstat(10_000, 0, 10_618)).lossless())
                .isTrue();
        assertThat(verdict(vmstat(0, 0, 0), vmstat(10_619, 0, 10_000)).losses()).containsExactly("fewerThanCounted");
    }

    @Test
    void countersThatFallOrAreMissingSayNothing() {
        pages(1, "sh");
        assertThat(verdict(vmstat(5, 0, 5), vmstat(4, 0, 6)).completeness()).isEmpty();
        assertThat(verdict(vmstat(5, 0, 5), vmstat(6, 0, 4)).completeness()).isEmpty();
        assertThat(verdict(vmstat(5, 0, 5), new Vmstat(Map.of("pgalloc_dma", 9L)))
                        .completeness())
                .isEmpty();
    }

    @Test
    void lossesOfTheRecorderAndPagesNeverFreedAreLosses() {
        batch.aux[batch.add(EventKind.LOST, 0, 0)] = 4787;
        for (int i = 0; i < 2; i++) {
            batch.pfn[batch.add(EventKind.ALLOC, 0, 0)] = 77;
        }
        Verdict verdict = verdict();
        assertThat(verdict.lossless()).isFalse();
        assertThat(verdict.losses()).containsExactly("lostEvents", "allocsOfLivePage");
        assertThat(verdict.scope()).isEqualTo("unknown");
    }

    @Test
    void onePageInTenThousandMayBeFreedUnseenWhereTheKernelsCountersTellOfNoLoss() {
        pages(9_998, "sh");
        for (int i = 0; i < 2; i++) {
            batch.pfn[batch.add(EventKind.ALLOC, 0, 0)] = 1 << 20;
        }
        assertThat(verdict(vmstat(0, 0, 0), vmstat(10_000, 0, 9_998)).losses()).isEmpty();
        assertThat(verdict().losses()).containsExactly("allocsOfLivePage");
        batch.pfn[batch.add(EventKind.ALLOC, 0, 0)] = 1 << 20;
        assertThat(verdict(vmstat(0, 0, 0), vmstat(10_001, 0, 9_998)).losses()).containsExactly("allocsOfLivePage");
    }

    @Test
    void theKernelsOwnTasksAreOnlySeenInRecordingsOfTheMachine() {
        pages(1, "kworker/0:1");
        assertThat(verdict().scope()).isEqualTo("machine");
    }

    @Test
    void anIdleCpuIsTheKernelsTask() {
        pages(1, "<idle>");
        assertThat(verdict().scope()).isEqualTo("machine");
    }

    @Test
    void manyOperationsWithoutTheKernelsTasksAreAPart() {
        pages(4_999, "cc1");
        assertThat(verdict().scope()).isEqualTo("unknown");
        pages(1, "cc1");
        assertThat(verdict().scope()).isEqualTo("part");
    }

    @Test
    void tasksWithoutNamesSayNothing() {
        pages(5_001, "");
        pages(5_001, "<...>");
        assertThat(verdict().scope()).isEqualTo("unknown");
    }

    @Test
    void validateNeedsAKernelAndItsEvents() {
        pages(1, "sh");
        assertThat(verdict().validateLacks()).containsExactly("refillsAndDrains");
        batch.pfn[batch.add(EventKind.PCPU_DRAIN, 0, 0)] = 1;
        assertThat(verdict().validate()).isTrue();
        for (String release : new String[] {"", "5.10.1", "no release"}) {
            Optional<String> kernel = release.isEmpty() ? Optional.empty() : Optional.of(release);
            assertThat(Verdict.of(inspector.result(), kernel, Optional.empty(), Optional.empty())
                            .validateLacks())
                    .as(release)
                    .containsExactly("kernel");
        }
    }
}
