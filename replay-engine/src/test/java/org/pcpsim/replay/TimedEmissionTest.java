package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.pcpsim.trace.EventKind.ALLOC;
import static org.pcpsim.trace.EventKind.FREE;
import static org.pcpsim.trace.EventKind.FREE_BATCHED;
import static org.pcpsim.trace.EventKind.PCPU_DRAIN;
import static org.pcpsim.trace.EventKind.ZONE_LOCKED;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.metrics.Cost;
import org.pcpsim.metrics.CostTable;
import org.pcpsim.model.Models;
import org.pcpsim.model.TestMachines;
import org.pcpsim.operation.OperationBlock;
import org.pcpsim.operation.OperationCursor;
import org.pcpsim.operation.OperationStreams;
import org.pcpsim.operation.OperationWord;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.Gfp;
import org.pcpsim.trace.GfpText;
import org.pcpsim.trace.Symbols;

/** Events of runs in timed order in which a hold of zone->lock takes 100 ns and nothing else takes time. */
class TimedEmissionTest {
    /** Batch 8, high fixed at 32. */
    private static final Machine MACHINE = TestMachines.oneZone(KernelProfile.V7_0, 2, 65_536, 8, 32, 32);

    private static final int USER = Gfp.HIGHMEM | Gfp.MOVABLE | Gfp.DIRECT_RECLAIM | Gfp.KSWAPD_RECLAIM;

    private record Row(int kind, int cpu, long time, long pfn, int order, String comm, String context, String gfp) {}

    /** The same streams; CPU 0 is process "first", CPU 1 is "second" and interrupts. */
    private record Named(HandStreams streams, Symbols symbols) implements OperationStreams {
        @Override
        public int cpus() {
            return streams.cpus();
        }

        @Override
        public OperationCursor cursor(int cpu) {
            OperationCursor all = streams.cursor(cpu);
            return block -> {
                boolean more = all.read(block);
                for (int row = 0; row < block.size; row++) {
                    block.comm[row] = symbols.intern(cpu == 0 ? "first" : "second");
                    int flags = cpu == 0 ? OperationBlock.IN_TASK : 0;
                    int word = OperationWord.of(block.op(row), block.order(row), block.migratetype(row), flags, 0);
                    block.what[row] = OperationWord.withMembers(word, block.members(row));
                }
                return more;
            };
        }

        @Override
        public void close() {}
    }

    private static CostTable costs() {
        return new CostTable(
                "test",
                CostTable.NAMES.stream()
                        .map(name -> {
                            int ns = name.equals(CostTable.ZONE_LOCK_LOCAL) ? 100 : 0;
                            return new Cost(name, ns, ns, ns, "ns", "test");
                        })
                        .toList());
    }

    private static List<Row> rows(HandStreams streams) throws IOException {
        List<Row> rows = new ArrayList<>();
        ModelChoice choice =
                ModelChoice.of(Models.named("baseline")).withEvents((batch, symbols) -> add(batch, symbols, rows));
        ReplayOptions options = ReplayOptions.of(MACHINE, List.of(choice)).withCosts(costs());
        new TimedRun(choice, options, new Named(streams, new Symbols()), Optional.empty(), CostTable.End.CENTRAL).run();
        return rows;
    }

    private static void add(EventBatch batch, Symbols symbols, List<Row> rows) {
        for (int i = 0; i < batch.size; i++) {
            rows.add(new Row(
                    batch.kind[i],
                    batch.cpu[i],
                    batch.time[i],
                    batch.pfn[i],
                    batch.order[i],
                    symbols.text(batch.comm[i]),
                    symbols.text(batch.context[i]),
                    symbols.text(batch.gfpText[i])));
        }
    }

    private static List<Row> of(List<Row> rows, int kind) {
        return rows.stream().filter(row -> row.kind == kind).toList();
    }

