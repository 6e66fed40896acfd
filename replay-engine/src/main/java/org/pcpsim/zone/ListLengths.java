package org.pcpsim.zone;

import java.util.Arrays;
import org.pcpsim.trace.Migratetype;

/**
 * What is known of how many chunks lay on each list of one PCP, and of the size of its next refill
 * and drain.
 *
 * <p>Lists are numbered {@code 3 · order + migratetype} for orders 0–3, then one for unmovable and one for movable huge
 * pages (baseline spec section 8). Immutable.
 */
public final class ListLengths {
    /** How many lists a PCP has. */
    public static final int LISTS = 14;

    /** The length of a list that nothing is known of. */
    public static final int UNKNOWN = -1;

    /** Nothing is known. */
    public static final ListLengths NONE = new ListLengths(filled(UNKNOWN), new int[LISTS], 0, 0, ShownPages.NONE);

    private static final int HUGE = 12;
    private static final int HUGE_ORDER = 9;

    private final int[] exact;
    private final int[] least;
    private final int doublings;
    private final int freeRun;
    private final ShownPages shown;

    /** The same without a page that is known. */
    public ListLengths(int[] exact, int[] least, int doublings, int freeRun) {
        this(exact, least, doublings, freeRun, ShownPages.NONE);
    }

    /**
     * Copies the figures.
     *
     * @param exact chunks on each list, {@link #UNKNOWN} where not known
     * @param least chunks that each list has had at least
     * @param doublings doublings of the next refill of order 0, 0 to 5 ({@code alloc_factor})
     * @param freeRun pages freed in a row, 0 or more ({@code free_count})
     * @param shown which pages lay there, as far as known
     * @throws IllegalArgumentException if there is not one figure a list
     */
    public ListLengths(int[] exact, int[] least, int doublings, int freeRun, ShownPages shown) {
        if (exact.length != LISTS || least.length != LISTS) {
            throw new IllegalArgumentException(exact.length + " and " + least.length + " lists, not " + LISTS);
        }
        this.exact = exact.clone();
        this.least = least.clone();
        this.doublings = doublings;
        this.freeRun = freeRun;
        this.shown = shown;
    }

    private static int[] filled(int value) {
        int[] values = new int[LISTS];
        Arrays.fill(values, value);
        return values;
    }

    /** The list of an order, 0–3 or 9, and a migratetype. */
    public static int index(int order, int migratetype) {
        if (order == HUGE_ORDER) {
            return migratetype == Migratetype.MOVABLE ? HUGE + 1 : HUGE;
        }
        return order * Migratetype.PCP_TYPES + migratetype;
    }

    /** Order of a list's chunks. */
    public static int order(int list) {
        return list >= HUGE ? HUGE_ORDER : list / Migratetype.PCP_TYPES;
    }

    /** Migratetype of a list. */
    public static int migratetype(int list) {
        if (list >= HUGE) {
            return list == HUGE ? Migratetype.UNMOVABLE : Migratetype.MOVABLE;
        }
        return list % Migratetype.PCP_TYPES;
    }

    /** Chunks on a list, {@link #UNKNOWN} if not known. */
    public int exact(int list) {
        return exact[list];
    }

    /** Doublings of the next refill of order 0, 0 to 5. */
    public int doublings() {
        return doublings;
    }

    /** Pages freed in a row. */
    public int freeRun() {
        return freeRun;
    }

    /** Pages that lay there, as far as known. */
    public ShownPages shown() {
        return shown;
    }

    /** Chunks that a list had at least. */
    public int least(int list) {
        return least[list];
    }
}
