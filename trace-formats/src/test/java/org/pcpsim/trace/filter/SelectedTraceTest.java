package org.pcpsim.trace.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.pcpsim.trace.TraceReader;

class SelectedTraceTest {
    private static final String ALLOC_A = "{\"t\":100,\"cpu\":0,\"op\":\"alloc\",\"pfn\":5,\"pid\":7}";
    private static final String ALLOC_B = "{\"t\":110,\"cpu\":1,\"op\":\"alloc\",\"pfn\":8,\"order\":3,\"pid\":9}";
    private static final String MARK = "{\"t\":120,\"cpu\":0,\"op\":\"mark\",\"text\":\"m\",\"pid\":9}";
    private static final String LOST = "{\"t\":130,\"cpu\":1,\"op\":\"lost\",\"count\":4}";
    private static final String FREE_A = "{\"t\":200,\"cpu\":1,\"op\":\"free\",\"pfn\":5,\"pid\":9}";
    private static final String BATCHED_A = "{\"t\":201,\"cpu\":1,\"op\":\"free_batched\",\"pfn\":5,\"pid\":9}";
    private static final String PIECE_B = "{\"t\":210,\"cpu\":0,\"op\":\"free\",\"pfn\":12,\"pid\":7}";
    private static final String BATCHED_B = "{\"t\":211,\"cpu\":0,\"op\":\"free_batched\",\"pfn\":12,\"pid\":7}";
    private static final String FREE_OLD = "{\"t\":220,\"cpu\":0,\"op\":\"free\",\"pfn\":77,\"pid\":7}";
    private static final String BATCHED_OLD = "{\"t\":221,\"cpu\":0,\"op\":\"free_batched\",\"pfn\":77,\"pid\":7}";
    private static final String ZONE = "{\"t\":230,\"cpu\":1,\"op\":\"zone_locked\",\"pfn\":5,\"refill\":1,\"pid\":9}";
    private static final List<String> ALL =
            List.of(ALLOC_A, ALLOC_B, MARK, LOST, FREE_A, BATCHED_A, PIECE_B, BATCHED_B, FREE_OLD, BATCHED_OLD, ZONE);

    private static List<String> select(Selection selection) throws IOException {
        return NdjsonText.events(SelectedTrace.of(NdjsonText.reader(NdjsonText.HEADER, ALL), selection));
    }

    private static Selection cpus(Integer... cpus) {
        return new Selection(0, Long.MAX_VALUE, OptionalLong.empty(), OptionalLong.empty(), Set.of(cpus), Set.of());
    }

    private static Selection pids(Integer... pids) {
        return new Selection(0, Long.MAX_VALUE, OptionalLong.empty(), OptionalLong.empty(), Set.of(), Set.of(pids));
    }

    private static Selection times(long from, long until) {
        return new Selection(0, Long.MAX_VALUE, OptionalLong.of(from), OptionalLong.of(until), Set.of(), Set.of());
    }

    private static Selection cut(long skip, long limit) {
        return new Selection(skip, limit, OptionalLong.empty(), OptionalLong.empty(), Set.of(), Set.of());
    }

    @Test
    void everythingIsTheTraceItself() throws IOException {
        TraceReader reader = NdjsonText.reader(NdjsonText.HEADER, ALL);
        assertThat(SelectedTrace.of(reader, Selection.ALL)).isSameAs(reader);
    }

    @Test
    void freesStayWithTheirAllocationsWhateverCpuFrees() throws IOException {
        assertThat(select(cpus(0))).containsExactly(ALLOC_A, MARK, FREE_A, BATCHED_A, FREE_OLD, BATCHED_OLD);
        assertThat(select(cpus(1))).containsExactly(ALLOC_B, LOST, PIECE_B, BATCHED_B, ZONE);
        assertThat(select(cpus(0, 1))).isEqualTo(ALL);
        assertThat(select(cpus(2))).isEmpty();
    }

