package org.pcpsim.replay;

import java.util.Arrays;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;

/**
 * Marks which frees of a trace belong to folio batches, and where each batch ends.
 *
 * <p>The kernel announces up to 31 folios with {@code mm_page_free} and then commits them one by one, each with
 * {@code mm_page_free_batched} (baseline spec section 9.8). So a free is a {@link #MEMBER} if a commit of the same page
 * follows on its CPU before that CPU's next allocation and within its next {@value #PENDING} frees; any other free is
 * single. A commit is the {@link #LAST} of its batch if the CPU's next event of the trace's own is a free or an
 * allocation, or if none comes while the batch can still be looked at.
 *
 * <p>Marks are written into an array beside each batch of events; a batch can be marked until it leaves the window.
 * Constant memory for each CPU. Not thread-safe.
 */
final class FolioMarks {
    /** A free that a commit follows. */
    static final byte MEMBER = 1;
    /** The last commit of a batch. */
    static final byte LAST = 2;

    private static final int PENDING = 64;

    /** Frees and the last commit of one CPU. */
    private static final class Cpu {
        private final long[] pfn = new long[PENDING];
        private final byte[][] marks = new byte[PENDING][];
        private final int[] row = new int[PENDING];
        private int size;
        private byte[] commitMarks = NOWHERE;
        private int commitRow;

        private void add(long page, byte[] at, int index) {
            if (size == PENDING) {
                drop(1);
            }
            pfn[size] = page;
            marks[size] = at;
            row[size++] = index;
        }

        private void drop(int count) {
            size -= count;
            System.arraycopy(pfn, count, pfn, 0, size);
            System.arraycopy(marks, count, marks, 0, size);
            System.arraycopy(row, count, row, 0, size);
        }

        private void commit(long page, byte[] at, int index) {
            int found = 0;
            while (found < size && pfn[found] != page) {
                found++;
            }
            if (found < size) {
                marks[found][row[found]] = MEMBER;
                drop(found + 1);
                commitMarks = at;
                commitRow = index;
            }
        }

        private void endBatch() {
            if (commitMarks != NOWHERE) {
                commitMarks[commitRow] = LAST;
                commitMarks = NOWHERE;
            }
        }

        /** Forgets what lies in an array of marks that is about to be read. */
        private void leave(byte[] leaving) {
            if (commitMarks == leaving) {
                endBatch();
            }
            int gone = 0;
            while (gone < size && marks[gone] == leaving) {
                gone++;
            }
            drop(gone);
        }
    }

    private static final byte[] NOWHERE = new byte[0];

    private Cpu[] cpus = new Cpu[0];

    /** Looks at the next events of the trace; their marks may still change until they leave. */
    void mark(EventBatch batch, byte[] marks) {
        Arrays.fill(marks, (byte) 0);
        for (int row = 0; row < batch.size; row++) {
            switch (batch.kind[row]) {
                case EventKind.ALLOC -> {
                    Cpu cpu = of(batch.cpu[row]);
                    cpu.endBatch();
                    cpu.size = 0;
                }
                case EventKind.FREE -> {
                    Cpu cpu = of(batch.cpu[row]);
                    cpu.endBatch();
                    cpu.add(batch.pfn[row], marks, row);
                }
                case EventKind.FREE_BATCHED -> of(batch.cpu[row]).commit(batch.pfn[row], marks, row);
                default -> {}
            }
        }
    }

    /** The marks of these events are final now; the array is free for others once they were read. */
    void leaving(EventBatch batch, byte[] marks) {
        for (int row = 0; row < batch.size; row++) {
            int cpu = batch.cpu[row];
            if (cpu < cpus.length && (batch.kind[row] == EventKind.FREE || batch.kind[row] == EventKind.FREE_BATCHED)) {
                cpus[cpu].leave(marks);
            }
        }
    }

    private Cpu of(int cpu) {
        if (cpu >= cpus.length) {
            int before = cpus.length;
            cpus = Arrays.copyOf(cpus, Math.max(cpu + 1, 2 * before));
            for (int i = before; i < cpus.length; i++) {
                cpus[i] = new Cpu();
            }
        }
        return cpus[cpu];
    }
}
