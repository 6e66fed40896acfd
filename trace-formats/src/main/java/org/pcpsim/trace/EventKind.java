package org.pcpsim.trace;

/**
 * Kinds of trace events, as the {@code kind} column of an {@link EventBatch} holds them.
 *
 * <p>Constants and not an enum, since a column is a {@code byte[]}.
 */
public final class EventKind {
    /** {@code mm_page_alloc}; a failed allocation has {@link EventBatch#NO_PFN} as its pfn. */
    public static final byte ALLOC = 0;
    /** {@code mm_page_free}. */
    public static final byte FREE = 1;
    /** {@code mm_page_free_batched}: repeats a free and marks the borders of a folio batch; never a free of its own. */
    public static final byte FREE_BATCHED = 2;
    /** {@code mm_page_alloc_zone_locked}; {@code aux} is {@code percpu_refill}. */
    public static final byte ZONE_LOCKED = 3;
    /** {@code mm_page_pcpu_drain}. */
    public static final byte PCPU_DRAIN = 4;
    /** {@code mm_page_alloc_extfrag}; {@code aux} is packed by {@link Extfrag}. */
    public static final byte EXTFRAG = 5;
    /** Events lost by the recorder just before the next event of this CPU; {@code aux} is how many, −1 unknown. */
    public static final byte LOST = 6;
    /** A text written into the trace; {@code aux} is its symbol. */
    public static final byte MARK = 7;
    /** Any other event of the recording; {@code aux} is the symbol of its name. */
    public static final byte OTHER = 8;

    private EventKind() {}
}
