package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.metrics.CostTable;
import org.pcpsim.model.Models;
import org.pcpsim.model.TestMachines;
import org.pcpsim.operation.GeneratedStreams;
import org.pcpsim.workload.Workload;
import org.pcpsim.workload.WorkloadRun;
import org.pcpsim.workload.Workloads;

/** Huge pages that are split and freed page by page, in timed order, with every invariant checked on the way. */
class TimedSplitsTest {
    private static final Machine MACHINE = TestMachines.oneZone(KernelProfile.V7_0, 1, 65_536, 8, 32, 32);

    private static GeneratedStreams streams() {
        Workload workload = Workloads.all().stream()
                .filter(of -> of.name().equals("thp-mix"))
                .findFirst()
                .orElseThrow();
        Map<String, String> given = new HashMap<>();
        for (String each : List.of("cpus=1", "operations=10", "thp=100", "split=100", "pages=1024")) {
            WorkloadRun.assign(workload, each, given);
        }
        return WorkloadRun.of(workload, given).streams();
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseline", "pcp-buddy", "block-economy", "pcp-premerge"})
    void everyPieceGoesBackToItsModel(String model) throws IOException {
        ReplayOptions options = ReplayOptions.of(MACHINE, List.of(ModelChoice.of(Models.named(model))))
                .withCheckInterval(97);
        TimedRun run =
                new TimedRun(options.models().get(0), options, streams(), Optional.empty(), CostTable.End.CENTRAL);
        run.run();

        assertThat(run.tally().allocs()).isEqualTo(5);
        assertThat(run.tally().frees()).isEqualTo(5 * 512);
        assertThat(run.tally().memory().livePages()).isZero();
        run.tally().model().check();
        assertThat(run.tally().model().zones().get(0).freePages()
                        + run.tally().model().pcpPages(0))
                .isEqualTo(65_536);
        run.clocks().requireSums();
    }
}
