package org.pcpsim.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.EventKind.ALLOC;
import static org.pcpsim.trace.EventKind.ZONE_LOCKED;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.TestMachines;

/** What free memory became by the end: of the kernel by its snapshots, of the model left to itself. */
class EndStateTest {
    private static final long PFN = TestMachines.NORMAL;
    private static final Machine MACHINE = TestMachines.oneZone(KernelProfile.V6_12, 1, 8192, 63, 252, 2048);
    private static final Map<String, String> ALL_FREE = buddyinfo("0 0 0 0 0 0 0 0 0 0 8");

    private static Map<String, String> buddyinfo(String counts) {
        return Map.of("buddyinfo", "Node 0, zone   Normal " + counts + "\n");
    }

    private static EventList oneAllocation() {
        return new EventList().depth(1).add(ZONE_LOCKED, 0, PFN, 5, 1).add(ALLOC, 0, PFN, 5, 1);
    }

    @Test
    void changesAreAgainstTheSnapshotBefore() throws IOException {
        // Before 8192 pages in 16 blocks; after 7 · 1024 + 512 + 64 + 3 pages in 15 blocks.
        EventList trace = oneAllocation().snapshots(ALL_FREE, buddyinfo("3 0 0 0 0 0 1 0 0 1 7"));
        ValidationResult result = new Validation(trace, MACHINE, 0, false).run();

        // The model gave 32 pages of one block away.
        assertThat(result.endState()).contains(new ValidationResult.EndState(-1, -1, 64 + 3 - 512, -32));
        assertThat(result.error()).isEmpty();
    }

    @Test
    void withoutBothSnapshotsThereIsNone() throws IOException {
        assertThat(new Validation(oneAllocation(), MACHINE, 0, false).run().endState())
                .isEmpty();
        assertThat(new Validation(oneAllocation().snapshots(ALL_FREE, Map.of()), MACHINE, 0, false)
                        .run()
                        .endState())
                .isEmpty();
        assertThat(new Validation(oneAllocation().snapshots(Map.of(), ALL_FREE), MACHINE, 0, false)
                        .run()
                        .endState())
                .isEmpty();
    }
}
