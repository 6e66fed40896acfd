package org.pcpsim.replay;

import java.util.List;

/**
 * What each model is asked for, and when.
 *
 * <p>For a moment during a replay a run of its own replays the trace up to there, is asked, and is given up: the replay
 * that the figures are of knows nothing of it. It costs the time of that part of the replay again and the memory of one more
 * model meanwhile.
 *
 * @param atEnd of the state that the replay ends with
 * @param during of states on the way, each moment once
 */
public record ProbePlan(Probe atEnd, List<ProbeMoment> during) {
    /** Nothing is asked for. */
    public static final ProbePlan NONE = new ProbePlan(Probe.NONE, List.of());

    /** Copies the list. */
    public ProbePlan {
        during = List.copyOf(during);
    }

    /** Whether nothing is asked for. */
    public boolean isNone() {
        return atEnd.equals(Probe.NONE) && during.isEmpty();
    }
}
