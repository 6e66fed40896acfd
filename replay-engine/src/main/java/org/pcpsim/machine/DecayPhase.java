package org.pcpsim.machine;

/** When the periodic workers of the CPUs fire within each interval. */
public enum DecayPhase {
    /** One after the other: CPU {@code c} at {@code (c + 1) / cpus} of each interval. */
    STAGGERED,
    /** All at the end of each interval, in the order of their numbers. */
    TOGETHER
}
