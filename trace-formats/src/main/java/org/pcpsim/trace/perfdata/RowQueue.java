package org.pcpsim.trace.perfdata;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import org.pcpsim.trace.input.ReadOptions;

/**
 * Rows waiting to be put in time order; of equal times the one added first comes first.
 *
 * <p>Rows come in long ascending runs, a CPU's buffer each, which are merged. At most {@link #MOST_ROWS} are in memory,
 * 40 MB; what is more goes into a temporary file. A row costs the logarithm of the number of runs. Not thread-safe.
 */
final class RowQueue implements Closeable {
    /** Longs in a row, the first one its time. */
    static final int WORDS = 5;

    static final int MOST_ROWS = 1 << 20;
    private static final int FIRST_ROWS = 1 << 12;

    private final int mostRows;
    private final SpilledRuns spilled;
    private long[] rows;
    private int used;
    private int live;
    private int[] runNext = new int[64];
    private int[] runEnd = new int[64];
    private int runs;
    /** Runs with rows left, that with the earliest on top. */
    private int[] heap = new int[64];

    private int heapSize;

    /** The row that {@link #poll} took. */
    final long[] row = new long[WORDS];

    RowQueue(String input, ReadOptions options) {
        this(input, options, MOST_ROWS);
    }

    RowQueue(String input, ReadOptions options, int mostRows) {
        this.mostRows = mostRows;
        spilled = new SpilledRuns(input, options);
        rows = new long[Math.min(FIRST_ROWS, mostRows) * WORDS];
    }

    /** Adds a row. */
    void add(long time, long second, long third, long fourth, long fifth) throws IOException {
        if (used * WORDS == rows.length) {
            makeRoom();
        }
        int at = used * WORDS;
        boolean continues = used > 0 && runs > 0 && rows[at - WORDS] <= time;
        rows[at] = time;
        rows[at + 1] = second;
        rows[at + 2] = third;
        rows[at + 3] = fourth;
        rows[at + 4] = fifth;
        used++;
        live++;
        if (!continues) {
            addRun(used - 1);
        }
        int run = runs - 1;
        boolean waits = runNext[run] < runEnd[run];
        runEnd[run] = used;
        if (!waits) {
            push(run);
        }
    }

    /** Takes the earliest row into {@link #row} if its time is at most that. */
    boolean poll(long limit) throws IOException {
        boolean inMemory = heapSize > 0;
        if (!spilled.isEmpty() && (!inMemory || spilled.time() <= time(heap[0]))) {
            if (spilled.time() > limit) {
                return false;
            }
            spilled.take(row);
            return true;
        }
        if (!inMemory || time(heap[0]) > limit) {
            return false;
        }
        take(row, 0);
        return true;
    }

    @Override
    public void close() throws IOException {
        spilled.close();
    }

    private void take(long[] target, int at) {
        int run = heap[0];
        System.arraycopy(rows, runNext[run] * WORDS, target, at, WORDS);
        live--;
        if (++runNext[run] == runEnd[run]) {
            heap[0] = heap[--heapSize];
        }
        sink(0);
    }

    private long time(int run) {
        return rows[runNext[run] * WORDS];
    }

    private void makeRoom() throws IOException {
        if (live <= used / 2) {
            compact();
        } else if (used < mostRows) {
            rows = Arrays.copyOf(rows, Math.min(2 * used, mostRows) * WORDS);
        } else {
            spill();
        }
    }

    /** Moves the rows that are left to the front; runs without any are forgotten. */
    private void compact() {
        int to = 0;
        int kept = 0;
        for (int run = 0; run < runs; run++) {
            int count = runEnd[run] - runNext[run];
            if (count > 0) {
                System.arraycopy(rows, runNext[run] * WORDS, rows, to * WORDS, count * WORDS);
                runNext[kept] = to;
                to += count;
                runEnd[kept] = to;
                kept++;
            }
        }
        runs = kept;
        used = to;
        heapSize = kept;
        for (int i = 0; i < kept; i++) {
            heap[i] = i;
        }
        for (int i = kept / 2 - 1; i >= 0; i--) {
            sink(i);
        }
    }

    private void spill() throws IOException {
        spilled.begin(live);
        long[] next = new long[WORDS];
        while (heapSize > 0) {
            take(next, 0);
            spilled.append(next);
        }
        spilled.end();
        used = 0;
        runs = 0;
    }

    private void addRun(int first) {
        if (runs == runNext.length) {
            runNext = Arrays.copyOf(runNext, 2 * runs);
            runEnd = Arrays.copyOf(runEnd, 2 * runs);
            heap = Arrays.copyOf(heap, 2 * runs);
        }
        runNext[runs] = first;
        runEnd[runs] = first;
        runs++;
    }

    private void push(int run) {
        int at = heapSize++;
        while (at > 0 && isBefore(run, heap[(at - 1) / 2])) {
            heap[at] = heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        heap[at] = run;
    }

    private void sink(int from) {
        if (from >= heapSize) {
            return;
        }
        int at = from;
        int run = heap[at];
        while (true) {
            int child = 2 * at + 1;
            if (child >= heapSize) {
                break;
            }
            if (child + 1 < heapSize && isBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (!isBefore(heap[child], run)) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = run;
    }

    private boolean isBefore(int run, int other) {
        long time = time(run);
        long otherTime = time(other);
        return time < otherTime || time == otherTime && run < other;
    }
}
