package org.pcpsim.inspection;

import java.util.List;
import org.pcpsim.result.Quality;
import org.pcpsim.result.TraceCounts;

/**
 * What is in a trace.
 *
 * @param trace totals
 * @param events events by kind
 * @param operations allocations and frees
 * @param gfp gfp flags, the most frequent first
 * @param commands commands, those with most operations first; at most {@link Inspector#MOST_COMMANDS}
 * @param lifetimes how long chunks lived
 * @param live live pages over time
 * @param reuse how soon freed pages are allocated again
 * @param tasks operations by kind of task
 * @param span pages that events name between the snapshots
 * @param cpuPairs who freed what whom had allocated
 * @param kernel what the recorded kernel did under {@code zone->lock}
 * @param quality what the trace lacks or contradicts
 */
public record Inspection(
        TraceCounts trace,
        EventCounts events,
        Operations operations,
        List<GfpCount> gfp,
        List<CommCount> commands,
        Lifetimes lifetimes,
        LiveOverTime live,
        Reuse reuse,
        Tasks tasks,
        Span span,
        CpuPairs cpuPairs,
        KernelActivity kernel,
        Quality quality) {

    /** Copies the lists. */
    public Inspection {
        gfp = List.copyOf(gfp);
        commands = List.copyOf(commands);
    }
}
