package org.pcpsim.replay;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.pcpsim.operation.OperationBlock;

/**
 * Operations of a block as bytes, column by column, each as narrow as its values: one value if all rows have the same, 4
 * bytes a row where 8 are not needed. At most 40 bytes a row, 20 as a rule. For this process only.
 */
final class BlockCode {
    private static final int ROW_BYTES = 4 * Integer.BYTES + 3 * Long.BYTES;
    private static final int COLUMNS = 7;

    private static final byte SAME = 0;
    private static final byte INTS = 1;
    private static final byte WHOLE = 2;

    private static final long INT = 0xFFFF_FFFFL;

    private BlockCode() {}

    /** A buffer for any block, in the order of bytes that costs least: who writes a block reads it again. */
    static ByteBuffer buffer() {
        return ByteBuffer.allocate(OperationBlock.CAPACITY * ROW_BYTES + COLUMNS)
                .order(ByteOrder.nativeOrder());
    }

    /** Writes a block that has rows; what is split off stands where an operation without a split has its pfn. */
    static void write(OperationBlock block, ByteBuffer to) {
        int rows = block.size;
        to.clear();
        putLongs(to, block.page, rows);
        putLongs(to, block.think, rows);
        putLongs(to, block.pfn, rows);
        putInts(to, block.what, rows);
        putInts(to, block.gfp, rows);
        putInts(to, block.pid, rows);
        putInts(to, block.comm, rows);
        to.flip();
    }

    private static void putLongs(ByteBuffer to, long[] column, int rows) {
        long first = column[0];
        long differences = 0;
        long bits = 0;
        for (int row = 0; row < rows; row++) {
            differences |= column[row] ^ first;
            bits |= column[row];
        }
        if (differences == 0) {
            to.put(SAME).putLong(first);
        } else if (bits >>> Integer.SIZE == 0) {
            to.put(INTS);
            for (int row = 0; row < rows; row++) {
                to.putInt((int) column[row]);
            }
        } else {
            to.put(WHOLE).asLongBuffer().put(column, 0, rows);
            to.position(to.position() + rows * Long.BYTES);
        }
    }

    private static void putInts(ByteBuffer to, int[] column, int rows) {
        int first = column[0];
        int differences = 0;
        for (int row = 0; row < rows; row++) {
            differences |= column[row] ^ first;
        }
        if (differences == 0) {
            to.put(SAME).putInt(first);
        } else {
            to.put(INTS).asIntBuffer().put(column, 0, rows);
            to.position(to.position() + rows * Integer.BYTES);
        }
    }

    /** Reads the rows of a block. */
    static void read(ByteBuffer from, int rows, OperationBlock block) {
        block.size = rows;
        getLongs(from, block.page, rows);
        getLongs(from, block.think, rows);
        getLongs(from, block.pfn, rows);
        System.arraycopy(block.pfn, 0, block.upper, 0, rows);
        getInts(from, block.what, rows);
        getInts(from, block.gfp, rows);
        getInts(from, block.pid, rows);
        getInts(from, block.comm, rows);
    }

    private static void getLongs(ByteBuffer from, long[] column, int rows) {
        switch (from.get()) {
            case SAME -> Arrays.fill(column, 0, rows, from.getLong());
            case INTS -> {
                for (int row = 0; row < rows; row++) {
                    column[row] = from.getInt() & INT;
                }
            }
            default -> {
                from.asLongBuffer().get(column, 0, rows);
                from.position(from.position() + rows * Long.BYTES);
            }
        }
    }

    private static void getInts(ByteBuffer from, int[] column, int rows) {
        if (from.get() == SAME) {
            Arrays.fill(column, 0, rows, from.getInt());
        } else {
            from.asIntBuffer().get(column, 0, rows);
            from.position(from.position() + rows * Integer.BYTES);
        }
    }
}
