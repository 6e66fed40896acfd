package org.pcpsim.result;

/**
 * How many order-9 pages the end state gives to one task that asks for them one after the other.
 *
 * @param asked for; of "as many as there are", those that it got and the one that failed
 * @param got that it got
 * @param withoutDraining of these, without a drain of all PCPs
 * @param afterDraining of these, after one, above the min mark
 * @param belowMarks of these, below every mark, for which the kernel would have reclaimed
 * @param drainedPages pages that drains of all PCPs returned for them
 * @param locks taken for all requests
 */
public record HugepageProbe(
        long asked,
        long got,
        long withoutDraining,
        long afterDraining,
        long belowMarks,
        long drainedPages,
        ProbeLocks locks) {}
