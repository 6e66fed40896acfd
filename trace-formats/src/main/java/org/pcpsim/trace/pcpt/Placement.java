package org.pcpsim.trace.pcpt;

import org.pcpsim.trace.EventBatch;

/** Puts the rows of a block where they belong in a batch that has events of all CPUs. Not thread-safe. */
final class Placement {
    /** The kind of a row in a batch whose event has not been placed. */
    static final byte FREE = -1;

    private Block block;
    /** The next row. */
    int row;
    /** Run of tasks that it is in. */
    int task;
    /** Its place in the batch; beyond any if there is no such row, or {@link Block#FAR} others come before. */
    int at;

    /** Begins with a row of a block and its place. */
    void begin(Block from, int firstRow, int itsTask, int itsPlace) {
        block = from;
        row = firstRow;
        task = itsTask;
        at = itsPlace;
    }

    /** Places rows up to one at a limit or beyond; false if one had been placed there before. */
    boolean fill(EventBatch batch, int cpu, int limit) {
        boolean free = true;
        while (at < limit) {
            if (row == block.taskEnd[task]) {
                task++;
            }
            free &= fillTask(batch, cpu, limit);
        }
        return free;
    }

    /** The same up to the end of a run of one task. No branch of the loop is hard to foretell. */
    private boolean fillTask(EventBatch batch, int cpu, int limit) {
        int end = block.taskEnd[task];
        int pid = block.pid[task];
        int comm = block.comm[task];
        char[] others = block.others;
        char[] shapes = block.shape;
        long[] table = block.table;
        long[] times = block.time;
        long[] pages = block.page;
        byte[] kinds = batch.kind;
        byte[] orders = batch.order;
        byte[] migratetypes = batch.migratetype;
        int[] cpus = batch.cpu;
        long[] toTimes = batch.time;
        long[] pfns = batch.pfn;
        int[] gfps = batch.gfp;
        int[] gfpTexts = batch.gfpText;
        int[] pids = batch.pid;
        int[] comms = batch.comm;
        int[] contexts = batch.context;
        int[] auxes = batch.aux;
        int free = FREE;
        int from = row;
        int to = at;
        while (from < end && to < limit) {
            toTimes[to] = times[from];
            pfns[to] = pages[from];
            cpus[to] = cpu;
            pids[to] = pid;
            comms[to] = comm;
            int shape = shapes[from] * Block.STRIDE;
            long head = table[shape + Block.HEAD];
            long texts = table[shape + Block.TEXTS];
            free &= kinds[to];
            kinds[to] = (byte) head;
            orders[to] = (byte) (head >>> 8);
            migratetypes[to] = (byte) (head >>> 16);
            gfps[to] = (int) (head >>> 32);
            gfpTexts[to] = (int) texts;
            contexts[to] = (int) (texts >>> 32);
            auxes[to] = (int) table[shape + Block.AUX];
            from++;
            to += 1 + others[from];
        }
        row = from;
        at = to;
        return free == FREE;
    }
}
