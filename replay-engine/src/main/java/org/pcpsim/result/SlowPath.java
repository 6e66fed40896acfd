package org.pcpsim.result;

/**
 * Allocations that found the marks too high.
 *
 * @param minMarkRetries tried again against the min mark
 * @param drainAlls drained all PCPs
 * @param drainAllPages pages that these drains returned
 * @param wouldHaveReclaimed served below every mark: the kernel would have reclaimed memory first
 */
public record SlowPath(long minMarkRetries, long drainAlls, long drainAllPages, long wouldHaveReclaimed) {}
