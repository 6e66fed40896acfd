package org.pcpsim.zone;

/**
 * The state after boot: every managed page free, in the largest aligned chunks, in ascending order.
 *
 * <p>Source: baseline spec section 5.6. Time and memory in the number of pageblocks.
 */
public final class FreshLayout {
    private FreshLayout() {}

    /** Frees all pages of a zone that has none free yet. */
    public static void apply(Zone zone) {
        int at = zone.first();
        while (at < zone.end()) {
            int order = at == 0 ? Frames.MAX_ORDER : Math.min(Frames.MAX_ORDER, Integer.numberOfTrailingZeros(at));
            while (at + (1L << order) > zone.end()) {
                order--;
            }
            zone.listTail(at, order, zone.typeAt(at));
            at += 1 << order;
        }
    }
}
