package org.pcpsim.trace.pcpt;

import org.pcpsim.trace.EventKind;

/**
 * How the page of an event is told: one byte that refers to pages seen before on this CPU, or says that it does not.
 *
 * <p>Pages come back: a batched free repeats a free, an allocation takes the page freed last, pages are freed in the
 * order in which they were allocated. Each class of events therefore has its own references; {@code docs/formats.md}
 * says which.
 */
final class PageCode {
    /** Classes: alloc, free, batched free, zone locked, drain, in the order of {@link EventKind}, and all others. */
    static final int CLASSES = 6;

    /** Codes below: a near page, so many steps on. */
    static final int FORWARD = 64;
    /** Codes from {@link #FORWARD} to below this: a near page, so many steps back. */
    static final int BACKWARD_END = 96;
    /** Any earlier page, by its distance. */
    static final int JUMP = 126;
    /** A page told by itself. */
    static final int PLAIN = 127;
    /** Codes from 128: near the last page of the class, {@code code − 192} chunks on. */
    static final int NEIGHBOUR = 192;
    /** Neighbours are at most so many chunks below, one less above. */
    static final int NEIGHBOURS = 64;

    /** Numbers in three bytes are below; this one says that more follows. */
    static final int THREE_BYTES = 0xffffff;

    private static final int LARGEST_ORDER = 15;

    private PageCode() {}

    static int classOf(int kind) {
        return Math.min(kind, CLASSES - 1);
    }

    /** Pages that a neighbour is away, as a power of two. */
    static int step(int order) {
        return order >= 0 && order <= LARGEST_ORDER ? order : 0;
    }
}
