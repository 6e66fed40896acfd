package org.pcpsim.trace.pcpt;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.TraceException;

/**
 * Reads the events of one CPU in their order, from its first or from a time on.
 *
 * <p>Holds one block at a time. Made by {@link PcptTrace#cursor}; not thread-safe, nor together with other cursors of
 * the same trace.
 */
public final class CpuCursor {
    private final PcptTrace trace;
    private final int cpu;
    private final List<BlockEntry> blocks;
    /** Number of the block after the one that is open. */
    private int next;

    private Block block;
    private int row;
    /** The run that the row is in, or one before. */
    private int run;

    private int task;
    /** Position of the row. */
    private long sequence;
    /** Where events have been placed, but not passed yet. */
    private final Placement placement = new Placement();

    /** Events that blocks up to here have or had. */
    private long rowsSeen;

    private long lost;
    private boolean endUnknown;
    private long time;
    private long lastSequence = -1;

    CpuCursor(PcptTrace trace, int cpu, List<BlockEntry> blocks) {
        this.trace = trace;
        this.cpu = cpu;
        this.blocks = blocks;
        this.endUnknown = !trace.hasWholeIndex();
    }

    /** The CPU. */
    public int cpu() {
        return cpu;
    }

    /** Whether {@link #read} may give more. */
    public boolean hasNext() {
        return block != null || next < blocks.size() || lost > 0 || endUnknown;
    }

    /** Time in ns of the next event; at the end, of the last one. */
    public long nextTime() {
        if (block != null) {
            return block.time[row];
        }
        return next < blocks.size() ? blocks.get(next).firstTime() : time;
    }

    /** Position of the next event in the trace, counted from 0 over all CPUs; {@link Long#MAX_VALUE} at the end. */
    public long nextSequence() {
        if (block != null) {
            return sequence;
        }
        return next < blocks.size() ? blocks.get(next).firstSequence() : Long.MAX_VALUE;
    }

    /** Position of the last event read. */
    long lastSequence() {
        return lastSequence;
    }

    /**
     * Appends the next events to a batch, at most so many and as many as it has room for.
     *
     * @return how many; 0 means the end only if {@link #hasNext} says so
     * @throws TraceException if a block is damaged and that is not allowed
     * @throws IOException if it cannot be read
     */
    public int read(EventBatch batch, int most) throws IOException {
        return read(batch, most, false);
    }

    /** The same up to the next event that is not of this CPU. */
    int readRun(EventBatch batch, int most) throws IOException {
        return read(batch, most, true);
    }

    private int read(EventBatch batch, int most, boolean oneRun) throws IOException {
        int room = Math.min(most, EventBatch.CAPACITY - batch.size);
        if (room <= 0) {
            return 0;
        }
        if (block == null) {
            open();
        }
        int begin = batch.size;
        if (lost > 0 || block == null && endUnknown) {
            addLost(batch);
            room--;
        }
        while (block != null && room > 0) {
            findRun();
            int count = Math.min(room, (oneRun ? block.runEnd[run] : block.rows) - row);
            copy(batch, count);
            room -= count;
            if (oneRun) {
                break;
            }
        }
        return batch.size - begin;
    }

