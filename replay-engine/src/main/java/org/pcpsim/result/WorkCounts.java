package org.pcpsim.result;

/**
 * Work in countable units ({@link org.pcpsim.lock.Work}).
 *
 * @param listOps chunks put on or taken off a list
 * @param splits halvings of a chunk
 * @param merges unions of two buddies
 * @param pageTouches {@code struct page}s read or written
 * @param pagesScanned pages stepped over while scanning a pageblock
 */
public record WorkCounts(long listOps, long splits, long merges, long pageTouches, long pagesScanned) {}
