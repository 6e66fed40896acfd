package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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

class GroupTallyTest {
    private static List<ModelResult> replayed(Optional<Grouping> by, String name, String... assignments)
            throws IOException {
        return replayed(by, Warmup.NONE, name, assignments);
    }

    private static List<ModelResult> replayed(Optional<Grouping> by, Warmup warmup, String name, String... assignments)
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
            return new Replay(options, by).run(trace).models();
        }
    }

    private static Map<String, ByGroup.Group> groups(ModelResult model) {
        Map<String, ByGroup.Group> byName = new HashMap<>();
        model.by().orElseThrow().groups().forEach(group -> byName.put(group.name(), group));
        return byName;
    }

    @ParameterizedTest
    @EnumSource(Grouping.class)
    void groupsAddUpToTheTotals(Grouping by) throws IOException {
        for (ModelResult model :
                replayed(Optional.of(by), "exit-storm", "cpus=32", "pages=500", "moved=50", "operations=80000")) {
            ZoneLock total = model.figures().orElseThrow().zoneLock();
            ByGroup groups = model.by().orElseThrow();

            assertThat(groups.groups()).hasSizeLessThanOrEqualTo(20);
            assertThat(groups.groups().stream()
                                    .mapToLong(ByGroup.Group::acquisitions)
                                    .sum()
                            + groups.rest().acquisitions())
                    .isEqualTo(total.acquisitions())
                    .isPositive();
            assertThat(groups.groups().stream().mapToLong(ByGroup.Group::pages).sum()
                            + groups.rest().pages())
                    .isEqualTo(total.pages());
            // Each group's time is rounded to ns.
            assertThat(groups.groups().stream().mapToLong(ByGroup.Group::holdNs).sum()
                            + groups.rest().holdNs())
                    .isCloseTo(total.holdNs(), within(21L));
            assertThat(groups.groups())
                    .extracting(ByGroup.Group::acquisitions)
                    .isSortedAccordingTo(java.util.Comparator.reverseOrder());
        }
    }

    @Test
    void moreThanTwentyGroupsAreCountedTogether() throws IOException {
        ByGroup groups = replayed(Optional.of(Grouping.CPU), "exit-storm", "cpus=32", "operations=80000")
                .get(0)
                .by()
                .orElseThrow();

        assertThat(groups.by()).isEqualTo("cpu");
        assertThat(groups.groups()).hasSize(20);
        // 32 CPUs, and perhaps the workers.
        assertThat(groups.rest().groups()).isBetween(12L, 13L);
    }

    @Test
    void freesOnOtherCpusAreThoseOfWhoFrees() throws IOException {
        // 4000 pages allocated on CPU 0, freed on 1 to 3.
        for (ModelResult model :
                replayed(Optional.of(Grouping.CPU), "one-allocates-for-all", "cpus=4", "live=512", "operations=8000")) {
            Map<String, ByGroup.Group> byCpu = groups(model);
            assertThat(byCpu.get("0").remoteFrees()).isZero();
            assertThat(byCpu.get("1").remoteFrees()
                            + byCpu.get("2").remoteFrees()
                            + byCpu.get("3").remoteFrees())
                    .isEqualTo(4000);
        }
        for (ModelResult model : replayed(
                Optional.of(Grouping.COMM), "one-allocates-for-all", "cpus=4", "live=512", "operations=8000")) {
            assertThat(groups(model).get("producer").remoteFrees()).isZero();
            assertThat(groups(model).get("consumer").remoteFrees()).isEqualTo(4000);
        }
    }

    @Test
    void freesAreGroupedByTheFlagsOfTheirAllocation() throws IOException {
        ModelResult baseline = replayed(Optional.of(Grouping.GFP), "one-allocates-for-all", "cpus=2", "operations=8000")
                .get(0);

        assertThat(groups(baseline).keySet()).isSubsetOf("GFP_HIGHUSER_MOVABLE|__GFP_ZERO|__GFP_COMP", "(workers)");
        assertThat(groups(baseline)
                        .get("GFP_HIGHUSER_MOVABLE|__GFP_ZERO|__GFP_COMP")
                        .remoteFrees())
                .isEqualTo(4000);
    }

    @Test
    void ordersAreTakenApart() throws IOException {
        ModelResult baseline = replayed(Optional.of(Grouping.ORDER), "thp-mix", "cpus=2", "operations=4000")
                .get(0);

        assertThat(groups(baseline).keySet()).contains("0", "9").isSubsetOf("0", "9", "(workers)");
        assertThat(groups(baseline).get("9").pages()).isPositive();
    }

    @Test
    void whatPassesInTheWarmupIsNotCounted() throws IOException {
        for (ModelResult model : replayed(
                Optional.of(Grouping.COMM),
                new Warmup(0, 5000),
                "exit-storm",
                "cpus=4",
                "pages=500",
                "operations=8000")) {
            ByGroup groups = model.by().orElseThrow();
            assertThat(groups.groups().stream()
                            .mapToLong(ByGroup.Group::acquisitions)
                            .sum())
                    .isEqualTo(model.figures().orElseThrow().zoneLock().acquisitions());
        }
    }

    @Test
    void figuresAreTheSameWhetherGroupedOrNot() throws IOException {
        List<ModelResult> plain = replayed(Optional.empty(), "kernel-build", "cpus=8", "operations=30000");
        List<ModelResult> grouped = replayed(Optional.of(Grouping.PID), "kernel-build", "cpus=8", "operations=30000");

        for (int i = 0; i < plain.size(); i++) {
            assertThat(plain.get(i).by()).isEmpty();
            assertThat(grouped.get(i).figures()).isEqualTo(plain.get(i).figures());
        }
    }
}