    @Test
    void freesStayWithTheirAllocationsWhateverProcessFreesAndNoLossIsHidden() throws IOException {
        assertThat(select(pids(7))).containsExactly(ALLOC_A, LOST, FREE_A, BATCHED_A, FREE_OLD, BATCHED_OLD);
        assertThat(select(pids(9))).containsExactly(ALLOC_B, MARK, LOST, PIECE_B, BATCHED_B, ZONE);
    }

    @Test
    void timesCountFromTheFirstEventAndFreesComeWheneverTheyCome() throws IOException {
        assertThat(select(times(0, 10))).containsExactly(ALLOC_A, FREE_A, BATCHED_A);
        assertThat(select(times(10, 21))).containsExactly(ALLOC_B, MARK, PIECE_B, BATCHED_B);
        assertThat(select(times(120, 131))).containsExactly(FREE_OLD, BATCHED_OLD, ZONE);
    }

    @Test
    void skipAndLimitCutWhatIsLeft() throws IOException {
        assertThat(select(cut(2, 3))).isEqualTo(ALL.subList(2, 5));
        assertThat(select(cut(0, 0))).isEmpty();
        assertThat(select(cut(100, 5))).isEmpty();
        Selection both = new Selection(1, 2, OptionalLong.empty(), OptionalLong.empty(), Set.of(0), Set.of());
        assertThat(select(both)).containsExactly(MARK, FREE_A);
    }

    @Test
    void aPageAllocatedAgainHasTheFateOfItsNewAllocation() throws IOException {
        List<String> events = List.of(
                "{\"t\":1,\"cpu\":0,\"op\":\"alloc\",\"pfn\":5}",
                "{\"t\":2,\"cpu\":0,\"op\":\"free\",\"pfn\":5}",
                "{\"t\":3,\"cpu\":1,\"op\":\"alloc\",\"pfn\":5}",
                "{\"t\":4,\"cpu\":0,\"op\":\"free\",\"pfn\":5}",
                "{\"t\":5,\"cpu\":0,\"op\":\"free\",\"pfn\":5}");
        List<String> left = NdjsonText.events(SelectedTrace.of(NdjsonText.reader(NdjsonText.HEADER, events), cpus(0)));
        // The last one frees a page that nobody is seen to have allocated since: it counts by itself.
        assertThat(left).containsExactly(events.get(0), events.get(1), events.get(4));
    }

    @Test
    void ofTheSnapshotsOnlyTheMachineStays() throws IOException {
        String header = "{\"schema\":\"pcpsim.trace/1\",\"machine\":{\"cpus\":2},"
                + "\"snapshot\":{\"before\":{\"vmstat\":\"pgfree 1\\n\"},\"after\":{\"vmstat\":\"pgfree 2\\n\"}}}";
        try (TraceReader reader = SelectedTrace.of(NdjsonText.reader(header, ALL), cpus(0))) {
            assertThat(reader.header().cpus()).hasValue(2);
            assertThat(reader.header().snapshotBefore()).isEmpty();
            assertThat(reader.header().snapshotAfter()).isEmpty();
        }
    }

    /** Against a reference that keeps every page in a set: no free without its allocation, and none missing. */
    @Test
    void pairsAreWholeInLongRandomTraces() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        List<String> events = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        Set<Integer> kept = new HashSet<>();
        Set<Integer> live = new HashSet<>();
        for (int i = 0; i < 30_000; i++) {
            int cpu = random.nextInt(4);
            int pfn = random.nextInt(3000) * 7;
            boolean free = live.contains(pfn);
            String event = "{\"t\":" + i + ",\"cpu\":" + cpu + ",\"op\":\"" + (free ? "free" : "alloc") + "\",\"pfn\":"
                    + pfn + "}";
            events.add(event);
            if (free ? kept.contains(pfn) : cpu == 2) {
                expected.add(event);
            }
            if (free) {
                live.remove(pfn);
                kept.remove(pfn);
            } else {
                live.add(pfn);
                if (cpu == 2) {
                    kept.add(pfn);
                }
            }
        }
        assertThat(NdjsonText.events(SelectedTrace.of(NdjsonText.reader(NdjsonText.HEADER, events), cpus(2))))
                .isEqualTo(expected);
    }
}
