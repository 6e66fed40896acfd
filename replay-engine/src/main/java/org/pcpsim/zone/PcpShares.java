package org.pcpsim.zone;

import org.pcpsim.trace.Migratetype;

/**
 * How many chunks lie on each list of a PCP that has a given number of pages.
 *
 * <p>Lists whose length is known get it, others what they had at least; what is left of the pages goes to lists of
 * order 0 whose length is not known: three quarters to movable, three sixteenths to unmovable, the rest to reclaimable,
 * since user pages and page cache are most of what any load allocates and frees, slab and page tables most of the
 * remainder. If all three are known, huge pages take what they can and order 1 the rest. Where more is known than the
 * PCP has pages, the least sure figures give way first.
 */
final class PcpShares {
    private static final int[] SIXTEENTHS = {3, 12, 1};

    private final ListLengths lengths;
    private final int[] chunks = new int[ListLengths.LISTS];
    private int left;

    private PcpShares(ListLengths lengths, int pages) {
        this.lengths = lengths;
        left = pages;
    }

    /** Chunks on each list; together exactly {@code pages} pages. */
    static int[] of(ListLengths lengths, int pages) {
        PcpShares shares = new PcpShares(lengths, pages);
        shares.fillKnown(true);
        shares.fillKnown(false);
        shares.fillUnknown();
        shares.fillLarge();
        return shares.chunks;
    }

    private void fillKnown(boolean exact) {
        for (int list = 0; list < ListLengths.LISTS; list++) {
            boolean known = lengths.exact(list) != ListLengths.UNKNOWN;
            if (known == exact) {
                add(list, known ? lengths.exact(list) : lengths.least(list));
            }
        }
    }

    private void add(int list, int wanted) {
        int order = ListLengths.order(list);
        int fitting = Math.min(Math.max(wanted, 0), left >> order);
        chunks[list] += fitting;
        left -= fitting << order;
    }

    private boolean isOpen(int type) {
        return lengths.exact(ListLengths.index(0, type)) == ListLengths.UNKNOWN;
    }

    private void fillUnknown() {
        int parts = 0;
        for (int type = 0; type < Migratetype.PCP_TYPES; type++) {
            parts += isOpen(type) ? SIXTEENTHS[type] : 0;
        }
        int pages = left;
        int last = -1;
        for (int type = 0; type < Migratetype.PCP_TYPES && parts > 0; type++) {
            if (isOpen(type)) {
                add(type, (int) ((long) pages * SIXTEENTHS[type] / parts));
                last = type;
            }
        }
        if (last >= 0) {
            add(last, left);
        }
    }

    private void fillLarge() {
        for (int type : new int[] {Migratetype.MOVABLE, Migratetype.UNMOVABLE}) {
            int huge = ListLengths.index(Frames.BLOCK_ORDER, type);
            if (lengths.exact(huge) == ListLengths.UNKNOWN) {
                add(huge, left >> Frames.BLOCK_ORDER);
            }
        }
        add(ListLengths.index(1, Migratetype.UNMOVABLE), left >> 1);
        add(ListLengths.index(0, Migratetype.UNMOVABLE), left);
    }
}
