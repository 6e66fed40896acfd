package org.pcpsim.model;

/**
 * Recovery of owned blocks whose fragments went to the zone; counted from the start of the run.
 *
 * @param remembered times a block was put on its owner's list
 * @param recovered times a refill took one off
 * @param pagesRemembered fragment pages that were returned to remembered blocks
 * @param pagesRecovered fragment pages that refills took back
 * @param pagesLost fragment pages that the zone gave to others
 * @param listLengthMean mean number of remembered blocks over refills
 * @param listLengthMax most blocks ever remembered at once by one CPU
 */
public record PartialBlockCounts(
        long remembered,
        long recovered,
        long pagesRemembered,
        long pagesRecovered,
        long pagesLost,
        double listLengthMean,
        int listLengthMax) {}
