package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pcpsim.machine.MachineBuilder;
import org.pcpsim.model.Models;
import org.pcpsim.result.ByGroup;
import org.pcpsim.result.ModelResult;
import org.pcpsim.result.ZoneLock;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.workload.Workload;
import org.pcpsim.workload.WorkloadRun;
import org.pcpsim.workload.Workloads;

class TimedGroupsTest {
    /** GFP_HIGHUSER_MOVABLE|__GFP_ZERO|__GFP_COMP, of which __GFP_COMP decides nothing. */
    private static final String HIGHUSER_MOVABLE =
            "__GFP_HIGHMEM|__GFP_MOVABLE|__GFP_DIRECT_RECLAIM|__GFP_KSWAPD_RECLAIM|__GFP_ZERO";

    @TempDir
    Path folder;

    private List<ModelResult> replayed(Grouping by, Warmup warmup, String name, String... assignments)
            throws IOException {
        Workload workload = Workloads.all().stream()
                .filter(w -> w.name().equals(name))
                .findFirst()
                .orElseThrow();
        Map<String, String> given = new HashMap<>();
        for (String assignment : assignments) {
            WorkloadRun.assign(workload, assignment, given);
        }
        ReplayOptions options = ReplayOptions.of(
                        new MachineBuilder().build(),
                        Models.all().stream().map(ModelChoice::of).toList())
                .withWarmup(warmup);
        try (TraceReader trace = WorkloadRun.of(workload, given).trace()) {
            return new TimedReplay(options, folder, false, Optional.of(by))
                    .run(trace, events -> {})
                    .models();
        }
    }

    private static long sum(ByGroup groups, ToLongFunction<ByGroup.Group> of, long rest) {
        return groups.groups().stream().mapToLong(of).sum() + rest;
    }

    private static void assertSums(ModelResult model) {
        ZoneLock total = model.figures().orElseThrow().zoneLock();
        ByGroup groups = model.by().orElseThrow();
        ByGroup.Rest rest = groups.rest();
        assertThat(sum(groups, ByGroup.Group::acquisitions, rest.acquisitions()))
                .isEqualTo(total.acquisitions())
                .isPositive();
        assertThat(sum(groups, ByGroup.Group::pages, rest.pages())).isEqualTo(total.pages());
        // Each group's time is rounded to ns.
        assertThat(sum(groups, ByGroup.Group::holdNs, rest.holdNs())).isCloseTo(total.holdNs(), within(21L));
        assertThat(sum(
                        groups,
                        group -> group.waitNs().orElseThrow(),
                        rest.waitNs().orElseThrow()))
                .isCloseTo(total.waitNs().orElseThrow(), within(21L));
    }

    @ParameterizedTest
    @EnumSource(Grouping.class)
    void groupsAddUpToTheTotals(Grouping by) throws IOException {
        List<ModelResult> models =
                replayed(by, Warmup.NONE, "exit-storm", "cpus=32", "pages=500", "moved=50", "operations=80000");
        models.forEach(TimedGroupsTest::assertSums);
        assertThat(models.get(0).figures().orElseThrow().zoneLock().waitNs().orElseThrow())
                .isPositive();
    }

    @Test
    void whatComesBeforeTheWarmupsEndIsNotCounted() throws IOException {
        replayed(Grouping.CPU, new Warmup(0, 5_000), "exit-storm", "cpus=8", "pages=2000", "operations=80000")
                .forEach(TimedGroupsTest::assertSums);
    }

    /** 4000 pages allocated on CPU 0, freed on 1 to 3. */
    @Test
    void freesOnOtherCpusAreThoseOfWhoFrees() throws IOException {
        for (ModelResult model : replayed(
                Grouping.COMM, Warmup.NONE, "one-allocates-for-all", "cpus=4", "live=512", "operations=8000")) {
            Map<String, Long> remote = new HashMap<>();
            model.by().orElseThrow().groups().forEach(group -> remote.put(group.name(), group.remoteFrees()));
            assertThat(remote).containsEntry("producer", 0L).containsEntry("consumer", 4000L);
        }
    }

    @Test
    void freesAreGroupedByTheFlagsOfTheirAllocation() throws IOException {
        for (ModelResult model :
                replayed(Grouping.GFP, Warmup.NONE, "one-allocates-for-all", "cpus=2", "live=512", "operations=8000")) {
            assertThat(model.by().orElseThrow().groups())
                    .filteredOn(group -> group.name().equals(HIGHUSER_MOVABLE))
                    .singleElement()
                    .satisfies(group -> assertThat(group.remoteFrees()).isEqualTo(4000));
        }
    }
}
