package org.pcpsim.replay;

import java.util.List;
import org.pcpsim.lock.CpuQueue;
import org.pcpsim.lock.PageTouches;
import org.pcpsim.operation.OperationBlock;
import org.pcpsim.zone.Zone;

/**
 * The pages of a run in timed order, and the CPUs that stand still for them.
 *
 * <p>A free or split waits until its pages have been allocated. An allocation waits until the last that had its number has
 * been freed: that holds back who would have more live than there is room for. Nothing is allocated per operation. Times in
 * picoseconds since the begin. Not thread-safe.
 */
final class PageWaits {
    /** Rows that all CPUs together have looked at: what is kept of their pages fits into the cache. */
    private static final int ROWS = 1024;
    /** Rows of a CPU that are looked at together at least. */
    private static final int FEW = 8;

    private final TimedPages pages = new TimedPages();
    private final ParkedCpus parked;
    private final TimedClocks clocks;
    private final CpuQueue queue;
    private final Prefetch prefetch;
    private final PageTouches touches;
    private final int together;
    /** Of each CPU's block: the row up to which its pages were looked at. */
    private final int[] looked;

    /** Of CPUs with these clocks, woken through a queue; pages lie in zones, whose touches are taken down. */
    PageWaits(int cpus, TimedClocks clocks, CpuQueue queue, List<Zone> zones, PageTouches touches) {
        prefetch = new Prefetch(zones);
        this.touches = touches;
        together = Math.min(Math.max(ROWS / cpus, FEW), Prefetch.ROWS);
        looked = new int[cpus];
        parked = new ParkedCpus(cpus);
        this.clocks = clocks;
        this.queue = queue;
    }

    /** A CPU comes to a row of its block: what is kept of the next few rows' pages is brought into the cache. */
    void approach(int cpu, OperationBlock block, int row) {
        if (row == 0 || row >= looked[cpu]) {
            int end = Math.min(row + together, block.size);
            prefetch.operations(block, row, end, pages, touches);
            looked[cpu] = end;
        }
    }

    /** How many CPUs wait for what is not known to come. */
    int parked() {
        return parked.count();
    }

    /** Whether a CPU is one of these. */
    boolean isParked(int cpu) {
        return parked.kind(cpu) != ParkedCpus.NONE;
    }

    /** What a CPU waits for that will never get it. */
    IllegalStateException stuck(int cpu) {
        return new IllegalStateException("CPU " + cpu
                + (parked.kind(cpu) == ParkedCpus.GIVEN
                        ? " frees a page that no CPU will have allocated"
                        : " allocates a page whose number another has that no CPU will have freed"));
    }

    /** Whether all pages that an operation names are as it needs them; if not, the CPU waits for the first that is not. */
    boolean areThere(int cpu, OperationBlock block, int first, long now) {
        int end = first + block.members(first);
        for (int member = first; member < end; member++) {
            int op = block.op(member);
            if ((op == OperationBlock.FREE || op == OperationBlock.SPLIT) && !isGiven(cpu, block.page[member], now)) {
                return false;
            }
        }
        int op = block.op(first);
        return op != OperationBlock.ALLOC && op != OperationBlock.SPLIT || hasRoom(cpu, block, first, now);
    }

    private boolean isGiven(int cpu, long identity, long now) {
        long from = pages.from(identity);
        return from <= now || park(cpu, identity, ParkedCpus.GIVEN, from);
    }

    /** Whether the number that an allocation names is free at a time. */
    boolean isVacant(OperationBlock block, int row, long now) {
        return pages.vacantFrom(block.page[row], isLeftOut(block, row)) <= now;
    }

    private boolean hasRoom(int cpu, OperationBlock block, int row, long now) {
        long named = block.op(row) == OperationBlock.ALLOC ? block.page[row] : block.upper[row];
        boolean leftOut = isLeftOut(block, row);
        long from = pages.vacantFrom(named, leftOut);
        if (from <= now) {
            return true;
        }
        return leftOut
                ? park(cpu, OperationBlock.number(named), ParkedCpus.VACATED, from)
                : park(cpu, OperationBlock.before(named), ParkedCpus.FREED, from);
    }

    private static boolean isLeftOut(OperationBlock block, int row) {
        return (block.flags(row) & OperationBlock.USES_LEFT_OUT) != 0;
    }

    /** A CPU waits, until a time if that is known; never true. */
    private boolean park(int cpu, long identity, int kind, long until) {
        if (until == TimedPages.NOT_YET) {
            parked.park(cpu, identity, kind);
            queue.set(cpu, CpuQueue.NEVER);
        } else {
            wake(cpu, kind, until);
        }
        return false;
    }

    /** What a CPU waits for is so from a time on. */
    private void wake(int cpu, int kind, long from) {
        if (kind == ParkedCpus.GIVEN) {
            clocks.waitForAlloc(cpu, from);
        } else {
            clocks.waitForFree(cpu, from);
        }
        queue.set(cpu, from);
    }

    private void wakeWhoWaits(long identity, int kind, long from) {
        int cpu = parked.release(identity, kind);
        if (cpu != ParkedCpus.NONE) {
            wake(cpu, kind, from);
        }
    }

    /** An identity gets a page, −1 for none, from a time on. */
    void give(long identity, int page, long from) {
        pages.put(identity, page, from);
        wakeWhoWaits(identity, ParkedCpus.GIVEN, from);
    }

    /** An allocation becomes two from a time on, whose upper half begins at a page. */
    void split(OperationBlock block, int row, int upper, long from) {
        long identity = block.page[row];
        int page = pages.page(identity);
        pages.free(identity, from);
        give(OperationBlock.lower(identity), page, from);
        give(block.upper[row], upper, from);
    }

    /** The page of an identity that has one, −1 for none. */
    int page(long identity) {
        return pages.page(identity);
    }

    /** The pages of a group of frees are free from a time on: their numbers may be used again. */
    void vacate(OperationBlock block, int first, long from) {
        int end = first + block.members(first);
        for (int member = first; member < end; member++) {
            if (block.op(member) == OperationBlock.FREE) {
                long identity = block.page[member];
                pages.free(identity, from);
                wakeWhoWaits(identity, ParkedCpus.FREED, from);
                wakeWhoWaits(OperationBlock.number(identity), ParkedCpus.VACATED, from);
            }
        }
    }
}
