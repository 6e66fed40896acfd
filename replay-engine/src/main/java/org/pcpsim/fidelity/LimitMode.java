package org.pcpsim.fidelity;

/** Which flags of a zone decide the limit that a free compares count with. Source: baseline spec section 9.6. */
enum LimitMode {
    /** None: the limit is {@code high}. */
    NORMAL,
    /** {@code ZONE_BELOW_HIGH}: the limit is count itself, from {@code high_min} on. */
    BELOW_HIGH,
    /** {@code ZONE_RECLAIM_ACTIVE}: the limit is four batches. */
    RECLAIM;

    static LimitMode of(ZoneMarks marks, int zone) {
        if (marks.reclaimActive(zone)) {
            return RECLAIM;
        }
        return marks.belowHigh(zone) ? BELOW_HIGH : NORMAL;
    }
}
