package org.pcpsim.trace.pcpt;

import java.util.Arrays;

/** A block unpacked: columns that may be used again for another. Not thread-safe. */
final class Block {
    static final int NO_PAGE = -1;

    // A row of the table of shapes: kind, order and migratetype in a byte each from the lowest on, gfp in the upper
    // half; gfp text and flags column in a half each; aux.
    static final int HEAD = 0;
    static final int TEXTS = 1;
    static final int AUX = 2;
    static final int STRIDE = 4;

    /** More events than a batch holds. */
    static final char FAR = Character.MAX_VALUE;

    int cpu;
    int rows;
    long[] time = new long[0];
    long[] page = new long[0];
    char[] shape = new char[0];
    /**
     * How many events of other CPUs come between a row and the one before, {@link #FAR} if so many or more; {@link #FAR}
     * behind the last row.
     */
    char[] others = new char[1];

    // By shape: a row of the table.
    long[] table = new long[0];
    /** By shape: {@link #NO_PAGE}, or kind and, from bit 8 on, {@link PageCode#step}. */
    int[] pageOf = new int[0];

    // By run of events of one task: the row behind it, the task.
    int[] taskEnd = new int[0];
    int[] pid = new int[0];
    int[] comm = new int[0];

    // By run of events that follow each other in the trace: the row behind it, position of its first event.
    int[] runEnd = new int[0];
    /** Of a block of all CPUs, its CPU. */
    long[] runSequence = new long[0];

    int runs;

    void begin(BlockEntry entry) {
        cpu = entry.cpu();
        rows = entry.rows();
        if (time.length < rows) {
            time = new long[rows];
            page = new long[rows];
            shape = new char[rows];
        }
        runs = 0;
    }

    void makeShapes(int count) {
        if (pageOf.length < count) {
            pageOf = new int[count];
            table = new long[count * STRIDE];
        }
    }

    void makeTasks(int count) {
        if (taskEnd.length < count) {
            taskEnd = new int[count];
            pid = new int[count];
            comm = new int[count];
        }
    }

    void addRun(long sequence, int end) {
        if (runs == runEnd.length) {
            runEnd = Arrays.copyOf(runEnd, Math.max(64, runs * 2));
            runSequence = Arrays.copyOf(runSequence, runEnd.length);
        }
        runSequence[runs] = sequence;
        runEnd[runs++] = end;
    }

    /** Fills {@link #others} when all rows and runs are there. */
    void measureGaps() {
        if (others.length <= rows) {
            others = new char[rows + 1];
        } else {
            Arrays.fill(others, 0, rows, (char) 0);
        }
        long before = runSequence[0];
        int start = 0;
        for (int run = 0; run < runs; run++) {
            others[start] = (char) Math.min(runSequence[run] - before, FAR);
            before = runSequence[run] + runEnd[run] - start;
            start = runEnd[run];
        }
        others[rows] = FAR;
    }

    /** Position in the trace of a row of a run. */
    long sequence(int run, int row) {
        return runSequence[run] + row - (run == 0 ? 0 : runEnd[run - 1]);
    }

    static void checkAtMost(String what, ByteOutput column, int most) throws BlockDamage {
        if (column.length > most) {
            throw new BlockDamage(column.length + " bytes of " + what, "at most " + most + " bytes");
        }
    }

    static void checkLength(String what, ByteOutput column, int expected) throws BlockDamage {
        if (column.length != expected) {
            throw new BlockDamage(column.length + " bytes of " + what, expected + " bytes");
        }
    }
}
