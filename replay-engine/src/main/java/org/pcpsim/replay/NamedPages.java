package org.pcpsim.replay;

import org.pcpsim.lock.PageTouches;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.operation.OperationBlock;

/**
 * Which of the model's pages the operations of a run in timed order free, and in whose cache the data of pages are. Not
 * thread-safe.
 */
final class NamedPages {
    private static final long PS = 1000;

    private final PageWaits pages;
    private final InitialState initial;
    private final TimedTally tally;
    private final TimedLocks locks;
    private final PageTouches data;

    /** Of pages of a run and of before it; {@code data} takes down who used the data of pages, if that matters. */
    NamedPages(PageWaits pages, InitialState initial, TimedTally tally, TimedLocks locks, PageTouches data) {
        this.pages = pages;
        this.initial = initial;
        this.tally = tally;
        this.locks = locks;
        this.data = data;
    }

    /** A CPU has been given a chunk, whose data it clears. */
    void clear(int cpu, int page, long count) {
        if (data.isOn()) {
            locks.clearCold(use(cpu, page, count));
        }
    }

    /** A CPU is about to free the page that a row names: the model's, {@link AllocatorModel#NO_PAGE} if it has none. */
    int free(int cpu, OperationBlock block, int row) {
        int order = block.order(row);
        int page;
        if (block.op(row) == OperationBlock.FREE) {
            page = pages.page(block.page[row]);
            tally.freeing(page, 1L << order);
        } else {
            page = initial.take(block.pfn[row], order);
        }
        if (page == AllocatorModel.NO_PAGE) {
            tally.skipped(1 - implied(block, row));
        } else if (data.isOn()) {
            use(cpu, page, 1L << order);
        }
        return page;
    }

    /** How many pages of a chunk have data that the CPU has not used lately; from now on it has. */
    private long use(int cpu, int page, long count) {
        data.by(cpu, locks.clock() / PS);
        long warmBefore = data.counts[PageTouches.RECENT];
        for (int at = page; at < page + count; at++) {
            data.touch(at);
        }
        return count - (data.counts[PageTouches.RECENT] - warmBefore);
    }

    /** As how many operations the group of frees that begins at a row counts. */
    static int operations(OperationBlock block, int first) {
        int end = first + block.members(first);
        int counted = 0;
        for (int row = first; row < end; row++) {
            counted += 1 - implied(block, row);
        }
        return counted;
    }

    private static int implied(OperationBlock block, int row) {
        return (block.flags(row) & OperationBlock.IMPLIED) != 0 ? 1 : 0;
    }
}
