package org.pcpsim.trace;

/**
 * A few thousand consecutive events as columns of primitives.
 *
 * <p>A reader fills it, consumers read rows {@code 0 … size−1} and never write. Columns that an event has no use for
 * hold 0. Symbols are indices into the reader's {@link Symbols}; symbol 0 is the empty text. Not thread-safe while it
 * is being filled, safe to share between readers afterwards. Costs about 200 KB.
 */
public final class EventBatch {
    /** Most events in a batch. */
    public static final int CAPACITY = 4096;

    /** The pfn of an allocation that failed, and of events that name no page. */
    public static final long NO_PFN = -1;

    /** Number of rows in use. */
    public int size;

    /** Position of row 0 in the trace, counted from 0 over all events. */
    public long firstEvent;

    /** {@link EventKind} of each event. */
    public final byte[] kind = new byte[CAPACITY];

    /** Allocation order, 0–10; {@code alloc_order} of an extfrag event. */
    public final byte[] order = new byte[CAPACITY];

    /** Migratetype as the event prints it; {@code alloc_migratetype} of an extfrag event. */
    public final byte[] migratetype = new byte[CAPACITY];

    /** CPU that the event was recorded on, from 0. */
    public final int[] cpu = new int[CAPACITY];

    /** Time in ns since an origin of the trace's own. */
    public final long[] time = new long[CAPACITY];

    /** First page frame number of the event's chunk, or {@link #NO_PFN}. */
    public final long[] pfn = new long[CAPACITY];

    /** {@link Gfp} bits of an allocation, those that this project uses. */
    public final int[] gfp = new int[CAPACITY];

    /** Symbol of the gfp text as printed. */
    public final int[] gfpText = new int[CAPACITY];

    /** Process id. */
    public final int[] pid = new int[CAPACITY];

    /** Symbol of the command name. */
    public final int[] comm = new int[CAPACITY];

    /** Symbol of the flags column ({@code d..3.}), 0 where the format has none. */
    public final int[] context = new int[CAPACITY];

    /** What {@link EventKind} says for the kind. */
    public final int[] aux = new int[CAPACITY];

    /** Whether no further row fits. */
    public boolean isFull() {
        return size == CAPACITY;
    }

    /** Empties the batch and sets the position of its next row 0. */
    public void clear(long firstEvent) {
        this.size = 0;
        this.firstEvent = firstEvent;
    }

    /**
     * Appends a row with every column but kind, cpu and time zeroed and {@code pfn} set to {@link #NO_PFN}.
     *
     * @return the row's index
     */
    public int add(byte kind, int cpu, long time) {
        int row = size++;
        this.kind[row] = kind;
        this.cpu[row] = cpu;
        this.time[row] = time;
        pfn[row] = NO_PFN;
        order[row] = 0;
        migratetype[row] = 0;
        gfp[row] = 0;
        gfpText[row] = 0;
        pid[row] = 0;
        comm[row] = 0;
        context[row] = 0;
        aux[row] = 0;
        return row;
    }

    /** Appends rows of another batch, for which there must be room. */
    public void append(EventBatch other, int from, int rows) {
        System.arraycopy(other.kind, from, kind, size, rows);
        System.arraycopy(other.order, from, order, size, rows);
        System.arraycopy(other.migratetype, from, migratetype, size, rows);
        System.arraycopy(other.cpu, from, cpu, size, rows);
        System.arraycopy(other.time, from, time, size, rows);
        System.arraycopy(other.pfn, from, pfn, size, rows);
        System.arraycopy(other.gfp, from, gfp, size, rows);
        System.arraycopy(other.gfpText, from, gfpText, size, rows);
        System.arraycopy(other.pid, from, pid, size, rows);
        System.arraycopy(other.comm, from, comm, size, rows);
        System.arraycopy(other.context, from, context, size, rows);
        System.arraycopy(other.aux, from, aux, size, rows);
        size += rows;
    }

    /** Overwrites a row with another one. */
    public void copyRow(int from, int to) {
        kind[to] = kind[from];
        order[to] = order[from];
        migratetype[to] = migratetype[from];
        cpu[to] = cpu[from];
        time[to] = time[from];
        pfn[to] = pfn[from];
        gfp[to] = gfp[from];
        gfpText[to] = gfpText[from];
        pid[to] = pid[from];
        comm[to] = comm[from];
        context[to] = context[from];
        aux[to] = aux[from];
    }
}