    @Test
    void anAllocationIsStampedWhenItEndsAndAFreeWhenItBegins() throws IOException {
        // Order 5 has no PCP lists. CPU 0 holds the lock 1000..1100, CPU 1 waits and holds it 1100..1200, CPU 0 frees
        // from
        // 1600 on.
        HandStreams streams =
                new HandStreams(2).alloc(0, 0, 5, 1000).free(0, 0, 5, 500).alloc(1, 1, 5, 1000);
        List<Row> rows = rows(streams);

        assertThat(rows).extracting(Row::kind).containsExactlyInAnyOrder(3, 0, 3, 0, 1);
        assertThat(rows).extracting(Row::time).isSorted();
        List<Row> allocs = of(rows, ALLOC);
        assertThat(allocs).extracting(Row::cpu, Row::time).containsExactly(at(0, 1100), at(1, 1200));
        assertThat(allocs).extracting(Row::comm).containsExactly("first", "second");
        assertThat(allocs).extracting(Row::context).containsExactly(".....", "..s..");
        assertThat(allocs).extracting(Row::gfp).containsOnly(GfpText.of(USER));
        Row free = of(rows, FREE).get(0);
        assertThat(free).isEqualTo(new Row(FREE, 0, 1600, allocs.get(0).pfn, 5, "first", ".....", free.gfp));

        List<Row> taken = of(rows, ZONE_LOCKED);
        assertThat(taken).extracting(Row::pfn).containsExactly(allocs.get(0).pfn, allocs.get(1).pfn);
        assertThat(taken).extracting(Row::context).containsExactly("d..1.", "d.s1.");
        assertThat(taken.get(0).time).isBetween(1000L, 1100L);
        assertThat(taken.get(1).time).isBetween(1100L, 1200L);
    }

    private static Tuple at(int cpu, long time) {
        return tuple(cpu, time);
    }

    @Test
    void aRefillComesAheadOfTheAllocationThatNeededIt() throws IOException {
        List<Row> rows = rows(new HandStreams(2).alloc(0, 0, 0, 10).alloc(0, 1, 0, 10));

        assertThat(rows).extracting(Row::kind).containsExactly(3, 3, 3, 3, 3, 3, 3, 3, 0, 0);
        assertThat(rows.get(8).time).isEqualTo(110);
        assertThat(rows.get(9).time).isEqualTo(120);
        assertThat(rows).extracting(Row::pfn).contains(rows.get(8).pfn, rows.get(9).pfn);
        assertThat(rows.get(0).context).isEqualTo("d..3.");
    }

    @Test
    void aBatchIsAnnouncedAtItsBeginAndCommittedAndDrainsWhereItOverflows() throws IOException {
        HandStreams streams = new HandStreams(2);
        for (int page = 0; page < 40; page++) {
            streams.alloc(0, page, 0, 10);
        }
        streams.batch(0, IntStream.range(0, 31).boxed().toList(), 1000);
        for (int page = 31; page < 40; page++) {
            streams.free(0, page, 0, 10);
        }
        List<Row> rows = rows(streams);

        List<Row> frees = of(rows, FREE);
        assertThat(frees).hasSize(40);
        assertThat(frees.subList(0, 31)).extracting(Row::time).containsOnly(frees.get(0).time);
        assertThat(of(rows, FREE_BATCHED))
                .extracting(Row::pfn)
                .containsExactlyElementsOf(
                        frees.subList(0, 31).stream().map(Row::pfn).toList());
        // Whatever was freed had been allocated, in the same order.
        assertThat(frees)
                .extracting(Row::pfn)
                .containsExactlyElementsOf(
                        of(rows, ALLOC).stream().map(Row::pfn).toList());
        // 40 pages and what refills had left do not fit under 32.
        List<Row> drained = of(rows, PCPU_DRAIN);
        assertThat(drained).isNotEmpty();
        assertThat(drained).extracting(Row::context).containsOnly("d..3.");
        assertThat(of(rows, ZONE_LOCKED)).hasSizeGreaterThanOrEqualTo(40);
        assertThat(rows).extracting(Row::time).isSorted();
        assertThat(Collections.frequency(rows.stream().map(Row::comm).toList(), "first"))
                .isEqualTo(rows.size());
    }
}
