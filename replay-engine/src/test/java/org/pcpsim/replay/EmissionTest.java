package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.Models;
import org.pcpsim.model.TestMachines;
import org.pcpsim.result.ModelFigures;
import org.pcpsim.result.ReplayResult;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Extfrag;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.trace.Symbols;

class EmissionTest {
    private static final KernelProfile KERNEL = KernelProfile.V6_12;
    /** Batch 8, high fixed at 32. */
    private static final Machine FIXED = TestMachines.oneZone(KERNEL, 2, 65_536, 8, 32, 32);

    private record Row(
            int kind, int cpu, long time, long pfn, int order, int type, String comm, String context, int aux) {}

    private record Emitted(List<Row> rows, ReplayResult result) {
        ModelFigures figures() {
            return result.models().get(0).figures().orElseThrow();
        }

        List<Integer> kinds() {
            return rows.stream().map(Row::kind).toList();
        }

        List<Row> of(int kind) {
            return rows.stream().filter(row -> row.kind == kind).toList();
        }

        long pages(int kind) {
            return of(kind).stream().mapToLong(row -> 1L << row.order).sum();
        }
    }

    private static Emitted replay(String model, Machine machine, HandTrace trace) throws IOException {
        List<Row> rows = new ArrayList<>();
        ModelChoice choice =
                ModelChoice.of(Models.named(model)).withEvents((batch, symbols) -> add(batch, symbols, rows));
        ReplayOptions options = ReplayOptions.of(machine, List.of(choice)).withCheckInterval(500);
        ReplayResult result = new Replay(options).run(trace.reader());
        assertThat(result.models().get(0).error()).isEmpty();
        return new Emitted(rows, result);
    }

    private static void add(EventBatch batch, Symbols symbols, List<Row> rows) {
        assertThat(batch.firstEvent).isEqualTo(rows.size());
        for (int i = 0; i < batch.size; i++) {
            rows.add(new Row(
                    batch.kind[i],
                    batch.cpu[i],
                    batch.time[i],
                    batch.pfn[i],
                    batch.order[i],
                    batch.migratetype[i],
                    symbols.text(batch.comm[i]),
                    symbols.text(batch.context[i]),
                    batch.aux[i]));
        }
    }

    @Test
    void aRefillComesAheadOfItsAllocation() throws IOException {
        Emitted emitted =
                replay("baseline", FIXED, new HandTrace().context("..s1.").allocs(0, 500, 2));
        // Batch 8: one refill of 8 pages for both, from the lower end of a chunk of fresh memory.
        assertThat(emitted.kinds()).isEqualTo(List.of(3, 3, 3, 3, 3, 3, 3, 3, 0, 0));
        long first = emitted.rows.get(0).pfn;
        for (int i = 0; i < 8; i++) {
            assertThat(emitted.rows.get(i))
                    .isEqualTo(new Row(EventKind.ZONE_LOCKED, 0, 0, first + i, 0, Migratetype.MOVABLE, "", "d.s3.", 1));
        }
        assertThat(emitted.rows.get(8))
                .isEqualTo(new Row(EventKind.ALLOC, 0, 0, first, 0, Migratetype.MOVABLE, "", "..s1.", 0));
        assertThat(emitted.rows.get(9))
                .isEqualTo(new Row(EventKind.ALLOC, 0, 1000, first + 1, 0, Migratetype.MOVABLE, "", "..s1.", 0));
    }

    @Test
    void anAllocationPastThePcpShowsDepthOne() throws IOException {
        Emitted emitted =
                replay("baseline", FIXED, new HandTrace().alloc(1, 512, 5).free(1, 512, 5));
        assertThat(emitted.kinds())
                .isEqualTo(List.of((int) EventKind.ZONE_LOCKED, (int) EventKind.ALLOC, (int) EventKind.FREE));
        Row taken = emitted.rows.get(0);
        assertThat(taken.context).isEqualTo("d..1.");
        assertThat(taken.aux).isZero();
        assertThat(taken.order).isEqualTo(5);
        assertThat(emitted.rows.get(1).pfn).isEqualTo(taken.pfn);
        assertThat(emitted.rows.get(2).pfn).isEqualTo(taken.pfn);
    }

