package org.pcpsim.replay;

import java.util.Arrays;
import org.pcpsim.model.AllocatorModel;

/** Which of the model's pages each handle got. 4 bytes for each handle ever taken. Not thread-safe. */
final class GivenPages {
    /** What {@link #freed} returns of a batch of another kind. */
    static final int[] NONE = new int[0];

    private int[] pages = new int[1024];
    private long out;
    private long lastFreed;
    private final int[] found = new int[AllocatorModel.MAX_BATCH];

    /** Makes room for the handles of a batch. */
    void reserve(int handles) {
        if (pages.length < handles) {
            pages = Arrays.copyOf(pages, Math.max(handles, pages.length * 2));
        }
    }

    int get(int handle) {
        return pages[handle];
    }

    /** An allocation got a page, or {@link AllocatorModel#NO_PAGE}. */
    void give(int handle, int page, int order) {
        pages[handle] = page;
        out += page == AllocatorModel.NO_PAGE ? 0 : 1L << order;
    }

    /** Some allocations from a row of a batch on, all of one order, got these pages. */
    void give(Operations batch, int first, int[] got, int count, int order) {
        for (int i = 0; i < count; i++) {
            pages[batch.handle(first + i)] = got[i];
        }
        out += (long) count << order;
    }

    /** The page of an allocation that is freed. */
    int take(int handle, int order) {
        int page = pages[handle];
        out -= page == AllocatorModel.NO_PAGE ? 0 : 1L << order;
        return page;
    }

    /** What {@link #freed} told last is freed; how many pages, those inside of chunks among them. */
    long takeFreed() {
        out -= lastFreed;
        return lastFreed;
    }

    /** Pages that the model has given out and not got back. */
    long out() {
        return out;
    }

    /** Of an allocation that is halved, the upper half gets its part; whether there is a page. */
    boolean split(int handle, int upper, int order) {
        int page = pages[handle];
        boolean given = page != AllocatorModel.NO_PAGE;
        pages[upper] = given ? page + (1 << order - 1) : page;
        return given;
    }

    /** The page of each handle. */
    int[] array() {
        return pages;
    }

    /**
     * The pages that a folio batch frees, if the model gave out all of them; valid until the next call.
     *
     * @param without flags that no row may have
     * @return at least as many pages as there are rows, or none at all
     */
    int[] freed(Operations batch, int first, int rows, int without) {
        int sign = 0;
        int flags = 0;
        long size = 0;
        for (int i = 0; i < rows; i++) {
            int row = first + i;
            if (batch.op(row) != Operations.FREE) {
                return NONE;
            }
            int page = pages[batch.handle(row)];
            sign |= page;
            size += 1L << batch.order(row);
            flags |= batch.flags(row);
            found[i] = page;
        }
        lastFreed = size;
        return sign >= 0 && (flags & without) == 0 ? found : NONE;
    }
}
