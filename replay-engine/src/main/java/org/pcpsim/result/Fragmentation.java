package org.pcpsim.result;

/**
 * How fragmented free memory was, all zones together (baseline spec section 13).
 *
 * @param end at the end
 * @param atPeak when most pages of the trace were live
 * @param mean mean over operations
 * @param worst when the unusable free index was highest
 * @param extfragEvents allocations that fell back to another migratetype
 */
public record Fragmentation(
        FragmentationState end,
        FragmentationState atPeak,
        FragmentationMeans mean,
        FragmentationState worst,
        long extfragEvents) {}
