package org.pcpsim.trace.pcpt;

import java.util.Arrays;
import org.pcpsim.trace.EventBatch;

/** Events of one CPU that wait for their block. */
final class Rows {
    final int cpu;
    int count;
    /** Events of the CPU in blocks written. */
    long before;
    /** Time of the last of them. */
    long lastTime;
    /** Characters of the texts that only these events have, roughly. */
    long textChars;

    long[] time = new long[64];
    long[] page = new long[64];
    long[] sequence = new long[64];
    int[] shape = new int[64];
    int[] pid = new int[64];
    int[] comm = new int[64];

    Rows(int cpu) {
        this.cpu = cpu;
    }

    void add(EventBatch batch, int row, int rowShape, long rowSequence) {
        if (count == time.length) {
            grow(count * 2);
        }
        time[count] = batch.time[row];
        page[count] = batch.pfn[row];
        sequence[count] = rowSequence;
        shape[count] = rowShape;
        pid[count] = batch.pid[row];
        comm[count] = batch.comm[row];
        count++;
    }

    /** Forgets the rows, which have been written. */
    void clear() {
        before += count;
        lastTime = time[count - 1];
        count = 0;
        textChars = 0;
    }

    private void grow(int size) {
        time = Arrays.copyOf(time, size);
        page = Arrays.copyOf(page, size);
        sequence = Arrays.copyOf(sequence, size);
        shape = Arrays.copyOf(shape, size);
        pid = Arrays.copyOf(pid, size);
        comm = Arrays.copyOf(comm, size);
    }
}
