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
    private static final int SLOTS = 4 * PENDING;

    /** Frees and the last commit of one CPU. */
    private static final class Cpu {
        private final long[] pfn = new long[SLOTS];
        private final byte[][] marks = new byte[SLOTS][];
        private final int[] row = new int[SLOTS];
        private int head;
        private int tail;
        private byte[] commitMarks = NOWHERE;
        private int commitRow;

        private void add(long page, byte[] at, int index) {
            if (tail - head == PENDING) {
                head++;
            }
            if (tail == SLOTS) {
                System.arraycopy(pfn, head, pfn, 0, tail - head);
                System.arraycopy(marks, head, marks, 0, tail - head);
                System.arraycopy(row, head, row, 0, tail - head);
                tail -= head;
                head = 0;
            }
            pfn[tail] = page;
            marks[tail] = at;
            row[tail++] = index;
        }

        private void commit(long page, byte[] at, int index) {
            for (int found = head; found < tail; found++) {
                if (pfn[found] == page) {
                    marks[found][row[found]] = MEMBER;
                    head = found + 1;
                    commitMarks = at;
                    commitRow = index;
                    return;
                }
            }
        }

        private void clear() {
            head = 0;
            tail = 0;
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
            while (head < tail && marks[head] == leaving) {
                head++;
            }
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
                    cpu.clear();
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

    /** These marks are final now; the array is free for others once they were read. */
    void leaving(byte[] marks) {
        for (Cpu cpu : cpus) {
            cpu.leave(marks);
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
