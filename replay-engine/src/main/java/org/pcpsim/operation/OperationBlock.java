package org.pcpsim.operation;

/**
 * Consecutive operations of one CPU as columns of primitives.
 *
 * <p>Allocations are named by an <em>identity</em> that no two of a run share: bits 0–31 are a small number that may be used
 * again once its allocation is freed, bits 32–62 count its uses ({@link #identity}). A use begins when the last has been freed. Each is named by one allocation or split and by one free or split. Memory of a replay follows the largest
 * small number. Columns that an operation has no use for hold anything. Costs about 48 KB. Not thread-safe.
 */
public final class OperationBlock {
    /** An allocation: {@link #page} names it from now on. */
    public static final byte ALLOC = 0;
    /** The free of the allocation {@link #page}, all of it. */
    public static final byte FREE = 1;
    /** The free of pages that were not seen being allocated: {@link #pfn} and {@link #order}. */
    public static final byte FREE_UNKNOWN = 2;
    /**
     * The allocation {@link #page} of {@link #order} becomes two: its upper half is {@link #upper}, its lower half the next use
     * of its number ({@link #lower}).
     */
    public static final byte SPLIT = 3;

    /** Flag: the CPU was in process context. */
    public static final int IN_TASK = 1;
    /** Flag: not an event of the trace, but what follows from one; does not count as an operation of its own. */
    public static final int IMPLIED = 2;
    /** Flag: the node's kswapd does it. */
    public static final int BY_KSWAPD = 4;
    /**
     * Flag of an allocation or split: this CPU makes all uses of the number that {@link #page} or {@link #upper} has, and may
     * leave some out. Without it there are all from 0 on, whichever CPUs make them.
     */
    public static final int USES_LEFT_OUT = 8;
    /** Flag of a free: of a kind that reclaim frees, by a task. */
    public static final int LIKE_RECLAIM = 16;

    /** Most rows. */
    public static final int CAPACITY = 1024;
    /** Most rows of a folio batch. */
    public static final int MAX_MEMBERS = 31;

    /** Rows in use. */
    public int size;
    /** What each row does: its {@link OperationWord}, without a CPU. */
    public final int[] what = new int[CAPACITY];
    /** {@link org.pcpsim.trace.Gfp} bits of an allocation. */
    public final int[] gfp = new int[CAPACITY];
    /** Process. */
    public final int[] pid = new int[CAPACITY];
    /** Its name: a number in {@link OperationStreams#symbols}. */
    public final int[] comm = new int[CAPACITY];
    /** Identity of the allocation. */
    public final long[] page = new long[CAPACITY];
    /** Identity of the upper half after a split. */
    public final long[] upper = new long[CAPACITY];
    /** First traced page of a free of unknown pages. */
    public final long[] pfn = new long[CAPACITY];
    /**
     * Think time in ns, 0 or more: what the CPU does between the end of its previous operation, or the start of the run,
     * and the begin of this one. Members of a batch think before the batch.
     */
    public final long[] think = new long[CAPACITY];

    /** No rows. */
    public OperationBlock() {}

    /** Identity of an allocation: the {@code use}-th use, from 0, of a small number from 0. */
    public static long identity(int number, int use) {
        return (long) use << 32 | number;
    }

    /** The number of an identity: that of its use 0. */
    public static long number(long identity) {
        return (int) identity;
    }

    /** Which use of its number an identity is. */
    public static int use(long identity) {
        return (int) (identity >>> 32);
    }

    /** The next use of an identity's number. */
    public static long next(long identity) {
        return identity + (1L << 32);
    }

    /** The use before of an identity's number. */
    public static long before(long identity) {
        return identity - (1L << 32);
    }

    /** Identity of the lower half of an allocation after its split. */
    public static long lower(long identity) {
        return next(identity);
    }

    /** What a row does. */
    public int op(int row) {
        return OperationWord.op(what[row]);
    }

    /** Order of the pages allocated or freed, or before the split; 0–10. */
    public int order(int row) {
        return OperationWord.order(what[row]);
    }

    /** Migratetype of an allocation, 0–2. */
    public int migratetype(int row) {
        return OperationWord.migratetype(what[row]);
    }

    /** {@link #IN_TASK}, {@link #IMPLIED} and so on. */
    public int flags(int row) {
        return OperationWord.flags(what[row]);
    }

    /** Rows of the folio batch of frees that begins here, 1 to {@value #MAX_MEMBERS}; 1 for everything else. */
    public int members(int row) {
        return OperationWord.members(what[row]);
    }

    /** Adds a row that stands alone; its other columns are to be set. */
    public int add(int op, int order, int migratetype, int flags) {
        int row = size++;
        what[row] = OperationWord.of(op, order, migratetype, flags, 0);
        return row;
    }

    /** Makes a row the first of a folio batch of that many. */
    public void members(int row, int rows) {
        what[row] = OperationWord.withMembers(what[row], rows);
    }

    /** Whether that many further rows fit. */
    public boolean fits(int rows) {
        return size + rows <= CAPACITY;
    }
}
