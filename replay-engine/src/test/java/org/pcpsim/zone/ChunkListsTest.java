package org.pcpsim.zone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.FallbackRule;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.trace.Migratetype;

/** Pushing with a state and popping do at once what a push, a removal and a change of state do one after the other. */
class ChunkListsTest {
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

        zone.pushOnPcp(list, first, order, Migratetype.MOVABLE, CPU);
        zone.pushOnPcp(list, second, order, Migratetype.MOVABLE, CPU);
        zone.pushOnPcp(list, third, order, Migratetype.MOVABLE, CPU);

        assertThat(zone.isOnPcp(second, order, CPU)).isTrue();
        assertThat(zone.checkPcpList(CPU, ListLengths.index(order, Migratetype.MOVABLE), order))
                .isEqualTo(3);
        // Three pushes, and a touch for each chunk and for the neighbour of the second and the third.
        assertThat(work.listOps).isEqualTo(3);
        assertThat(work.pageTouches).isEqualTo(5);

        assertThat(zone.popOffPcp(list, order)).isEqualTo(third);
        assertThat(zone.isOnPcp(third, order, CPU)).isFalse();
        assertThat(zone.checkPcpList(CPU, ListLengths.index(order, Migratetype.MOVABLE), order))
                .isEqualTo(2);
        assertThat(zone.popOffPcp(list, order)).isEqualTo(second);
        assertThat(zone.popOffPcp(list, order)).isEqualTo(first);
        assertThat(zone.popOffPcp(list, order)).isEqualTo(Zone.NONE);
        assertThat(zone.lists().tail(list)).isEqualTo(Zone.NONE);
        // Three pops: the first two touch the neighbour that becomes the head, too; an empty list is no work.
        assertThat(work.listOps).isEqualTo(6);
        assertThat(work.pageTouches).isEqualTo(10);
        // Nothing of that is more than moving chunks.
        assertThat(work.beyondLists()).isZero();
    }
}
