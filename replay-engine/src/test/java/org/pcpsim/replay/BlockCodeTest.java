package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.operation.OperationBlock;
import org.pcpsim.random.SplitMix64;

/** Blocks as bytes: a byte for each of seven columns, and its values. */
class BlockCodeTest {
    private static final int COLUMNS = 7;
    /** One value for each of three columns of {@code long} and four of {@code int}. */
    private static final int ALL_SAME = COLUMNS + 3 * 8 + 4 * 4;

    private final OperationBlock block = new OperationBlock();
    private final ByteBuffer buffer = BlockCode.buffer();

    private void fill(int rows, IntToLongFunction value) {
        block.size = rows;
        for (int row = 0; row < rows; row++) {
            block.page[row] = value.applyAsLong(row);
            block.think[row] = value.applyAsLong(row + 1);
            block.pfn[row] = value.applyAsLong(row + 2);
            block.what[row] = (int) value.applyAsLong(row + 3);
            block.gfp[row] = (int) value.applyAsLong(row + 4);
            block.pid[row] = (int) value.applyAsLong(row + 5);
            block.comm[row] = (int) value.applyAsLong(row + 6);
        }
    }

    /** Writes the block and reads it into one that held something else; how many bytes that took. */
    private int written() {
        BlockCode.write(block, buffer);
        int bytes = buffer.remaining();
        OperationBlock read = new OperationBlock();
        for (long[] column : new long[][] {read.page, read.think, read.pfn, read.upper}) {
            Arrays.fill(column, -77);
        }
        BlockCode.read(buffer, block.size, read);
        assertThat(buffer.hasRemaining()).isFalse();
        assertThat(read.size).isEqualTo(block.size);
        int rows = block.size;
        assertThat(Arrays.copyOf(read.page, rows)).isEqualTo(Arrays.copyOf(block.page, rows));
        assertThat(Arrays.copyOf(read.think, rows)).isEqualTo(Arrays.copyOf(block.think, rows));
        assertThat(Arrays.copyOf(read.pfn, rows)).isEqualTo(Arrays.copyOf(block.pfn, rows));
        // What is split off stands where others have their pfn.
        assertThat(Arrays.copyOf(read.upper, rows)).isEqualTo(Arrays.copyOf(block.pfn, rows));
        assertThat(Arrays.copyOf(read.what, rows)).isEqualTo(Arrays.copyOf(block.what, rows));
        assertThat(Arrays.copyOf(read.gfp, rows)).isEqualTo(Arrays.copyOf(block.gfp, rows));
        assertThat(Arrays.copyOf(read.pid, rows)).isEqualTo(Arrays.copyOf(block.pid, rows));
        assertThat(Arrays.copyOf(read.comm, rows)).isEqualTo(Arrays.copyOf(block.comm, rows));
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 1L << 31, (1L << 32) - 1, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE})
    void columnsThatAreAllTheSameTakeOneValueHoweverManyRows(long value) {
        for (int rows : new int[] {1, 2, OperationBlock.CAPACITY}) {
            fill(rows, at -> value);
            assertThat(written()).isEqualTo(ALL_SAME);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, (1L << 31) - 1, 1L << 31, (1L << 32) - 1})
    void fourBytesARowHoldWhatIsBelowTwoToTheThirtySecond(long value) {
        for (int rows : new int[] {2, 3, OperationBlock.CAPACITY}) {
            fill(rows, at -> at % 2 == 0 ? 0 : value);
            assertThat(written()).isEqualTo(COLUMNS + rows * 7 * 4);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 32, 1L << 40 | 3, -1, Long.MIN_VALUE, Long.MAX_VALUE})
    void aSingleValueBeyondThatMakesEightBytesOfEachLong(long value) {
        for (int rows : new int[] {3, OperationBlock.CAPACITY}) {
            fill(rows, at -> at);
            block.page[rows - 1] = value;
            assertThat(written()).isEqualTo(COLUMNS + rows * (8 + 6 * 4));
            block.think[0] = value;
            block.pfn[1] = value;
            // At most 40 bytes a row.
            assertThat(written()).isEqualTo(COLUMNS + rows * 40);
        }
    }

    @Test
    void intsOfEitherSignTakeFourBytes() {
        fill(4, at -> 5);
        block.gfp[2] = -1;
        block.pid[0] = Integer.MIN_VALUE;
        assertThat(written()).isEqualTo(ALL_SAME + 2 * (4 - 1) * 4);
    }

    /** Each column for itself, with values of which the first row has the smallest, the largest, or one in between. */
    @Test
    void whateverIsWrittenIsReadAgain() {
        SplitMix64 random = new SplitMix64(3);
        for (int i = 0; i < 60; i++) {
            int rows = 1 + random.nextInt(40);
            int[] shift = new int[COLUMNS];
            for (int column = 0; column < COLUMNS; column++) {
                shift[column] = random.nextInt(65);
            }
            block.size = rows;
            for (int row = 0; row < rows; row++) {
                block.page[row] = any(random, shift[0]);
                block.think[row] = any(random, shift[1]);
                block.pfn[row] = any(random, shift[2]);
                block.what[row] = (int) any(random, shift[3]);
                block.gfp[row] = (int) any(random, shift[4]);
                block.pid[row] = (int) any(random, shift[5]);
                block.comm[row] = (int) any(random, shift[6]);
            }
            assertThat(written()).isLessThanOrEqualTo(COLUMNS + rows * 40);
        }
    }

    private static long any(SplitMix64 random, int shift) {
        return shift == 64 ? 0 : random.nextLong() >>> shift;
    }
}
