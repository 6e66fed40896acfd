package org.pcpsim.replay;

import java.util.Optional;
import org.pcpsim.metrics.LockCounts;
import org.pcpsim.metrics.MemoryRecord;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.model.Parameters;
import org.pcpsim.result.ByGroup;

/** What a run has counted, warmup not included, as results are made of it. */
interface CountedRun {
    ModelChoice choice();

    Parameters parameters();

    AllocatorModel model();

    LockCounts lockCounts();

    MemoryRecord memory();

    /** What the model had counted when the warmup ended. */
    CountBase base();

    RunCounts counted();

    default long allocs() {
        return counted().allocs;
    }

    default long frees() {
        return counted().frees;
    }

    default long skippedFrees() {
        return counted().skippedFrees;
    }

    /** Pages that the counted allocations asked for. */
    default long requestedPages() {
        return counted().requestedPages;
    }

    /** Operations replayed, warmup included. */
    long operations();

    /** Whether the warmup has passed, or there is none. */
    boolean isWarm();

    /** Who caused lock takes, if that was counted. */
    default Optional<ByGroup> byGroup() {
        return Optional.empty();
    }

    /** How the run went over time. */
    Course course();

    /** What timed order counts beside, in timed order. */
    default Optional<TimedTally> timed() {
        return Optional.empty();
    }
}
