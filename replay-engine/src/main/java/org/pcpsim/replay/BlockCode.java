package org.pcpsim.replay;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.pcpsim.operation.OperationBlock;

/** Operations of a block as bytes, column by column: 41 bytes a row. For this process only. */
final class BlockCode {
    private static final int ROW_BYTES = 5 + 3 * Integer.BYTES + 3 * Long.BYTES;

    private BlockCode() {}

    /** A buffer for any block, in the order of bytes that costs least: who writes a block reads it again. */
    static ByteBuffer buffer() {
        return ByteBuffer.allocate(OperationBlock.CAPACITY * ROW_BYTES).order(ByteOrder.nativeOrder());
    }

    /** Bytes of a block of that many rows. */
    static int bytes(int rows) {
        return rows * ROW_BYTES;
    }

    /** Writes the first rows of a block. */
    static void write(OperationBlock block, int rows, ByteBuffer to) {
        to.clear();
        putLongs(to, block.page, rows);
        putLongs(to, block.think, rows);
        // What is split off and what is not known come in one row never.
        int pfns = to.position();
        putLongs(to, block.pfn, rows);
        for (int row = 0; row < rows; row++) {
            if (block.op[row] == OperationBlock.SPLIT) {
                to.putLong(pfns + row * Long.BYTES, block.upper[row]);
            }
        }
        putInts(to, block.gfp, rows);
        putInts(to, block.pid, rows);
        putInts(to, block.comm, rows);
        to.put(block.op, 0, rows);
        to.put(block.order, 0, rows);
        to.put(block.migratetype, 0, rows);
        to.put(block.flags, 0, rows);
        to.put(block.members, 0, rows);
        to.flip();
    }

    private static void putLongs(ByteBuffer to, long[] column, int rows) {
        to.asLongBuffer().put(column, 0, rows);
        to.position(to.position() + rows * Long.BYTES);
    }

    private static void putInts(ByteBuffer to, int[] column, int rows) {
        to.asIntBuffer().put(column, 0, rows);
        to.position(to.position() + rows * Integer.BYTES);
    }

    /** Reads the rows of a block. */
    static void read(ByteBuffer from, int rows, OperationBlock block) {
        block.size = rows;
        getLongs(from, block.page, rows);
        getLongs(from, block.think, rows);
        getLongs(from, block.pfn, rows);
        System.arraycopy(block.pfn, 0, block.upper, 0, rows);
        getInts(from, block.gfp, rows);
        getInts(from, block.pid, rows);
        getInts(from, block.comm, rows);
        from.get(block.op, 0, rows);
        from.get(block.order, 0, rows);
        from.get(block.migratetype, 0, rows);
        from.get(block.flags, 0, rows);
        from.get(block.members, 0, rows);
    }

    private static void getLongs(ByteBuffer from, long[] column, int rows) {
        from.asLongBuffer().get(column, 0, rows);
        from.position(from.position() + rows * Long.BYTES);
    }

    private static void getInts(ByteBuffer from, int[] column, int rows) {
        from.asIntBuffer().get(column, 0, rows);
        from.position(from.position() + rows * Integer.BYTES);
    }
}
