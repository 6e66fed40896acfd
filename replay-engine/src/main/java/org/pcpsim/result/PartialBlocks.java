package org.pcpsim.result;

/**
 * Recovery of owned blocks whose fragments went to the zone.
 *
 * @param remembered times a block was put on its owner's list
 * @param recovered times a refill took one off
 * @param pagesRemembered fragment pages returned to remembered blocks
 * @param pagesRecovered fragment pages that refills took back
 * @param pagesLost fragment pages that the zone gave to others
 * @param recoveryRate {@code pagesRecovered / pagesRemembered}, 0 if none were
 * @param listLengthMean mean number of remembered blocks over refills, from the start of the run
 * @param listLengthMax most blocks remembered at once by one CPU, from the start of the run
 */
public record PartialBlocks(
        long remembered,
        long recovered,
        long pagesRemembered,
        long pagesRecovered,
        long pagesLost,
        double recoveryRate,
        double listLengthMean,
        int listLengthMax) {}
