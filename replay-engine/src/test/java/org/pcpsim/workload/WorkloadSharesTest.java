package org.pcpsim.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.pcpsim.operation.OperationStreams;

/** Parameters do what they say. */
class WorkloadSharesTest {
    @Test
    void manyAllocateAndFewFree() {
        Made made = Made.of("alloc-many-free-few", "cpus=8", "freers=3", "live=256", "chunk=16", "operations=60000");

        assertThat(made.allocs()).allMatch(op -> op.cpu() < 5);
        assertThat(made.frees()).allMatch(op -> op.cpu() >= 5);
        // 16 chunks are live while one comes and one goes.
        assertThat(made.mostLive()).isBetween(5 * (256L - 16), 5 * (256L + 16));
    }

    @Test
    void freeingCpusSetThePace() {
        // 6 allocate for 2 that take 1000 ns: 3000 ns for each allocation, and a pause like that for each 64.
        Made made = Made.of("alloc-many-free-few", "cpus=8", "freers=2", "free_ns=1000", "operations=120000");

        long span = made.allocs().get(made.allocs().size() - 1).time();
        assertThat((double) span / (60_000 / 6)).isCloseTo(3000 * 65 / 64.0, within(150.0));
    }

    @Test
    void backgroundThreadsPurge() {
        Made made = Made.of(
                "jemalloc-purge",
                "cpus=8",
                "purgers=2",
                "purged=90",
                "extent=4",
                "decay=512",
                "tick=256",
                "operations=80000");
        Map<Long, Made.Op> allocs = made.allocsByPage();

        // 2 of 8 threads run where a background thread does: each has a quarter of the CPUs' extents for itself.
        List<Made.Op> purged = made.frees().stream()
                .filter(op -> op.comm().equals("jemalloc_bg_thd"))
                .toList();
        assertThat(purged).allMatch(op -> op.cpu() == 0 || op.cpu() == 4);
        // 10,000 extents: 90 % give or take 0.3 %.
        assertThat((double) purged.size() / made.frees().size()).isCloseTo(0.9, within(0.015));
        assertThat(made.frees())
                .filteredOn(op -> op.comm().equals("jem"))
                .allMatch(op -> allocs.get(op.page()).cpu() == op.cpu());
        // At least the decay, at most a tick more; not at the end, where nothing is allocated any more.
        assertThat(made.mostLive()).isBetween(8 * 512L, 8 * (512L + 256 + 8));
    }

    @Test
    void processesOfAStormExitWithAllTheyHave() {
        Made made = Made.of("exit-storm", "cpus=4", "pages=1000", "operations=16032");

        // A process has 1000 pages and 2 of tables: 2 rounds of 4 processes.
        Map<Integer, Long> byPid =
                made.allocs().stream().collect(Collectors.groupingBy(Made.Op::pid, Collectors.counting()));
        assertThat(byPid.values()).hasSize(8).containsOnly(1002L);
        assertThat(made.remoteShare()).isZero();
        assertThat(made.mostLive()).isEqualTo(4 * 1002L);
        assertThat(Made.of("exit-storm", "cpus=4", "pages=1000", "moved=100", "operations=16000")
                        .remoteShare())
                .isEqualTo(1.0);
    }

    @Test
    void oneAllocatesAndAllOthersFree() {
        Made made = Made.of("one-allocates-for-all", "cpus=5", "chunk=8", "live=512", "operations=64000");

        assertThat(made.allocs()).allMatch(op -> op.cpu() == 0);
        Map<Integer, Long> frees =
                made.frees().stream().collect(Collectors.groupingBy(Made.Op::cpu, Collectors.counting()));
        // 4000 chunks over 4 CPUs: 1000 each, standard deviation 27, of 8 pages.
        assertThat(frees.keySet()).containsExactlyInAnyOrder(1, 2, 3, 4);
        assertThat(frees.values()).allMatch(n -> n > 8 * 860 && n < 8 * 1140);
        assertThat(made.mostLive()).isBetween(512L, 520L);
    }

    @Test
    void consumersFreeWhatTheirProducersAllocate() {
        Made made = Made.of("producer-consumer", "cpus=5", "order=3", "message=2", "depth=3", "operations=9000");
        Map<Long, Made.Op> allocs = made.allocsByPage();

        assertThat(made.ops()).allMatch(op -> op.order() == 3);
        assertThat(made.allocs()).extracting(Made.Op::cpu).containsOnly(0, 2, 4);
        assertThat(made.frees())
                .allMatch(op -> op.cpu() == Math.min(4, allocs.get(op.page()).cpu() + 1));
        // 3 messages of 2 chunks of 8 pages are under way in each of 3 pairs, and up to one more.
        assertThat(made.mostLive()).isBetween(3 * 48L, 3 * 64L);
    }

