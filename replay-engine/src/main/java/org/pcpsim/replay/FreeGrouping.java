package org.pcpsim.replay;

import java.util.Arrays;
import java.util.function.Consumer;
import org.pcpsim.operation.OperationWord;

/**
 * Writes frees as operations, members of a folio batch together.
 *
 * <p>A single free is written at its own event. A member is held per CPU ({@link HeldFrees}) until its
 * {@code mm_page_free_batched}, with which it joins the CPU's open batch; that is written with its last commit, or when it
 * is full. Which frees are members {@link FolioMarks} has found out. Not thread-safe.
 */
final class FreeGrouping {
    /** Rows of a CPU that has not held a free yet. */
    private static final Operations NO_ROOM = new Operations(0);

    private final HeldFrees[] held;
    /** Where rows are added: at 0 the operations being filled, then what each CPU holds. */
    private final Operations[] rows;

    private final LivePages live;
    private final Sink sink;
    private final boolean tasks;
    private final int[] traced;
    private int pid;
    private int comm;

    /** Takes batches of operations. */
    abstract static class Sink {
        /** Takes a batch; returns one to fill next, whose content is gone. */
        abstract Operations take(Operations full);

        /** One that gives back each batch when somebody is done with it. */
        static Sink of(Consumer<Operations> reader) {
            return new Sink() {
                @Override
                Operations take(Operations full) {
                    reader.accept(full);
                    return full;
                }
            };
        }
    }

    /**
     * Holding nothing.
     *
     * @param tasks whether operations get {@link Operations#pid}, {@link Operations#comm} and {@link Operations#traced}
     */
    FreeGrouping(int cpus, LivePages live, Sink sink, boolean tasks) {
        this.tasks = tasks;
        held = new HeldFrees[cpus];
        rows = new Operations[1 + cpus];
        Arrays.fill(rows, NO_ROOM);
        rows[0] = new Operations();
        traced = new int[cpus];
        this.live = live;
        this.sink = sink;
    }

    /** An event of a CPU comes, of a process of this name; operations added from now on are of it. */
    void event(int cpu, int ofPid, int ofComm) {
        if (cpu < traced.length) {
            traced[cpu]++;
        }
        pid = ofPid;
        comm = ofComm;
    }

    /** Adds an operation that stands for the events of a CPU since the last; its {@link OperationWord} is of the CPU. */
    int add(int what, int cpu, int handle, long time, long event, int gfp, long pfn) {
        return add(room(1), what, cpu, handle, time, event, gfp, pfn);
    }

    private int add(Operations to, int what, int cpu, int handle, long time, long event, int gfp, long pfn) {
        int row = to.add(what, handle, time, event, gfp, pfn);
        if (tasks) {
            tell(to, row, cpu);
        }
        return row;
    }

    /** The row of an operation tells of the last event, and that it stands for those of the CPU since its last operation. */
    void tell(Operations to, int row, int cpu) {
        to.task(row, pid, comm, traced[cpu]);
        traced[cpu] = 0;
    }

    /** The operations being filled, with room for that many more rows. */
    Operations room(int more) {
        if (!rows[0].fits(more)) {
            handOver();
        }
        return rows[0];
    }

    /** Hands over the operations written so far. */
    void handOver() {
        rows[0].handles = live.handles();
        if (rows[0].size > 0) {
            rows[0] = sink.take(rows[0]);
        }
        rows[0].size = 0;
    }

    /** Where an allocation or a free of a mark is added while there is room, but for what it tells of its task. */
    Operations rows(int cpu, int mark) {
        return rows[1 + cpu & -mark];
    }

    /** Whether an allocation, {@code free} being 0, needs {@link #release} before. */
    boolean mustRelease(int cpu, int free) {
        return (rows[1 + cpu].size & free - 1) != 0;
    }

    /** A commit of a page, if all it does is that the CPU's first pending free joins the open batch where it lies; whether so. */
    boolean joins(int cpu, long pfn, int mark) {
        HeldFrees of = held[cpu];
        if (of == null || mark == FolioMarks.LAST || of.open >= HeldFrees.MAX_BATCH - 1 || !of.joinsInPlace(pfn)) {
            return false;
        }
        of.join();
        return true;
    }

    /** A free of an allocation, all of it, or of pages not seen being allocated; {@code member}: a commit follows. */
    void free(int cpu, int handle, long pfn, int order, long time, long event, int flags, boolean member) {
        if (member) {
            hold(cpu, handle, pfn, order, time, event, flags);
        } else {
            write(cpu, handle, pfn, order, time, event, flags);
        }
    }

    private void hold(int cpu, int handle, long pfn, int order, long time, long event, int flags) {
        HeldFrees of = held[cpu];
        if (of == null) {
            of = new HeldFrees();
            held[cpu] = of;
            rows[1 + cpu] = of.rows;
        }
        if (of.pending() == HeldFrees.MAX_PENDING) {
            writeFirstPending(of);
        }
        of.makeRoom();
        add(of.rows, cpu, handle, pfn, order, time, event, flags);
    }

    /** {@code mm_page_free_batched} of a page; {@code last}: the batch is complete with it. */
    void commit(int cpu, long pfn, boolean last) {
        HeldFrees of = held[cpu];
        if (of == null) {
            return;
        }
        int slot = of.find(pfn);
        if (slot >= 0) {
            while (of.head() < slot) {
                writeFirstPending(of);
            }
            of.join();
        }
        if (last || of.open == HeldFrees.MAX_BATCH) {
            writeOpen(of);
        }
    }

    /** Writes a free at once as a single one. */
    void single(int cpu, int handle, long time, long event, int flags) {
        write(cpu, handle, live.first(handle), live.order(handle), time, event, flags);
    }

    /** Writes everything that a CPU holds: an allocation of the CPU comes. */
    void release(int cpu) {
        HeldFrees of = held[cpu];
        if (of == null) {
            return;
        }
        writeOpen(of);
        while (of.pending() > 0) {
            writeFirstPending(of);
        }
        of.closeBatch();
    }

    /** Writes everything that is held, and hands over. */
    void end() {
        for (int cpu = 0; cpu < held.length; cpu++) {
            release(cpu);
        }
        handOver();
    }

    private void writeOpen(HeldFrees of) {
        int members = of.open;
        if (members == 0) {
            return;
        }
        Operations to = room(members);
        to.append(of.rows, of.first, members, tasks);
        to.members(to.size - members, members);
        for (int slot = of.first; slot < of.first + members; slot++) {
            giveBack(of.rows.handle(slot));
        }
        of.closeBatch();
    }

    private void writeFirstPending(HeldFrees of) {
        room(1).append(of.rows, of.head(), 1, tasks);
        giveBack(of.rows.handle(of.head()));
        of.leaveFirst();
    }

    private void write(int cpu, int handle, long pfn, int order, long time, long event, int flags) {
        add(room(1), cpu, handle, pfn, order, time, event, flags);
        giveBack(handle);
    }

    private void giveBack(int handle) {
        if (handle != LivePages.NONE) {
            live.giveBack(handle);
        }
    }

    private void add(Operations to, int cpu, int handle, long pfn, int order, long time, long event, int flags) {
        byte op = handle == LivePages.NONE ? Operations.FREE_UNKNOWN : Operations.FREE;
        add(to, OperationWord.of(op, order, 0, flags, cpu), cpu, handle, time, event, 0, pfn);
    }
}
