package org.pcpsim.zone;

import java.util.Arrays;

/**
 * Chunks that left and entered the free lists of zones, one after the other, for whoever writes it down.
 *
 * <p>A zone that nobody listens to has {@link #NONE}: one flag is looked at for each chunk. Grows to the most chunks ever between two {@link #clear}s.
 * Not thread-safe.
 */
public final class ChunkLog {
    /** What {@link #fallback} says of a chunk that was not taken from another migratetype. */
    public static final int NO_FALLBACK = -1;

    /** A log that keeps nothing. */
    static final ChunkLog NONE = new ChunkLog(false);

    private final boolean keeps;
    private int size;
    private long[] pfn = new long[64];
    private byte[] order = new byte[64];
    private byte[] type = new byte[64];
    private boolean[] taken = new boolean[64];
    private int[] fallback = new int[64];

    /** An empty log. */
    public ChunkLog() {
        this(true);
    }

    private ChunkLog(boolean keeps) {
        this.keeps = keeps;
    }

    /** Chunks since the last {@link #clear}. */
    public int size() {
        return size;
    }

    /** First page of a chunk. */
    public long pfn(int chunk) {
        return pfn[chunk];
    }

    /** Order of a chunk. */
    public int order(int chunk) {
        return order[chunk];
    }

    /** Migratetype that a chunk was freed as. */
    public int type(int chunk) {
        return type[chunk];
    }

    /** Whether a chunk was taken from the zone; else it was given to it. */
    public boolean isTaken(int chunk) {
        return taken[chunk];
    }

    /** Where it was taken from, packed by {@link org.pcpsim.trace.Extfrag}, {@link #NO_FALLBACK} if from its own type. */
    public int fallback(int chunk) {
        return fallback[chunk];
    }

    /** Forgets all. */
    public void clear() {
        size = 0;
    }

    void taken(long page, int chunkOrder) {
        add(page, chunkOrder, 0, true);
    }

    /** Of the chunk just taken only the lower end is kept. */
    void narrowed(int chunkOrder) {
        if (keeps) {
            order[size - 1] = (byte) chunkOrder;
        }
    }

    /** The chunk just taken came from another migratetype. */
    void fellBack(int packed) {
        if (size > 0) {
            fallback[size - 1] = packed;
        }
    }

    void freed(long page, int chunkOrder, int chunkType) {
        add(page, chunkOrder, chunkType, false);
    }

    private void add(long page, int chunkOrder, int chunkType, boolean isTaken) {
        if (keeps) {
            append(page, chunkOrder, chunkType, isTaken);
        }
    }

    private void append(long page, int chunkOrder, int chunkType, boolean isTaken) {
        if (size == pfn.length) {
            pfn = Arrays.copyOf(pfn, 2 * size);
            order = Arrays.copyOf(order, 2 * size);
            type = Arrays.copyOf(type, 2 * size);
            taken = Arrays.copyOf(taken, 2 * size);
            fallback = Arrays.copyOf(fallback, 2 * size);
        }
        pfn[size] = page;
        order[size] = (byte) chunkOrder;
        type[size] = (byte) chunkType;
        taken[size] = isTaken;
        fallback[size++] = NO_FALLBACK;
    }
}
