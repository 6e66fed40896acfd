package org.pcpsim.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.FallbackRule;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.trace.Migratetype;

/** Pushing with a state and popping do at once what a push, a removal and a change of state do one after the other. */
class PcpChunksTest {
    private static final int CPU = 1;

    private final Work work = new Work();
    private final Zone zone = new Zone(
            ZoneSpec.of(0, "Normal", 0, 4096, 0, 0, 0, 1, 0, 0), 2, Zones.PCP_ORDERS, FallbackRule.CLAIM, work, 0);

    @ParameterizedTest
    @CsvSource({"0, 5", "3, 1024", "9, 2048"})
    void aPushedChunkIsOnThePcpAndTheLastPushedIsPoppedFirst(int order, int first) {
        int list = zone.lists().pcpList(CPU, ListLengths.index(order, Migratetype.MOVABLE));
        int second = first + (1 << order);
        int third = second + (1 << order);

        zone.pcp().push(list, first, order, Migratetype.MOVABLE, CPU, false);
        zone.pcp().push(list, second, order, Migratetype.MOVABLE, CPU, false);
        zone.pcp().push(list, third, order, Migratetype.MOVABLE, CPU, false);

        assertThat(zone.isOnPcp(second, order, CPU)).isTrue();
        assertThat(zone.checkPcpList(CPU, ListLengths.index(order, Migratetype.MOVABLE), order))
                .isEqualTo(3);
        // Three pushes, and a touch for each chunk and for the neighbour of the second and the third.
        assertThat(work.listOps).isEqualTo(3);
        assertThat(work.pageTouches).isEqualTo(5);

        assertThat(zone.pcp().pop(list, order)).isEqualTo(third);
        assertThat(zone.isOnPcp(third, order, CPU)).isFalse();
        assertThat(zone.checkPcpList(CPU, ListLengths.index(order, Migratetype.MOVABLE), order))
                .isEqualTo(2);
        assertThat(zone.pcp().pop(list, order)).isEqualTo(second);
        assertThat(zone.pcp().pop(list, order)).isEqualTo(first);
        assertThat(zone.pcp().pop(list, order)).isEqualTo(Zone.NONE);
        assertThat(zone.lists().tail(list)).isEqualTo(Zone.NONE);
        // Three pops: the first two touch the neighbour that becomes the head, too; an empty list is no work.
        assertThat(work.listOps).isEqualTo(6);
        assertThat(work.pageTouches).isEqualTo(10);
        // Nothing of that is more than moving chunks.
        assertThat(work.beyondLists()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "3, 1024", "9, 2048"})
    void aChunkGoesOutToACpuAndComesBackToAnother(int order, int pfn) {
        int index = ListLengths.index(order, Migratetype.MOVABLE);
        int ofCpu = zone.lists().pcpList(CPU, index);
        int ofOther = zone.lists().pcpList(0, index);
        zone.pcp().push(ofCpu, pfn, order, Migratetype.MOVABLE, CPU, false);

        assertThat(zone.pcp().giveOut(ofCpu, order, Migratetype.MOVABLE, CPU)).isEqualTo(pfn);
        assertThat(zone.pcp().giveOut(ofCpu, order, Migratetype.MOVABLE, CPU)).isEqualTo(Zone.NONE);
        assertThat(zone.blocks().live(pfn >>> 9)).isEqualTo(1 << order);
        assertThat(zone.isOnPcp(pfn, order, CPU)).isFalse();

        zone.pcp().takeBack(ofOther, pfn, order, Migratetype.MOVABLE, 0, false);
        assertThat(zone.blocks().live(pfn >>> 9)).isZero();
        assertThat(zone.pcpCpuAt(pfn, order)).isZero();
        assertThat(zone.checkPcpList(0, index, order)).isEqualTo(1);
        assertThat(zone.lists().isEmpty(ofCpu)).isTrue();
    }

    @Test
    void whatIsNotGivenOutIsNotTakenBack() {
        int list = zone.lists().pcpList(CPU, ListLengths.index(0, Migratetype.MOVABLE));
        zone.setAllocated(512, 1, Migratetype.MOVABLE, CPU);

        assertThatThrownBy(() -> zone.pcp().takeBack(list, 512, 0, Migratetype.MOVABLE, CPU, false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("frame 512 is not an allocated chunk of order 0");
        assertThatThrownBy(() -> zone.pcp().takeBack(list, 1024, 0, Migratetype.MOVABLE, CPU, false))
                .hasMessage("frame 1024 is not an allocated chunk of order 0");
        assertThat(zone.lists().isEmpty(list)).isTrue();
        assertThat(zone.blocks().live(1)).isEqualTo(2);
    }
}
