package org.pcpsim.replay;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Writes frees as operations, members of a folio batch together.
 *
 * <p>A single free is written at its own event. A member is held per CPU ({@link HeldFrees}) until its
 * {@code mm_page_free_batched}, with which it joins the CPU's open batch; that is written with its last commit, or when it
 * is full. Which frees are members {@link FolioMarks} has found out. Not thread-safe.
 */
final class FreeGrouping {
    private final HeldFrees[] held;
    private final LivePages live;
    private final Sink sink;
    private final boolean tasks;
    private Operations operations = new Operations();
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

    /** Adds an operation that stands for the events of a CPU since the last. */
    int add(byte what, int cpu, long time, long event, int flags) {
        Operations to = room(1);
        int row = to.add(what, cpu, time, event, flags);
        if (tasks) {
            to.traced[row] = traced[cpu];
            to.pid[row] = pid;
            to.comm[row] = comm;
            traced[cpu] = 0;
        }
        return row;
    }

    /** The operations being filled, with room for that many more rows. */
    Operations room(int rows) {
        if (!operations.fits(rows)) {
            handOver();
        }
        return operations;
    }

    /** Hands over the operations written so far. */
    void handOver() {
        operations.handles = live.handles();
        if (operations.size > 0) {
            operations = sink.take(operations);
        }
        operations.size = 0;
    }

    /** A free of an allocation, all of it; {@code member}: a commit follows. */
    void free(int cpu, int handle, long pfn, int order, long time, long event, int flags, boolean member) {
        if (member) {
            int slot = slot(cpu, pfn, order, time, event, flags);
            held[cpu].handle[slot] = handle;
        } else {
            write(cpu, handle, pfn, order, time, event, flags);
        }
    }

    /** A free of pages not seen being allocated; {@code member}: a commit follows. */
    void unknown(int cpu, long pfn, int order, long time, long event, int flags, boolean member) {
        if (member) {
            int slot = slot(cpu, pfn, order, time, event, flags);
            held[cpu].handle[slot] = LivePages.NONE;
        } else {
            write(cpu, LivePages.NONE, pfn, order, time, event, flags);
        }
    }

    private int slot(int cpu, long pfn, int order, long time, long event, int flags) {
        HeldFrees of = held[cpu];
        if (of == null) {
            of = new HeldFrees();
            held[cpu] = of;
        }
        if (of.pending() == HeldFrees.MAX_PENDING) {
            writeFirstPending(cpu, of);
        }
        int slot = of.append();
        of.pfn[slot] = pfn;
        of.order[slot] = (byte) order;
        of.time[slot] = time;
        of.event[slot] = event;
        of.flags[slot] = (byte) flags;
        if (tasks) {
            of.traced[slot] = traced[cpu];
            of.pid[slot] = pid;
            of.comm[slot] = comm;
            traced[cpu] = 0;
        }
        return slot;
    }

    /** {@code mm_page_free_batched} of a page; {@code last}: the batch is complete with it. */
    void commit(int cpu, long pfn, boolean last) {
        HeldFrees of = held[cpu];
        if (of == null) {
            return;
        }
        int slot = of.find(pfn);
        if (slot >= 0) {
            while (of.head < slot) {
                writeFirstPending(cpu, of);
            }
            of.join();
        }
        if (last || of.open == HeldFrees.MAX_BATCH) {
            writeOpen(cpu, of);
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
        writeOpen(cpu, of);
        while (of.pending() > 0) {
            writeFirstPending(cpu, of);
        }
    }

    /** Writes everything that is held, and hands over. */
    void end() {
        for (int cpu = 0; cpu < held.length; cpu++) {
            release(cpu);
        }
        handOver();
    }

    private void writeOpen(int cpu, HeldFrees of) {
        int rows = of.open;
        if (rows == 0) {
            return;
        }
        Operations to = room(rows);
        int row = to.size;
        int first = of.first;
        System.arraycopy(of.handle, first, to.handle, row, rows);
        System.arraycopy(of.pfn, first, to.pfn, row, rows);
        System.arraycopy(of.order, first, to.order, row, rows);
        System.arraycopy(of.time, first, to.time, row, rows);
        System.arraycopy(of.event, first, to.event, row, rows);
        System.arraycopy(of.flags, first, to.flags, row, rows);
        if (tasks) {
            System.arraycopy(of.traced, first, to.traced, row, rows);
            System.arraycopy(of.pid, first, to.pid, row, rows);
            System.arraycopy(of.comm, first, to.comm, row, rows);
        }
        Arrays.fill(to.cpu, row, row + rows, cpu);
        Arrays.fill(to.members, row, row + rows, (byte) 1);
        to.members[row] = (byte) rows;
        for (int slot = first; slot < first + rows; slot++) {
            int handle = of.handle[slot];
            to.op[row + slot - first] = handle == LivePages.NONE ? Operations.FREE_UNKNOWN : Operations.FREE;
            if (handle != LivePages.NONE) {
                live.giveBack(handle);
            }
        }
        to.size += rows;
        of.closeBatch();
    }

    private void writeFirstPending(int cpu, HeldFrees of) {
        write(cpu, of, of.head++);
    }

    private void write(int cpu, HeldFrees of, int slot) {
        int since = traced[cpu];
        int row = write(
                cpu, of.handle[slot], of.pfn[slot], of.order[slot], of.time[slot], of.event[slot], of.flags[slot]);
        if (tasks) {
            traced[cpu] = since;
            operations.traced[row] = of.traced[slot];
            operations.pid[row] = of.pid[slot];
            operations.comm[row] = of.comm[slot];
        }
    }

    private int write(int cpu, int handle, long pfn, int order, long time, long event, int flags) {
        byte what = handle == LivePages.NONE ? Operations.FREE_UNKNOWN : Operations.FREE;
        int row = add(what, cpu, time, event, flags);
        Operations to = operations;
        to.handle[row] = handle;
        to.pfn[row] = pfn;
        to.order[row] = (byte) order;
        if (handle != LivePages.NONE) {
            live.giveBack(handle);
        }
        return row;
    }
}
