package org.pcpsim.model;

/** What is done with the PCPs when no zone can serve an allocation above its min mark (pcp-buddy spec section 7c). */
public enum DrainAllRule {
    /** Every PCP of every zone is drained. */
    ALL,
    /** Other CPUs are asked, one after the other, for one chunk that fits; every PCP is drained only if none has one. */
    TARGETED;

    /** The parameter of every design with PCPs that says so. */
    public static final Parameter PARAMETER = Parameter.choice(
            "drainAll",
            ALL,
            "when memory is short: drain every PCP, or ask one after the other for one chunk that fits (7c)");
}
