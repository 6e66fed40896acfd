package org.pcpsim.replay;

/**
 * Where virtual time went, in picoseconds.
 *
 * @param span from the begin of the run to the end of what a CPU did, workers included
 * @param busy working
 * @param lockWait waiting for locks
 * @param allocWait waiting for pages to be allocated that are to be freed
 * @param freeWait waiting for pages to be freed, where no more may be live
 * @param think in between
 */
record VirtualTime(long span, long busy, long lockWait, long allocWait, long freeWait, long think) {
    /** No time at all. */
    static final VirtualTime NONE = new VirtualTime(0, 0, 0, 0, 0, 0);

    /** All but the span; it is their sum. */
    long parts() {
        return busy + lockWait + allocWait + freeWait + think;
    }

    VirtualTime plus(VirtualTime other) {
        return new VirtualTime(
                span + other.span,
                busy + other.busy,
                lockWait + other.lockWait,
                allocWait + other.allocWait,
                freeWait + other.freeWait,
                think + other.think);
    }
}
