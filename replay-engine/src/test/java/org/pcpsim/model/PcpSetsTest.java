package org.pcpsim.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.FallbackRule;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.random.SplitMix64;
import org.pcpsim.zone.Watermark;
import org.pcpsim.zone.Zone;

/** Several frees or allocations counted at once are counted as one after the other. */
class PcpSetsTest {
    private static final ZoneSpec SPEC = TestMachines.normal(0, 0, 1 << 16, 0, 0, 0, 63, 252, 2000);
    private final Watermark watermark = new Zone(SPEC, 1, new int[] {0}, FallbackRule.CLAIM, new Work(), 0).watermark();

    private static String state(PcpSets sets) {
        return "count " + sets.count[0] + " high " + sets.high[0] + " freed " + sets.freeRun(0) + " doublings "
                + sets.allocFactor(0) + " whole " + sets.drainsWhole(0, 1) + " expires " + sets.expires(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.1", "6.8", "6.12", "7.0"})
    void freesWithinTheRoomDrainNothing(String kernel) {
        SplitMix64 random = new SplitMix64(1);
        for (int round = 0; round < 2000; round++) {
            PcpSets each = PcpSets.of(SPEC, 1, KernelProfile.of(kernel), false);
            PcpSets together = PcpSets.of(SPEC, 1, KernelProfile.of(kernel), false);
            int count = random.nextInt(600);
            int high = random.nextInt(2100);
            int run = random.nextInt(2100);
            int doublings = random.nextInt(6);
            int pages = 1 + random.nextInt(31);
            for (PcpSets sets : new PcpSets[] {each, together}) {
                sets.count[0] = count;
                sets.high[0] = high;
                sets.setFreeRun(0, run);
                sets.setAllocFactor(0, doublings);
                sets.overflow(0, 0, 2, watermark);
            }
            int freed = Math.min(pages, together.room(0, watermark));
            for (int i = 0; i < freed; i++) {
                each.freeing(0);
                each.count[0]++;
                assertThat(each.overflow(0, 0, 0, watermark)).isZero();
            }
            together.count[0] += freed;
            if (freed > 0) {
                together.freed(0, freed);
            }
            assertThat(state(together)).isEqualTo(state(each));
            for (int i = 0; i < pages; i++) {
                each.allocating(0);
            }
            together.allocating(0, pages);
            assertThat(state(together)).isEqualTo(state(each));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.1", "7.0"})
    void thereIsRoomUpToOnePageBelowTheLimitAndNoneWhereReclaimMovesIt(String kernel) {
        PcpSets sets = PcpSets.of(SPEC, 1, KernelProfile.of(kernel), false);
        sets.count[0] = 200;
        assertThat(sets.room(0, watermark)).isEqualTo(51);
        sets.count[0] = 252;
        assertThat(sets.room(0, watermark)).isZero();
        sets.count[0] = 200;
        watermark.setBelowHigh(true);
        assertThat(sets.room(0, watermark)).isZero();
        watermark.setBelowHigh(false);
        watermark.setReclaimActive(true);
        assertThat(sets.room(0, watermark)).isZero();
    }
}
