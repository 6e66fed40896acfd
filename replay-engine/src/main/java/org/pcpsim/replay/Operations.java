package org.pcpsim.replay;

import org.pcpsim.operation.OperationBlock;
import org.pcpsim.operation.OperationWord;

/**
 * Consecutive operations as columns of primitives: what is given to every model.
 *
 * <p>Filled by {@link EventTranslation}, read row by row by each {@link ModelRun}. The members of a folio batch are
 * consecutive rows of one batch of operations; {@link #members} of the first says how many they are. Columns that an
 * operation has no use for hold anything. A row lies in one place, 32 bytes, as who reads one column of it reads the others
 * too; only what few operations have is elsewhere. Costs about 400 KB. Not thread-safe while it is being filled, safe to share
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

    // A row: the head, which has its handle above its OperationWord; time; event above gfp flags; first page.
    static final int WORDS = 4;
    static final int TIME = 1;
    static final int EVENT = 2;
    static final int PFN = 3;

    static final int HANDLE_SHIFT = 32;
    static final int GFP_BITS = 16;

    /** Rows in use. */
    public int size;
    /** One more than the largest handle that occurs up to here. */
    public int handles;
    /** Rows that may be in use for now. */
    int limit;

    final long[] words;
    private final int[] upper;
    private final int[] pid;
    private final int[] comm;
    private final int[] traced;

    /** No rows. */
    public Operations() {
        this(CAPACITY);
    }

    /** No rows, and room for that many. */
    Operations(int capacity) {
        words = new long[WORDS * capacity];
        upper = new int[capacity];
        pid = new int[capacity];
        comm = new int[capacity];
        traced = new int[capacity];
        limit = capacity;
    }

    /** What each row is: its {@link OperationWord}. */
    int what(int row) {
        return (int) words[WORDS * row];
    }

    /** What each row does. */
    public int op(int row) {
        return OperationWord.op((int) words[WORDS * row]);
    }

    /** Order of the pages allocated or freed, or before the split. */
    public int order(int row) {
        return OperationWord.order((int) words[WORDS * row]);
    }

    /** Migratetype of an allocation, 0–2. */
    public int migratetype(int row) {
        return OperationWord.migratetype((int) words[WORDS * row]);
    }

    /** {@link #IN_TASK}, {@link #IMPLIED}. */
    public int flags(int row) {
        return OperationWord.flags((int) words[WORDS * row]);
    }

    /** Rows of the folio batch that begins here; 1 for everything else. */
    public int members(int row) {
        return OperationWord.members((int) words[WORDS * row]);
    }

    /** CPU, from 0. */
    public int cpu(int row) {
        return OperationWord.cpu((int) words[WORDS * row]);
    }

    /** Handle of the allocation. */
    public int handle(int row) {
        return (int) (words[WORDS * row] >> HANDLE_SHIFT);
    }

    /** Handle of the upper half after a split. */
    public int upper(int row) {
        return upper[row];
    }

    /** {@link org.pcpsim.trace.Gfp} bits of an allocation. */
    public int gfp(int row) {
        return (int) words[WORDS * row + EVENT] & (1 << GFP_BITS) - 1;
    }

    /** Time of the event in ns. */
    public long time(int row) {
        return words[WORDS * row + TIME];
    }

    /** Position of the event in the trace, from 0. */
    public long event(int row) {
        return words[WORDS * row + EVENT] >>> GFP_BITS;
    }

    /** First traced page, of a split that of the upper half. */
    public long pfn(int row) {
        return words[WORDS * row + PFN];
    }

    /** Process that did it; like the next two, only where {@link EventTranslation} is asked for tasks. */
    public int pid(int row) {
        return pid[row];
    }

    /** Its name: a symbol of the trace. */
    public int comm(int row) {
        return comm[row];
    }

    /** Events of the CPU since its previous operation, its own among them, that no other row stands for. */
    public int traced(int row) {
        return traced[row];
    }

    /** Whether that many further rows fit. */
    boolean fits(int rows) {
        return size + rows <= limit;
    }

    /** Whether no further row fits. */
    boolean isFull() {
        return size >= limit;
    }

    /** Adds a row, for which there must be room. */
    int add(int what, int handle, long time, long event, int gfp, long pfn) {
        int row = size++;
        int at = WORDS * row;
        words[at] = (long) handle << HANDLE_SHIFT | what & 0xffffffffL;
        words[at + TIME] = time;
        words[at + EVENT] = event << GFP_BITS | gfp & (1 << GFP_BITS) - 1;
        words[at + PFN] = pfn;
        return row;
    }

    /** Writes the upper half of a split. */
    void upper(int row, int handle) {
        upper[row] = handle;
    }

    /** Writes how many rows the folio batch that begins at one has. */
    void members(int row, int rows) {
        long head = words[WORDS * row];
        words[WORDS * row] =
                head >> HANDLE_SHIFT << HANDLE_SHIFT | OperationWord.withMembers((int) head, rows) & 0xffffffffL;
    }

    /** Writes who did it. */
    void task(int row, int ofPid, int ofComm, int events) {
        pid[row] = ofPid;
        comm[row] = ofComm;
        traced[row] = events;
    }

    /** Adds some rows of another's, which must fit. */
    void append(Operations other, int from, int rows, boolean tasks) {
        System.arraycopy(other.words, WORDS * from, words, WORDS * size, WORDS * rows);
        if (tasks) {
            System.arraycopy(other.pid, from, pid, size, rows);
            System.arraycopy(other.comm, from, comm, size, rows);
            System.arraycopy(other.traced, from, traced, size, rows);
        }
        size += rows;
    }

    /** Overwrites a row with another one. */
    void copyRow(int from, int to) {
        System.arraycopy(words, WORDS * from, words, WORDS * to, WORDS);
        upper[to] = upper[from];
        task(to, pid[from], comm[from], traced[from]);
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
        while (next < end && isLike(row, next) && time(next) < before) {
            next++;
        }
        return next;
    }

    private boolean isLike(int row, int other) {
        return (int) words[WORDS * other] == (int) words[WORDS * row] && gfp(other) == gfp(row);
    }

    /** What a row is, for somebody who wants to know where a replay failed. */
    String words(int row) {
        return (op(row) == ALLOC ? "an allocation" : "a free") + " of order " + order(row) + " on CPU " + cpu(row);
    }
}
