package org.pcpsim.inspection;

/**
 * Events by kind.
 *
 * @param alloc {@code mm_page_alloc}, failed ones included
 * @param free {@code mm_page_free}
 * @param freeBatched {@code mm_page_free_batched}
 * @param zoneLocked {@code mm_page_alloc_zone_locked}
 * @param pcpuDrain {@code mm_page_pcpu_drain}
 * @param extfrag {@code mm_page_alloc_extfrag}
 * @param lost notes of lost events
 * @param mark texts written into the trace
 * @param other events of other kinds
 */
public record EventCounts(
        long alloc,
        long free,
        long freeBatched,
        long zoneLocked,
        long pcpuDrain,
        long extfrag,
        long lost,
        long mark,
        long other) {}
