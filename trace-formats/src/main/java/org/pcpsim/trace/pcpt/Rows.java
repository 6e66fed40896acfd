package org.pcpsim.trace.pcpt;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import org.pcpsim.trace.EventBatch;

/** Events of one CPU that wait for their block, or of all CPUs for the only one. */
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
    /** Of rows of all CPUs, the CPU of each; else empty. */
    int[] cpuOf = new int[0];

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

    /** All events of a trace in its order; nothing if times go back from one to the next. */
    static Optional<Rows> mixed(Collection<Rows> byCpu, int count) {
        Rows all = new Rows(PcptLayout.ALL_CPUS);
        all.grow(count);
        all.cpuOf = new int[count];
        all.count = count;
        for (Rows rows : byCpu) {
            for (int row = 0; row < rows.count; row++) {
                all.set((int) rows.sequence[row], rows, row);
            }
        }
        for (int row = 1; row < count; row++) {
            if (all.time[row] < all.time[row - 1]) {
                return Optional.empty();
            }
        }
        return Optional.of(all);
    }

    private void set(int at, Rows from, int row) {
        time[at] = from.time[row];
        page[at] = from.page[row];
        sequence[at] = from.sequence[row];
        shape[at] = from.shape[row];
        pid[at] = from.pid[row];
        comm[at] = from.comm[row];
        cpuOf[at] = from.cpu;
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
