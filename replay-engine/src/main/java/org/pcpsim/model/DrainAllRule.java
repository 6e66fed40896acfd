package org.pcpsim.model;

/** What is done with the PCPs when no zone can serve an allocation above its min mark (pcp-buddy spec section 7c). */
public enum DrainAllRule {
    /** Every PCP of every zone is drained. */
    ALL,
    /** Other CPUs are asked, one after the other, for one chunk that fits; every PCP is drained only if none has one. */
    TARGETED;

    /** In which order CPUs are asked. */
    enum Visits {
        /** Those that share the last-level cache, those of the node, the others. */
        LLC,
        /** Those of the node, the others. */
        NODE
    }

    private static final String ORDER = "targetOrder";
    private static final String WANT = "targetWant";

    /** The parameter of every design with PCPs that says so. */
    public static final Parameter PARAMETER = Parameter.choice(
            "drainAll",
            ALL,
            "when memory is short: drain every PCP, or ask one after the other for one chunk that fits (7c)");

    /** The parameter that says whom {@link #TARGETED} asks first; a design that does not declare it has its default. */
    public static final Parameter TARGET_ORDER =
            Parameter.choice(ORDER, Visits.LLC, "drainAll=TARGETED asks by shared cache, then node, or by node only");

    /** The parameter that says what {@link #TARGETED} takes along; a design that does not declare it has its default. */
    public static final Parameter TARGET_WANT =
            Parameter.number(WANT, 0, 0, 512, "further pages that drainAll=TARGETED takes along for the own PCP");

    static boolean byCache(Parameters given) {
        return !Visits.NODE.name().equals(given.values().get(ORDER));
    }

    static int want(Parameters given) {
        return given.values().containsKey(WANT) ? given.number(WANT) : 0;
    }
}
