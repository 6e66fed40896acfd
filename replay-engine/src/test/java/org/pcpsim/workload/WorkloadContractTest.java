package org.pcpsim.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pcpsim.machine.SettingException;
import org.pcpsim.model.Parameter;
import org.pcpsim.operation.OperationStreams;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.TraceReader;

/** What holds of every workload. */
class WorkloadContractTest {
    static Stream<String> names() {
        return Workloads.all().stream().map(Workload::name);
    }

    static Stream<Arguments> namesAndCpus() {
        return names().flatMap(name -> Stream.of(1, 2, 5, 32).map(cpus -> Arguments.of(name, cpus)));
    }

    @ParameterizedTest
    @MethodSource("namesAndCpus")
    void onlyLivePagesAreFreedEachOnceAndLater(String name, int cpus) {
        Made made = Made.of(name, "cpus=" + cpus, "operations=30001");

        Map<Integer, Made.Op> live = new HashMap<>();
        for (Made.Op op : made.ops()) {
            if (op.alloc()) {
                Made.Op before = live.put(op.number(), op);
                assertThat(before).as("what has the name of %s", op).isNull();
            } else {
                Made.Op allocated = live.remove(op.number());
                assertThat(allocated).as("allocation of %s", op).isNotNull();
                assertThat(allocated.page()).isEqualTo(op.page());
                assertThat(allocated.order()).isEqualTo(op.order());
                assertThat(allocated.time()).isLessThan(op.time());
            }
        }
        // 15,001 allocations, 15,000 frees.
        assertThat(made.ops()).hasSize(30_001);
        assertThat(live).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("names")
    void pagesOfLiveAllocationsDoNotOverlap(String name) {
        Map<Integer, Made.Op> owner = new HashMap<>();
        for (Made.Op op : Made.of(name, "cpus=4", "operations=20000").ops()) {
            for (int page = op.number(); page < op.number() + op.pages(); page++) {
                if (op.alloc()) {
                    assertThat(owner.put(page, op))
                            .as("owner of a page of %s", op)
                            .isNull();
                } else {
                    assertThat(owner.remove(page))
                            .as("owner of a page of %s", op)
                            .isNotNull();
                }
            }
            assertThat(op.number() % op.pages()).as("alignment").isZero();
        }
        assertThat(owner).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("namesAndCpus")
    void aFewOperationsAreExactlyThatMany(String name, int cpus) {
        for (int operations = 1; operations <= 7; operations++) {
            List<Made.Op> ops =
                    Made.of(name, "cpus=" + cpus, "operations=" + operations).ops();

            assertThat(ops).hasSize(operations);
            assertThat(ops.stream().filter(Made.Op::alloc)).hasSize((operations + 1) / 2);
        }
    }

    @ParameterizedTest
    @MethodSource("namesAndCpus")
    void theTraceHasTheStreamsOperationsInTheOrderOfTime(String name, int cpus) throws IOException {
        Made made = Made.of(name, "cpus=" + cpus, "operations=12345");
        List<String> expected = new ArrayList<>();
        made.ops()
                .forEach(op -> expected.add(op.cpu() + " " + op.time() + " " + op.alloc() + " " + op.number() + " "
                        + op.order() + " " + op.pid() + " " + op.comm()));

        // A run begins with the first operation of all.
        List<String> found = new ArrayList<>();
        List<Row> rows = rows(made.run());
        long begin = rows.get(0).time();
        long last = begin;
        for (Row row : rows) {
            assertThat(row.time()).isGreaterThanOrEqualTo(last);
            last = row.time();
            if (row.kind() != EventKind.FREE_BATCHED) {
                found.add(row.cpu() + " " + (row.time() - begin) + " " + (row.kind() == EventKind.ALLOC) + " "
                        + (row.pfn() - 4096) + " " + row.order() + " " + row.pid() + " " + row.comm());
            }
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @MethodSource("names")
    void eachBatchIsAnnouncedAndThenCommitted(String name) throws IOException {
        Map<Integer, List<Long>> announced = new HashMap<>();
        for (Row row : rows(Made.run(name, "cpus=4", "operations=20000"))) {
            List<Long> waiting = announced.computeIfAbsent(row.cpu(), cpu -> new ArrayList<>());
            if (row.kind() == EventKind.FREE_BATCHED) {
                assertThat(waiting.remove(0)).isEqualTo(row.pfn());
            } else if (row.kind() == EventKind.FREE && isBatched(row)) {
                waiting.add(row.pfn());
                assertThat(waiting).hasSizeLessThanOrEqualTo(31);
            } else {
                assertThat(waiting).isEmpty();
            }
        }
        assertThat(announced.values()).allSatisfy(waiting -> assertThat(waiting).isEmpty());
    }

    /** The kernel's own pages, messages and tree nodes are freed one by one. */
    private static boolean isBatched(Row row) {
        return row.batched();
    }

    @ParameterizedTest
    @MethodSource("names")
    void theSameSeedGivesTheSameEventsAndAnotherOneOthers(String name) throws IOException {
        List<Row> first = rows(Made.run(name, "cpus=4", "operations=5000"));

        assertThat(rows(Made.run(name, "cpus=4", "operations=5000", "seed=1"))).isEqualTo(first);
        assertThat(rows(Made.run(name, "cpus=4", "operations=5000", "seed=2", movedIn(name))))
                .isNotEqualTo(rows(Made.run(name, "cpus=4", "operations=5000", "seed=1", movedIn(name))));
    }

    /** Exits in step have nothing random about them; exits at different times have. */
    private static String movedIn(String name) {
        return name.equals("exit-storm") ? "stagger_us=1000" : "alloc_ns=1000";
    }

    @ParameterizedTest
    @MethodSource("names")
    void howLongItIsDecidesOnlyWhereItEnds(String name) throws IOException {
        try (OperationStreams some =
                        Made.run(name, "cpus=3", "operations=200000").streams();
                OperationStreams endless =
                        Made.run(name, "cpus=3", "operations=1000000000000").streams()) {
            for (int cpu = 0; cpu < 3; cpu++) {
                assertThat(Made.ofCpu(endless, cpu, 5000)).isEqualTo(Made.ofCpu(some, cpu, 5000));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyParameterTakesItsEndsAndNothingBeyond(String name) {
        Workload workload = Made.run(name).workload();
        for (Parameter parameter : Workloads.parameters(workload)) {
            for (long beyond : new long[] {parameter.min() - 1, parameter.max() + 1}) {
                if (beyond < parameter.min() || beyond > parameter.max()) {
                    assertThatThrownBy(() -> Made.run(name, parameter.name() + "=" + beyond))
                            .isInstanceOf(SettingException.class)
                            .hasMessage("workload " + name + ": " + parameter.name() + ": found '" + beyond
                                    + "', expected " + parameter.min() + " to " + parameter.max());
                }
            }
            for (long end : new long[] {parameter.min(), parameter.max()}) {
                takes(name, parameter.name() + "=" + end);
            }
        }
    }

    /** Builds, or is refused with the range that other values leave. */
    private static void takes(String name, String assignment) {
        try {
            Made.run(name, assignment);
        } catch (SettingException e) {
            assertThat(e).hasMessageMatching("workload.*: found '.*', expected at most \\d+.*");
        }
    }

    @Test
    void whatIsNoAssignmentOrUnknownOrGivenTwiceIsRefused() {
        assertThatThrownBy(() -> Made.run("exit-storm", "pages"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("found 'pages', expected NAME=VALUE");
        assertThatThrownBy(() -> Made.run("exit-storm", "pagez=1"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("found 'pagez', expected one of operations, cpus, seed, pages");
        assertThatThrownBy(() -> Made.run("exit-storm", "pages=many"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("pages: found 'many', expected 16 to 4194304");
        assertThatThrownBy(() -> Made.run("exit-storm", "pages=100", "pages=200"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("pages is given twice");
    }

    /** As in the recording thp_split: the head and its 511 tails one after the other, in folio batches. */
    @Test
    void aHugePageThatIsSplitIsFreedPageByPage() throws IOException {
        List<Row> rows = rows(Made.run("thp-mix", "cpus=1", "operations=40", "thp=100", "split=100", "pages=1024"));
        List<Row> huge = rows.stream().filter(row -> row.order() == 9).toList();
        List<Row> frees =
                rows.stream().filter(row -> row.kind() == EventKind.FREE).toList();

        assertThat(huge).hasSize(20).allMatch(row -> row.kind() == EventKind.ALLOC);
        assertThat(frees).hasSize(20 * 512).allMatch(row -> row.order() == 0 && row.batched());
        for (int i = 0; i < frees.size(); i++) {
            assertThat(frees.get(i).pfn() % 512).isEqualTo(i % 512);
        }
        assertThat(rows.stream().filter(row -> row.kind() == EventKind.FREE_BATCHED))
                .hasSize(20 * 512);
        List<Row> whole = rows(Made.run("thp-mix", "cpus=1", "operations=40", "thp=100", "pages=1024"));
        assertThat(whole.stream().filter(row -> row.kind() == EventKind.FREE))
                .hasSize(20)
                .allMatch(row -> row.order() == 9);
    }

    private record Row(
            byte kind, int cpu, long time, long pfn, int order, int gfp, int pid, String comm, boolean batched) {}

    private static List<Row> rows(WorkloadRun run) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (TraceReader reader = run.trace()) {
            EventBatch batch = new EventBatch();
            while (reader.read(batch)) {
                for (int row = 0; row < batch.size; row++) {
                    rows.add(new Row(
                            batch.kind[row],
                            batch.cpu[row],
                            batch.time[row],
                            batch.pfn[row],
                            batch.order[row],
                            batch.gfp[row],
                            batch.pid[row],
                            reader.symbols().text(batch.comm[row]),
                            isCommitted(batch, row)));
                }
            }
        }
        return rows;
    }

    /** Whether a commit of the same page follows. Batches are never cut by the end of the events read at once. */
    private static boolean isCommitted(EventBatch batch, int row) {
        for (int later = row + 1; later < batch.size && batch.time[later] == batch.time[row]; later++) {
            if (batch.kind[later] == EventKind.FREE_BATCHED && batch.pfn[later] == batch.pfn[row]) {
                return true;
            }
        }
        return false;
    }
}
