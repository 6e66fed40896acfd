package org.pcpsim.replay;

import org.pcpsim.operation.OperationBlock;

/**
 * Consecutive operations as columns of primitives: what is given to every model.
 *
 * <p>Filled by {@link EventTranslation}, read row by row by each {@link ModelRun}. The members of a folio batch are
 * consecutive rows of one batch of operations; {@link #members} of the first says how many they are. Columns that an
 * operation has no use for hold anything. Costs about 450 KB. Not thread-safe while it is being filled, safe to share
 * between readers afterwards.
 */
public final class Operations {
    /** An allocation: {@code handle} names it from now on. */
    public static final byte ALLOC = OperationBlock.ALLOC;
    /** The free of the allocation {@code handle}, whose number may be given to another from now on. */
    public static final byte FREE = OperationBlock.FREE;
    /** The free of pages that were not seen being allocated: {@code pfn} and {@code order}. */
    public static final byte FREE_UNKNOWN = OperationBlock.FREE_UNKNOWN;
    /** The allocation {@code handle} of {@code order} becomes two: its upper half is {@code upper}. */
    public static final byte SPLIT = OperationBlock.SPLIT;

    /** Flag: the CPU was in process context. */
    public static final int IN_TASK = OperationBlock.IN_TASK;
    /** Flag: not an event of the trace, but what follows from one; does not count as an operation of its own. */
    public static final int IMPLIED = OperationBlock.IMPLIED;
    /** Flag: the node's kswapd does it. */
    public static final int BY_KSWAPD = OperationBlock.BY_KSWAPD;
    /** Flag of a free: of a kind that reclaim frees, by a task, in a folio batch ({@link ReclaimKinds}). */
    public static final int LIKE_RECLAIM = OperationBlock.LIKE_RECLAIM;

    /** Most rows. */
    public static final int CAPACITY = 8192;

    /** Rows in use. */
    public int size;
    /** One more than the largest handle that occurs up to here. */
    public int handles;
    /** What each row does. */
    public final byte[] op = new byte[CAPACITY];
    /** Order of the pages allocated or freed, or before the split. */
    public final byte[] order = new byte[CAPACITY];
    /** Migratetype of an allocation, 0–2. */
    public final byte[] migratetype = new byte[CAPACITY];
    /** {@link #IN_TASK}, {@link #IMPLIED}. */
    public final byte[] flags = new byte[CAPACITY];
    /** Rows of the folio batch that begins here; 1 for everything else. */
    public final byte[] members = new byte[CAPACITY];
    /** CPU, from 0. */
    public final int[] cpu = new int[CAPACITY];
    /** Handle of the allocation. */
    public final int[] handle = new int[CAPACITY];
    /** Handle of the upper half after a split. */
    public final int[] upper = new int[CAPACITY];
    /** {@link org.pcpsim.trace.Gfp} bits of an allocation. */
    public final int[] gfp = new int[CAPACITY];
    /** Time of the event in ns. */
    public final long[] time = new long[CAPACITY];
    /** Position of the event in the trace, from 0. */
    public final long[] event = new long[CAPACITY];
    /** Process that did it; like the next two, only where {@link EventTranslation} is asked for tasks. */
    public final int[] pid = new int[CAPACITY];
    /** Its name: a symbol of the trace. */
    public final int[] comm = new int[CAPACITY];
    /** Events of the CPU since its previous operation, its own among them, that no other row stands for. */
    public final int[] traced = new int[CAPACITY];
    /** First traced page, of a split that of the upper half. */
    public final long[] pfn = new long[CAPACITY];

    /** No rows. */
    public Operations() {}

    /** Whether that many further rows fit. */
    boolean fits(int rows) {
        return size + rows <= CAPACITY;
    }

    /**
     * Row after the last of the allocations from one on that ask for the same on the same CPU.
     *
     * @param most rows looked at
     * @param before time that those after the first come before, in ns
     */
    int alike(int row, int most, long before) {
        int end = Math.min(size, row + most);
        int next = row + 1;
        while (next < end && op[next] == ALLOC && isLike(row, next) && time[next] < before) {
            next++;
        }
        return next;
    }

    private boolean isLike(int row, int other) {
        return cpu[other] == cpu[row]
                && gfp[other] == gfp[row]
                && order[other] == order[row]
                && migratetype[other] == migratetype[row]
                && flags[other] == flags[row];
    }

    /** What a row is, for somebody who wants to know where a replay failed. */
    String words(int row) {
        return (op[row] == ALLOC ? "an allocation" : "a free") + " of order " + order[row] + " on CPU " + cpu[row];
    }

    int add(byte what, int onCpu, long at, long number, int flagBits) {
        int row = size++;
        op[row] = what;
        cpu[row] = onCpu;
        time[row] = at;
        event[row] = number;
        flags[row] = (byte) flagBits;
        members[row] = 1;
        return row;
    }
}
