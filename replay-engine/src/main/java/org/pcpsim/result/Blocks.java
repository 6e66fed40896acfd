package org.pcpsim.result;

/**
 * How pageblocks were used.
 *
 * @param end at the end
 * @param atPeak when most pages of the trace were live
 * @param mean mean over operations
 * @param worst each count at its least favourable moment: fewest free blocks, most of any other use
 */
public record Blocks(BlockCounts end, BlockCounts atPeak, BlockMeans mean, BlockCounts worst) {}
