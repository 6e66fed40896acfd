package org.pcpsim.replay;

/**
 * What each model is asked for during a replay, before the first operation at which a moment has come: both must have passed.
 *
 * @param name what results call it
 * @param ns time since the first event, in timed order virtual time; 0 or more
 * @param operations allocations and frees; 0 or more
 * @param probe what is asked for
 */
public record ProbeMoment(String name, long ns, long operations, Probe probe) {
    /** A moment that never comes. */
    static final ProbeMoment NEVER = new ProbeMoment("never", 0, Long.MAX_VALUE, Probe.NONE);

    /** Whether it has come. */
    boolean isReached(long nsNow, long operationsNow) {
        return operationsNow >= operations && nsNow >= ns;
    }
}