    /**
     * Moves before the first event at or after a time; after all if there is none. Costs the search in the index and
     * one block.
     *
     * @throws TraceException if the block is damaged and that is not allowed
     * @throws IOException if it cannot be read
     */
    public void seek(long wanted) throws IOException {
        close();
        int low = 0;
        int high = blocks.size();
        while (low < high) {
            int middle = low + high >>> 1;
            if (blocks.get(middle).lastTime() < wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        next = low;
        lost = 0;
        endUnknown = !trace.hasWholeIndex();
        rowsSeen = low < blocks.size() ? blocks.get(low).rowsBefore() : Long.MAX_VALUE;
        lastSequence = -1;
        open();
        while (block != null && block.time[row] < wanted) {
            advance(1);
        }
    }

    /** Whether an event is missing before the next one. */
    boolean hasLoss() {
        return lost > 0;
    }

    /** Position behind the last event of the block that is open. */
    long blockEnd() {
        return block.sequence(block.runs - 1, block.rows - 1) + 1;
    }

    /**
     * Puts the next events into a batch, each at its place, up to one whose place is at a limit or beyond. They are passed
     * only by {@link #passPlaced}. A block must be open.
     *
     * @param origin position in the trace of row 0 of the batch
     * @return how many, −1 if a place was taken
     */
    int place(EventBatch batch, long origin, int limit) {
        placement.begin(block, row, task, (int) (sequence - origin));
        return placement.fill(batch, cpu, limit) ? placement.row - row : -1;
    }

    /** Passes the events placed last. */
    void passPlaced(long origin) {
        row = placement.row;
        task = placement.task;
        time = block.time[row - 1];
        if (row == block.rows) {
            lastSequence = blockEnd() - 1;
            close();
        } else if (block.others[row] < Block.FAR) {
            sequence = origin + placement.at;
        } else {
            findRun();
            sequence = block.sequence(run, row);
        }
    }

    /** Whether the next event is at hand. */
    boolean isOpen() {
        return block != null;
    }

    /** Opens the next block that can be read; what cannot is counted as lost. */
    void open() throws IOException {
        while (block == null && next < blocks.size()) {
            BlockEntry entry = blocks.get(next++);
            lost += entry.rowsBefore() - rowsSeen;
            rowsSeen = entry.rowsBefore() + entry.rows();
            try {
                block = trace.load(entry);
                row = 0;
                run = 0;
                task = 0;
                sequence = block.runSequence[0];
                time = entry.firstTime();
            } catch (TraceException e) {
                trace.damaged(e);
                lost += entry.rows();
                time = entry.lastTime();
            }
        }
    }

    private void addLost(EventBatch batch) {
        int at = batch.add(EventKind.LOST, cpu, time);
        batch.aux[at] = lost > 0 ? (int) Math.min(lost, Integer.MAX_VALUE) : -1;
        if (lost > 0) {
            lost = 0;
        } else {
            endUnknown = false;
        }
    }

    private void copy(EventBatch batch, int count) {
        int from = batch.size;
        System.arraycopy(block.time, row, batch.time, from, count);
        System.arraycopy(block.page, row, batch.pfn, from, count);
        Arrays.fill(batch.cpu, from, from + count, cpu);
        copyTasks(batch, from, count);
        copyShapes(batch, from, count);
        batch.size = from + count;
        advance(count);
    }

    private void copyShapes(EventBatch batch, int from, int count) {
        char[] shapes = block.shape;
        long[] table = block.table;
        byte[] kinds = batch.kind;
        byte[] orders = batch.order;
        byte[] migratetypes = batch.migratetype;
        int[] gfps = batch.gfp;
        int[] gfpTexts = batch.gfpText;
        int[] contexts = batch.context;
        int[] auxes = batch.aux;
        int source = row - from;
        for (int at = from; at < from + count; at++) {
            int shape = shapes[source + at] * Block.STRIDE;
            long head = table[shape + Block.HEAD];
            kinds[at] = (byte) head;
            orders[at] = (byte) (head >>> 8);
            migratetypes[at] = (byte) (head >>> 16);
            gfps[at] = (int) (head >>> 32);
            long texts = table[shape + Block.TEXTS];
            gfpTexts[at] = (int) texts;
            contexts[at] = (int) (texts >>> 32);
            auxes[at] = (int) table[shape + Block.AUX];
        }
    }

    private void copyTasks(EventBatch batch, int from, int count) {
        int end = row + count;
        int at = from;
        for (int source = row; source < end; ) {
            if (source == block.taskEnd[task]) {
                task++;
            }
            int length = Math.min(end, block.taskEnd[task]) - source;
            Arrays.fill(batch.pid, at, at + length, block.pid[task]);
            Arrays.fill(batch.comm, at, at + length, block.comm[task]);
            at += length;
            source += length;
        }
    }

    /** Passes events, of which the last is at the row before this one then. */
    private void advance(int count) {
        row += count;
        time = block.time[row - 1];
        while (row > block.taskEnd[task]) {
            task++;
        }
        while (row > block.runEnd[run]) {
            run++;
        }
        lastSequence = block.sequence(run, row - 1);
        if (row == block.rows) {
            close();
        } else {
            findRun();
            sequence = block.sequence(run, row);
        }
    }

    private void findRun() {
        while (row >= block.runEnd[run]) {
            run++;
        }
    }

    private void close() {
        if (block != null) {
            trace.release(block);
            block = null;
        }
    }
}