    @Test
    void aFallbackNamesTheChunkThatItTookFrom() throws IOException {
        // Fresh memory is movable: the unmovable page claims the largest chunk, of order 10.
        for (KernelProfile kernel : List.of(KernelProfile.V6_1, KernelProfile.V6_18)) {
            Machine machine = TestMachines.oneZone(kernel, 2, 65_536, 8, 32, 32);
            Emitted emitted = replay("baseline", machine, new HandTrace().alloc(0, 1, 0, Migratetype.UNMOVABLE));
            Row fallback = emitted.rows.get(0);
            assertThat(fallback.kind).isEqualTo(EventKind.EXTFRAG);
            assertThat(fallback.order).isZero();
            assertThat(fallback.type).isEqualTo(Migratetype.UNMOVABLE);
            assertThat(fallback.aux).isEqualTo(Extfrag.pack(10, Migratetype.MOVABLE, true));
            assertThat(fallback.context).isEqualTo("d..3.");
            assertThat(emitted.rows.get(1).pfn).isEqualTo(fallback.pfn);
            assertThat(emitted.rows.get(1).kind).isEqualTo(EventKind.ZONE_LOCKED);
            assertThat(emitted.of(EventKind.EXTFRAG)).hasSize(1);
            assertThat(emitted.figures().fragmentation().extfragEvents()).isEqualTo(1);
        }
    }

    @Test
    void membersOfABatchAreAnnouncedAllAndThenCommittedOneByOne() throws IOException {
        // 40 pages, refilled in 8, 16 and 16; the 32 freed overflow high = 32 within the batches.
        HandTrace trace = new HandTrace().allocs(0, 0, 40).frees(0, 0, 31).batcheds(0, 0, 31);
        Emitted emitted = replay("baseline", FIXED, trace);
        int firstFree = emitted.kinds().indexOf((int) EventKind.FREE);
        List<Row> after = emitted.rows.subList(firstFree, emitted.rows.size());
        assertThat(after.subList(0, 31)).allMatch(row -> row.kind == EventKind.FREE);
        List<Long> freed = after.subList(0, 31).stream().map(Row::pfn).toList();
        assertThat(emitted.of(EventKind.FREE_BATCHED).stream().map(Row::pfn).toList())
                .isEqualTo(freed);
        int drain = emitted.kinds().indexOf((int) EventKind.PCPU_DRAIN);
        assertThat(drain).isGreaterThan(firstFree + 31);
        assertThat(emitted.rows.get(drain - 1).kind).isEqualTo(EventKind.FREE_BATCHED);
        assertThat(emitted.of(EventKind.PCPU_DRAIN)).allMatch(row -> row.context.equals("d..3."));
        assertThat(emitted.pages(EventKind.PCPU_DRAIN))
                .isEqualTo(emitted.figures().pcp().drainPages())
                .isPositive();
        // Any drain comes at its commit: what is drained was committed, or was on the list before.
        assertThat(emitted.rows.get(emitted.rows.size() - 1).kind).isNotEqualTo(EventKind.FREE);
    }

    @Test
    void theWorkersDrainsAreOfKernelWorkers() throws IOException {
        Machine tuned = TestMachines.oneZone(KERNEL, 2, 65_536, 8, 32, 512);
        HandTrace trace = new HandTrace()
                .allocs(0, 0, 400)
                .frees(0, 0, 400)
                .pause(60_000_000_000L)
                .alloc(1, 1, 0);
        Emitted emitted = replay("baseline", tuned, trace);
        List<Row> decayed = emitted.of(EventKind.PCPU_DRAIN).stream()
                .filter(row -> row.context.equals("d..2."))
                .toList();
        assertThat(decayed).hasSize((int) emitted.figures().pcp().decayPages()).isNotEmpty();
        assertThat(decayed).allMatch(row -> row.comm.equals("kworker/0:0") && row.cpu == 0);
    }

    @Test
    void anAllocationThatTheModelFailsHasNoPage() throws IOException {
        Machine small = TestMachines.oneZone(KERNEL, 1, 4096, 8, 32, 32);
        Emitted emitted = replay("baseline", small, new HandTrace().allocs(0, 0, 5000));
        long failed = emitted.of(EventKind.ALLOC).stream()
                .filter(row -> row.pfn == EventBatch.NO_PFN)
                .count();
        assertThat(failed).isEqualTo(emitted.figures().failedAllocs()).isPositive();
    }

