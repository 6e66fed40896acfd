package org.pcpsim.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.Migratetype.MOVABLE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.FallbackRule;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.trace.Migratetype;

/** The lower end of a chunk leaves the PCP, the halves above it stay. */
class PcpSplitTest {
    private static final int CPU = 1;
    private static final int STEP = Migratetype.PCP_TYPES;
    private static final int[] EVERY_ORDER = {
        0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 7, 8, 8, 8, 9, 9, 9
    };

    private final Work work = new Work();
    private final Zone zone =
            new Zone(ZoneSpec.of(0, "Normal", 0, 4096, 0, 0, 0, 1, 0, 0), 2, EVERY_ORDER, FallbackRule.CLAIM, work, 0);
    private final PcpSplit split = new PcpSplit(zone, work);

    private int list(int order) {
        return zone.lists().pcpList(CPU, order * STEP + MOVABLE);
    }

    private void push(int pfn, int order, boolean marked) {
        zone.pcp().push(list(order), pfn, order, MOVABLE, CPU, marked);
        work.listOps = 0;
        work.pageTouches = 0;
    }

    private void requireHalf(int pfn, int order, boolean marked) {
        assertThat(zone.lists().head(list(order))).isEqualTo(pfn);
        assertThat(zone.isOnPcp(pfn, order, CPU)).isTrue();
        assertThat(zone.isMarked(pfn)).isEqualTo(marked);
        assertThat(zone.checkPcpList(CPU, order * STEP + MOVABLE, order)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theHalvesOfAChunkHaveItsMark(boolean marked) {
        push(64, 3, marked);
        push(32, 3, marked);

        assertThat(split.giveOut(list(3), 3, 1, STEP, MOVABLE, CPU)).isEqualTo(32);

        requireHalf(36, 2, marked);
        requireHalf(34, 1, marked);
        requireHalf(64, 3, marked);
        assertThat(zone.blocks().live(0)).isEqualTo(2);
        assertThat(zone.lists().isEmpty(list(0))).isTrue();
        assertThat(work.splits).isEqualTo(2);
        // The chunk off its list and the two halves onto theirs; touched are these and the chunk that is now first of
        // its list.
        assertThat(work.listOps).isEqualTo(3);
        assertThat(work.pageTouches).isEqualTo(4);
        zone.clearAllocated(32, 1);
        assertThat(zone.blocks().live(0)).isZero();
    }

    @Test
    void aWholeBlockIsInPiecesThen() {
        push(2048, 9, false);
        push(1024, 9, true);

        assertThat(split.take(list(9), 9, 0, STEP)).isEqualTo(1024);

        for (int order = 0; order < 9; order++) {
            requireHalf(1024 + (1 << order), order, true);
        }
        requireHalf(2048, 9, false);
        assertThat(zone.frames().inPieces(2)).isTrue();
        assertThat(zone.frames().stateAt(1024)).isZero();
        assertThat(work.splits).isEqualTo(9);
        assertThat(work.listOps).isEqualTo(10);
        assertThat(work.pageTouches).isEqualTo(11);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 9})
    void aChunkOfTheWantedOrderIsNotSplit(int order) {
        push(512, order, true);

        assertThat(split.giveOut(list(order), order, order, STEP, MOVABLE, CPU)).isEqualTo(512);

        assertThat(zone.lists().isEmpty(list(order))).isTrue();
        assertThat(zone.blocks().live(1)).isEqualTo(1 << order);
        assertThat(work.splits).isZero();
        zone.clearAllocated(512, order);
    }
}
