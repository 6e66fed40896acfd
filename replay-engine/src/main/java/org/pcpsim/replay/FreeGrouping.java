package org.pcpsim.replay;

import java.util.function.Consumer;

/**
 * Tells single frees from folio batches and writes both as operations.
 *
 * <p>A free is held per CPU ({@link HeldFrees}). On {@code mm_page_free_batched} of a pending page, those pending before
 * it are single frees, and it joins the CPU's open batch, which is written when it is full or at the CPU's next event
 * that is neither {@code mm_page_free_batched} nor of the kernel's own. Pending frees are written as single ones at the
 * CPU's next allocation, when more than {@value HeldFrees#MAX_PENDING} wait, or at the end. Frees that a CPU left behind
 * are written {@value #STALE_NS} ns of trace time after its last one, so that an idle CPU holds nothing back; several such
 * CPUs go by their earliest free. In a trace without {@code mm_page_free_batched} nothing is held. Not thread-safe.
 */
final class FreeGrouping {
    static final long STALE_NS = 500_000_000L;

    private final HeldFrees[] held;
    private final LivePages live;
    private final Consumer<Operations> sink;
    private final Operations operations = new Operations();
    private boolean holding;
    private long nextSweep = Long.MAX_VALUE;

    FreeGrouping(int cpus, boolean holding, LivePages live, Consumer<Operations> sink) {
        held = new HeldFrees[cpus];
        this.holding = holding;
        this.live = live;
        this.sink = sink;
    }

    /** The operations being filled, with room for that many more rows. */
    Operations room(int rows) {
        if (!operations.fits(rows)) {
            handOver();
        }
        return operations;
    }

    private void handOver() {
        operations.handles = live.handles();
        if (operations.size > 0) {
            sink.accept(operations);
        }
        operations.size = 0;
    }

    /** Any allocation or free comes at this time: CPUs that have been quiet for long give up what they hold. */
    private void passTime(long time) {
        if (time < nextSweep) {
            return;
        }
        int stale = oldest(time);
        while (stale >= 0) {
            release(stale);
            stale = oldest(time);
        }
        nextSweep = Long.MAX_VALUE;
        for (HeldFrees of : held) {
            if (of != null && !of.isEmpty()) {
                nextSweep = Math.min(nextSweep, of.touched + STALE_NS);
            }
        }
    }

    /** CPU with the earliest free among those quiet for long, −1 if there is none. */
    private int oldest(long time) {
        int found = -1;
        for (int cpu = 0; cpu < held.length; cpu++) {
            HeldFrees of = held[cpu];
            if (of != null
                    && !of.isEmpty()
                    && (time == Long.MAX_VALUE || time - of.touched >= STALE_NS)
                    && (found < 0 || of.oldestEvent() < held[found].oldestEvent())) {
                found = cpu;
            }
        }
        return found;
    }

    /** An allocation of a CPU comes. */
    void allocComes(int cpu, long time) {
        passTime(time);
        release(cpu);
    }

    /** A free of a CPU comes: its open batch is complete. */
    void freeComes(int cpu, long time) {
        passTime(time);
        if (held[cpu] != null) {
            writeOpen(cpu, held[cpu]);
        }
    }

    /** A free of an allocation, of which it is to be found out whether it is single. */
    void hold(int cpu, int handle, long time, long event, int flags) {
        if (!holding) {
            single(cpu, handle, time, event, flags);
            return;
        }
        int slot = slot(cpu, live.first(handle), live.order(handle), time, event, flags);
        held[cpu].handle[slot] = handle;
    }

    /** A free of pages not seen being allocated, of which it is to be found out whether it is single. */
    void unknown(int cpu, long pfn, int order, long time, long event, int flags) {
        if (holding) {
            int slot = slot(cpu, pfn, order, time, event, flags);
            held[cpu].handle[slot] = LivePages.NONE;
            return;
        }
        write(cpu, LivePages.NONE, pfn, order, time, event, flags);
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
        if (of.isEmpty()) {
            nextSweep = Math.min(nextSweep, time + STALE_NS);
        }
        int slot = of.append();
        of.pfn[slot] = pfn;
        of.order[slot] = (byte) order;
        of.time[slot] = time;
        of.event[slot] = event;
        of.flags[slot] = (byte) flags;
        of.touched = time;
        return slot;
    }

    /** {@code mm_page_free_batched} of a page. */
    void batched(int cpu, long pfn, long time) {
        holding = true;
        HeldFrees of = held[cpu];
        if (of == null) {
            return;
        }
        int slot = of.find(pfn);
        if (slot < 0) {
            return;
        }
        while (of.head < slot) {
            writeFirstPending(cpu, of);
        }
        of.join();
        of.touched = time;
        if (of.open == HeldFrees.MAX_BATCH) {
            writeOpen(cpu, of);
        }
    }

    /** Writes a free at once as a single one. */
    void single(int cpu, int handle, long time, long event, int flags) {
        write(cpu, handle, live.first(handle), live.order(handle), time, event, flags);
    }

    /** Writes everything that a CPU holds. */
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
        int cpu = oldest(Long.MAX_VALUE);
        while (cpu >= 0) {
            release(cpu);
            cpu = oldest(Long.MAX_VALUE);
        }
        handOver();
    }

    private void writeOpen(int cpu, HeldFrees of) {
        if (of.open == 0) {
            return;
        }
        int first = room(of.open).size;
        for (int slot = 0; slot < of.open; slot++) {
            write(cpu, of, slot);
        }
        operations.members[first] = (byte) of.open;
        of.open = 0;
    }

    private void writeFirstPending(int cpu, HeldFrees of) {
        write(cpu, of, of.head++);
    }

    private void write(int cpu, HeldFrees of, int slot) {
        write(cpu, of.handle[slot], of.pfn[slot], of.order[slot], of.time[slot], of.event[slot], of.flags[slot]);
    }

    private void write(int cpu, int handle, long pfn, int order, long time, long event, int flags) {
        Operations to = room(1);
        byte what = handle == LivePages.NONE ? Operations.FREE_UNKNOWN : Operations.FREE;
        int row = to.add(what, cpu, time, event, flags);
        to.handle[row] = handle;
        to.pfn[row] = pfn;
        to.order[row] = (byte) order;
        if (handle != LivePages.NONE) {
            live.giveBack(handle);
        }
    }
}
