package org.pcpsim.trace.pcpt;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Takes a block of all CPUs apart: a block for each, with the places in the trace that its events have. */
final class MixedBlock {
    private final Block all;
    private final Map<Integer, Block> parts = new TreeMap<>();
    /** Runs of tasks of each part. */
    private final Map<Block, Integer> tasks = new IdentityHashMap<>();

    private MixedBlock(Block all) {
        this.all = all;
    }

    /** By CPU; the parts share the table of shapes with the whole. */
    static Map<Integer, Block> parts(Block all) {
        MixedBlock mixed = new MixedBlock(all);
        mixed.split();
        mixed.parts.values().forEach(Block::measureGaps);
        return mixed.parts;
    }

    /** What the index would say of a part if it were a block of its own. */
    static BlockEntry entry(BlockEntry whole, int cpu, Block part) {
        int last = part.rows - 1;
        int run = part.runs - 1;
        long lastRunStart = run == 0 ? 0 : part.runEnd[run - 1];
        return new BlockEntry(
                whole.offset(),
                whole.length(),
                cpu,
                part.rows,
                0,
                part.runSequence[0],
                part.runSequence[run] + last - lastRunStart,
                part.time[0],
                part.time[last]);
    }

    private void split() {
        int task = 0;
        int row = 0;
        for (int run = 0; run < all.runs; run++) {
            int end = all.runEnd[run];
            Block part = parts.computeIfAbsent((int) all.runSequence[run], this::make);
            part.addRun(row, part.rows + end - row);
            while (row < end) {
                int until = Math.min(end, all.taskEnd[task]);
                append(part, row, until - row, task);
                row = until;
                if (row == all.taskEnd[task]) {
                    task++;
                }
            }
        }
    }

    private Block make(int cpu) {
        Block part = new Block();
        part.cpu = cpu;
        part.table = all.table;
        part.pageOf = all.pageOf;
        return part;
    }

    private void append(Block part, int from, int count, int task) {
        int needed = part.rows + count;
        if (part.time.length < needed) {
            int size = Math.max(needed, part.time.length * 2);
            part.time = Arrays.copyOf(part.time, size);
            part.page = Arrays.copyOf(part.page, size);
            part.shape = Arrays.copyOf(part.shape, size);
        }
        System.arraycopy(all.time, from, part.time, part.rows, count);
        System.arraycopy(all.page, from, part.page, part.rows, count);
        System.arraycopy(all.shape, from, part.shape, part.rows, count);
        part.rows = needed;
        int number = tasks.getOrDefault(part, 0);
        if (part.taskEnd.length == number) {
            int size = Math.max(16, number * 2);
            part.taskEnd = Arrays.copyOf(part.taskEnd, size);
            part.pid = Arrays.copyOf(part.pid, size);
            part.comm = Arrays.copyOf(part.comm, size);
        }
        part.taskEnd[number] = needed;
        part.pid[number] = all.pid[task];
        part.comm[number] = all.comm[task];
        tasks.put(part, number + 1);
    }
}
