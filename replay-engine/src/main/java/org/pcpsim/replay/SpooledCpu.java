package org.pcpsim.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.pcpsim.operation.OperationBlock;

/**
 * The stream of one CPU in an {@link OperationSpool}: where its blocks are, and the one that is being filled. Memory: 16 bytes
 * a block written, and the block that is open. Not thread-safe while it is being written.
 */
final class SpooledCpu {
    private static final OperationBlock NOTHING = new OperationBlock();

    private final ThinkTimes think;
    private OperationBlock open = NOTHING;
    private long lastTime;
    /** Of each block its place in the store, then its bytes and rows. */
    private long[] places = new long[4];

    private int blocks;

    /** Without operations. */
    SpooledCpu(long origin, Stamps stamps) {
        think = new ThinkTimes(origin, stamps);
        lastTime = origin;
    }

    /** The block that the next operations go to, which the CPU has from its first operation on. */
    OperationBlock block() {
        if (open == NOTHING) {
            open = new OperationBlock();
        }
        return open;
    }

    /** What it does between its operations. */
    ThinkTimes think() {
        return think;
    }

    /** Its time, which never goes back, when an event came at a time. */
    long passTo(long time) {
        lastTime = Math.max(lastTime, time);
        return lastTime;
    }

    /**
     * Gives what the open block has to a store, and empties it.
     *
     * @throws IOException if it cannot be written
     */
    void write(ByteBuffer buffer, BlockStore store) throws IOException {
        if (open.size == 0) {
            return;
        }
        BlockCode.write(open, buffer);
        if (2 * blocks == places.length) {
            places = Arrays.copyOf(places, 4 * blocks);
        }
        places[2 * blocks + 1] = (long) buffer.remaining() << Integer.SIZE | open.size;
        places[2 * blocks++] = store.append(buffer);
        think.leave();
        open.size = 0;
    }

    /** No operation follows. */
    void end() {
        open = NOTHING;
    }

    /** Blocks written. */
    int blocks() {
        return blocks;
    }

    /**
     * Reads one of the blocks.
     *
     * @throws IOException if it cannot be read
     */
    void read(int number, ByteBuffer buffer, BlockStore store, OperationBlock to) throws IOException {
        long size = places[2 * number + 1];
        buffer.clear();
        buffer.limit((int) (size >>> Integer.SIZE));
        store.read(places[2 * number], buffer);
        buffer.flip();
        BlockCode.read(buffer, (int) size, to);
    }
}
