package org.pcpsim.inspection;

/**
 * Pages that events name between the readings of /proc/vmstat before and after; of the whole trace where no marks say
 * when it was read.
 *
 * @param marked whether marks say when
 * @param allocPages pages allocated
 * @param freePages pages freed
 */
public record Span(boolean marked, long allocPages, long freePages) {}