    /** Whatever happens, the events are those of an allocator that gives no page twice, and as many as are counted. */
    @Test
    void randomRunsGiveConsistentEvents() throws IOException {
        long seed = 3;
        Random random = new Random(seed);
        for (String model : List.of("baseline", "pcp-buddy")) {
            for (KernelProfile kernel : List.of(KernelProfile.V6_1, KernelProfile.V6_12, KernelProfile.V7_0)) {
                Machine machine = TestMachines.oneZone(kernel, 3, 65_536, 8, 32, 512);
                HandTrace trace = random(random);
                Emitted emitted = replay(model, machine, trace);
                ModelFigures plain = new Replay(ReplayOptions.of(machine, List.of(ModelChoice.of(Models.named(model)))))
                        .run(trace.reader(100))
                        .models()
                        .get(0)
                        .figures()
                        .orElseThrow();
                assertThat(emitted.figures()).as("seed %d %s", seed, model).isEqualTo(plain);
                assertThat(emitted.pages(EventKind.PCPU_DRAIN))
                        .isEqualTo(plain.pcp().drainPages() + plain.pcp().decayPages());
                assertThat(emitted.of(EventKind.EXTFRAG))
                        .hasSize((int) plain.fragmentation().extfragEvents());
                assertThat(emitted.of(EventKind.ZONE_LOCKED).stream()
                                .filter(row -> row.context.charAt(3) == '3')
                                .mapToLong(row -> 1L << row.order)
                                .sum())
                        .isEqualTo(plain.pcp().refillPages());
                assertNoPageTwice(emitted.rows);
            }
        }
    }

    private static HandTrace random(Random random) {
        HandTrace trace = new HandTrace();
        List<long[]> live = new ArrayList<>();
        long next = 0;
        for (int i = 0; i < 4000; i++) {
            int cpu = random.nextInt(3);
            if (live.size() > 30 && random.nextInt(3) == 0) {
                int count = Math.min(1 + random.nextInt(40), live.size());
                List<long[]> batch = new ArrayList<>();
                for (int n = 0; n < count; n++) {
                    long[] chunk = live.remove(random.nextInt(live.size()));
                    trace.free(cpu, chunk[0], (int) chunk[1]);
                    batch.add(chunk);
                }
                if (random.nextBoolean()) {
                    batch.forEach(chunk -> trace.batched(cpu, chunk[0]));
                }
                i += count;
            } else {
                int order = random.nextInt(10) == 0 ? random.nextInt(10) : 0;
                long pfn = next + (1L << order) - 1 & -(1L << order);
                next = pfn + (1L << order);
                live.add(new long[] {pfn, order});
                trace.alloc(cpu, pfn, order, random.nextInt(3));
            }
            if (random.nextInt(500) == 0) {
                trace.pause(3_000_000_000L);
            }
        }
        return trace;
    }

    private static void assertNoPageTwice(List<Row> rows) {
        Map<Long, Integer> live = new HashMap<>();
        Map<Integer, Long> times = new HashMap<>();
        for (Row row : rows) {
            if (row.kind == EventKind.ALLOC && row.pfn != EventBatch.NO_PFN) {
                for (long page = row.pfn; page < row.pfn + (1L << row.order); page++) {
                    assertThat(live.put(page, row.order)).isNull();
                }
            } else if (row.kind == EventKind.FREE) {
                for (long page = row.pfn; page < row.pfn + (1L << row.order); page++) {
                    assertThat(live.remove(page)).isEqualTo(row.order);
                }
            } else if (row.kind == EventKind.PCPU_DRAIN) {
                assertThat(live).doesNotContainKey(row.pfn);
            }
            assertThat(row.time).isGreaterThanOrEqualTo(times.getOrDefault(row.cpu, 0L));
            times.put(row.cpu, row.time);
        }
    }

    /** Baseline spec section 18: up to 6.8 larger folios of a batch are freed one by one before its single pages. */
    @Test
    void largeFoliosOfABatchAreCommittedFirstWhereOnlySinglePagesShareAHold() throws IOException {
        HandTrace trace = new HandTrace()
                .alloc(0, 100, 0)
                .alloc(0, 512, 2)
                .alloc(0, 101, 0)
                .alloc(0, 520, 1)
                .free(0, 100, 0)
                .free(0, 512, 2)
                .free(0, 101, 0)
                .free(0, 520, 1)
                .batched(0, 100)
                .batched(0, 512)
                .batched(0, 101)
                .batched(0, 520)
                .alloc(0, 102, 0);
        for (KernelProfile kernel : List.of(KernelProfile.V6_1, KernelProfile.V7_0)) {
            Emitted emitted = replay("baseline", TestMachines.oneZone(kernel, 2, 65_536, 8, 32, 32), trace);
            List<Long> pages =
                    emitted.of(EventKind.ALLOC).stream().map(Row::pfn).toList().subList(0, 4);

            assertThat(emitted.of(EventKind.FREE)).extracting(Row::pfn).isEqualTo(pages);
            List<Long> committed = kernel == KernelProfile.V7_0
                    ? pages
                    : List.of(pages.get(1), pages.get(3), pages.get(0), pages.get(2));
            assertThat(emitted.of(EventKind.FREE_BATCHED)).extracting(Row::pfn).isEqualTo(committed);
        }
    }
}
