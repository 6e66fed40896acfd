package org.pcpsim.operation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OperationWordTest {
    private static final int[] OPS = {
        OperationBlock.ALLOC, OperationBlock.FREE, OperationBlock.FREE_UNKNOWN, OperationBlock.SPLIT
    };
    private static final int ALL_FLAGS = OperationBlock.IN_TASK
            | OperationBlock.IMPLIED
            | OperationBlock.BY_KSWAPD
            | OperationBlock.USES_LEFT_OUT
            | OperationBlock.LIKE_RECLAIM;
    /** The last one of 14 bits: the highest bit of the word is the CPU's. */
    private static final int LAST_CPU = (1 << 14) - 1;

    private static void assertIs(int word, int op, int order, int type, int flags, int members, int cpu) {
        assertThat(OperationWord.op(word)).isEqualTo(op);
        assertThat(OperationWord.order(word)).isEqualTo(order);
        assertThat(OperationWord.migratetype(word)).isEqualTo(type);
        assertThat(OperationWord.flags(word)).isEqualTo(flags);
        assertThat(OperationWord.members(word)).isEqualTo(members);
        assertThat(OperationWord.cpu(word)).isEqualTo(cpu);
    }

    /** Each field at its ends, whatever the others are: none reaches into another. */
    @Test
    void everyFieldIsReadAsItWasGiven() {
        for (int op : OPS) {
            for (int order : new int[] {0, 1, 9, 10}) {
                for (int type : new int[] {0, 2, 3}) {
                    for (int flags : new int[] {0, OperationBlock.IN_TASK, OperationBlock.LIKE_RECLAIM, ALL_FLAGS}) {
                        for (int cpu : new int[] {0, 1, 8191, LAST_CPU}) {
                            int word = OperationWord.of(op, order, type, flags, cpu);
                            assertIs(word, op, order, type, flags, 1, cpu);
                            int folio = OperationWord.withMembers(word, OperationBlock.MAX_MEMBERS);
                            assertIs(folio, op, order, type, flags, OperationBlock.MAX_MEMBERS, cpu);
                            assertThat(OperationWord.withMembers(folio, 1)).isEqualTo(word);
                            assertIs(OperationWord.withoutCpu(folio), op, order, type, flags, 31, 0);
                        }
                    }
                }
            }
        }
    }

    @Test
    void whatFreesIsAFreeOfKnownOrUnknownPages() {
        assertThat(OperationWord.isFree(OperationWord.of(OperationBlock.FREE, 0, 0, 0, 0)))
                .isTrue();
        assertThat(OperationWord.isFree(OperationWord.of(OperationBlock.FREE_UNKNOWN, 10, 3, ALL_FLAGS, LAST_CPU)))
                .isTrue();
        assertThat(OperationWord.isFree(OperationWord.of(OperationBlock.ALLOC, 10, 3, ALL_FLAGS, LAST_CPU)))
                .isFalse();
        assertThat(OperationWord.isFree(OperationWord.of(OperationBlock.SPLIT, 10, 3, ALL_FLAGS, LAST_CPU)))
                .isFalse();
    }

    @Test
    void aRowThatIsAddedToABlockStandsAloneAndHasNoCpu() {
        OperationBlock block = new OperationBlock();
        int row = block.add(OperationBlock.SPLIT, 10, 2, ALL_FLAGS);
        assertIs(block.what[row], OperationBlock.SPLIT, 10, 2, ALL_FLAGS, 1, 0);
        block.members(row, 31);
        assertThat(block.members(row)).isEqualTo(31);
        assertThat(block.op(row)).isEqualTo(OperationBlock.SPLIT);
        assertThat(block.flags(row)).isEqualTo(ALL_FLAGS);
    }
}