    @Test
    void compilationsAreOfTheRecordingsSize() {
        Made made = Made.of("kernel-build", "cpus=8", "operations=1200000");
        List<Long> compilers = made.allocs().stream()
                .filter(op -> op.comm().equals("cc1"))
                .collect(Collectors.groupingBy(Made.Op::pid, Collectors.counting()))
                .values()
                .stream()
                .sorted()
                .toList();

        // About 150 compilers; the median of a log-normal sample of n errs by 1.25 sigma / sqrt(n): 4 %. The last
        // compiler of each CPU is cut short.
        assertThat(compilers).hasSizeBetween(100, 200);
        assertThat((double) compilers.get(compilers.size() / 2)).isBetween(0.8 * 3360, 1.2 * 3360);
        // docs/workloads.md: 6.6 to 14 % of the recordings' frees are on another CPU, 3 to 5.5 % of the pages
        // unmovable.
        assertThat(made.remoteShare()).isBetween(0.04, 0.16);
        assertThat((double) made.allocs().stream()
                                .filter(op -> op.migratetype() == 0)
                                .count()
                        / made.allocs().size())
                .isBetween(0.02, 0.055);
        assertThat(Made.of("kernel-build", "cpus=3", "moved=0", "operations=20000")
                        .remoteShare())
                .isZero();
    }

    @Test
    void kswapdFreesItsShareOfThePageCache() {
        Made made = Made.of("page-cache", "cpus=4", "live=512", "readahead=8", "kswapd=70", "operations=80000");

        // Of CPU 3's own reads kswapd frees all on that CPU; 5000 reads of each CPU: 70 % give or take 0.5 %.
        assertThat((double) made.frees().stream()
                                .filter(op -> op.comm().equals("kswapd0"))
                                .count()
                        / made.frees().size())
                .isCloseTo(0.7, within(0.02));
        assertThat(made.frees()).filteredOn(op -> op.comm().equals("kswapd0")).allMatch(op -> op.cpu() == 3);
        assertThat(made.mostLive()).isBetween(4 * 512L, 4 * (512L + 16));
        // Each CPU begins with a node, and has one more after each 448 of its 10,000 pages: 22.
        long nodes = made.allocs().stream().filter(op -> op.migratetype() == 2).count();
        assertThat(nodes).isEqualTo(4 * (1 + 22));
    }

    @Test
    void foliosOfThePageCacheHaveTheirOrder() {
        assertThat(Made.of("page-cache", "cpus=2", "order=4", "operations=4000").allocs())
                .allMatch(op -> op.order() == (op.migratetype() == 2 ? 0 : 4));
    }

    @Test
    void hugePagesHaveTheirShareOfAllPages() {
        for (int share : new int[] {0, 30, 75, 100}) {
            Made made = Made.of("thp-mix", "cpus=2", "pages=4096", "thp=" + share, "operations=60000");
            Map<Integer, Long> pages = new HashMap<>();
            made.allocs().forEach(op -> pages.merge(op.order(), (long) op.pages(), Long::sum));
            double all = pages.values().stream().mapToLong(n -> n).sum();

            assertThat(pages.keySet()).isSubsetOf(0, 9);
            assertThat(pages.getOrDefault(9, 0L) / all)
                    .as("share of huge pages where %s %% are wanted", share)
                    .isCloseTo(share / 100.0, within(0.03));
        }
    }

    @Test
    void neighbouringPagesGoToAllCpus() {
        Made made = Made.of("contiguous-across-cpus", "cpus=4", "each=8", "operations=6400");

        // 100 rounds of 32 pages, each CPU allocating in turn; page n is freed by CPU n modulo 4.
        assertThat(made.allocs()).extracting(Made.Op::cpu).containsOnly(0, 1, 2, 3);
        assertThat(made.frees()).allMatch(op -> op.cpu() == op.number() % 4);
        assertThat(made.mostLive()).isBetween(32L, 64L);
    }

    @Test
    void aCursorKnowsOfAllOperationsOfItsCpuWithoutReadingOthers() throws java.io.IOException {
        try (OperationStreams streams =
                Made.run("alloc-many-free-few", "cpus=4", "operations=4000").streams()) {
            List<Made.Op> alone = Made.ofCpu(streams, 3, 10_000);
            Made.ofCpu(streams, 0, 10_000);

            assertThat(Made.ofCpu(streams, 3, 10_000)).isEqualTo(alone).isNotEmpty();
        }
    }
}
