package org.pcpsim.model.premerge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pcpsim.lock.Request;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.ModelContext;
import org.pcpsim.model.Models;
import org.pcpsim.model.Parameters;
import org.pcpsim.model.TestMachines;
import org.pcpsim.zone.FreshLayout;
import org.pcpsim.zone.Zone;

/** A gathering for one block ends as soon as one came together. */
class GatheringTest {
    private static final int MOVABLE = 1;

    @Test
    void itEndsWithTheFirstBlockAndSaysWhereThatLies() {
        Machine machine = TestMachines.oneZone(KernelProfile.V7_0, 3, 4096, 63, 2000, 2000);
        List<Integer> dropped = new ArrayList<>();
        Map<String, String> all = Map.of("window", "ALL_PCPS", "lookup", "TAG");
        Premerge model = Premerge.create(new ModelContext(
                machine,
                (cpu, lock) -> dropped.add(lock),
                new Work(),
                Parameters.of("pcp-premerge", Models.named("pcp-premerge").parameters(), all)));
        Zone zone = model.zones().get(0);
        FreshLayout.apply(zone);
        // Two blocks in pages: CPU 1 has the even ones, CPU 2 the odd ones.
        for (int block = 0; block < 2; block++) {
            int first = zone.takeSmallest(9, MOVABLE);
            int[] even = new int[256];
            int[] odd = new int[256];
            for (int i = 0; i < 256; i++) {
                even[i] = first + 2 * i;
                odd[i] = first + 2 * i + 1;
            }
            model.fillPcp(0, 1, even, 0, MOVABLE, 2000);
            model.fillPcp(0, 2, odd, 0, MOVABLE, 2000);
        }
        model.check();
        Gathering gathering = model.gathering();
        // Locks: the zone's is 0, the PCPs' are 1 to 3.
        assertThat(Request.lock(gathering.beginForBlock(0, 0))).isEqualTo(2);
        assertThat(Request.lock(gathering.step(0))).isEqualTo(3);
        assertThat(gathering.step(0)).isEqualTo(Request.DONE);
        assertThat(dropped).containsExactly(3, 2);
        assertThat(gathering.cpuWithBlock()).isEqualTo(1);
        assertThat(model.pcpCount(0, 1)).isEqualTo(1024);
        assertThat(model.pcpCount(0, 2)).isZero();
        assertThat(gathering.merges()).isEqualTo(2 * 511);
        model.check();
    }
}
