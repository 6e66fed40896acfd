package org.pcpsim.replay;

import org.pcpsim.model.AllocatorModel;
import org.pcpsim.zone.InvariantException;
import org.pcpsim.zone.Zone;

/**
 * Verifies a run in trace order every so many operations: the model's invariants, and that the model has given out what the
 * run has of it. Not thread-safe.
 */
final class RunCheck {
    private final long interval;
    private final AllocatorModel model;
    private final SequentialLocks locks;
    private long next;

    /**
     * Of a run.
     *
     * @param interval operations from one check to the next, 0 for none
     */
    RunCheck(long interval, AllocatorModel model, SequentialLocks locks) {
        this.interval = interval;
        this.model = model;
        this.locks = locks;
        next = isOn() ? interval : Long.MAX_VALUE;
    }

    boolean isOn() {
        return interval > 0;
    }

    /** Operations after which it is due. */
    long next() {
        return next;
    }

    /** It is done now, after so many operations. */
    void passed(long operations) {
        next = operations + interval;
    }

    /**
     * Verifies what is now.
     *
     * @param expected pages that the run has of the model
     * @throws InvariantException naming the first invariant broken
     */
    void run(long expected) {
        model.check();
        long out = 0;
        for (int z = 0; z < model.zones().size(); z++) {
            Zone zone = model.zones().get(z);
            out += zone.spec().managed() - zone.freePages() - model.pcpPages(z);
        }
        if (out != expected) {
            throw new InvariantException(
                    "pages neither free nor on a PCP: counted " + out + ", given out and not taken back " + expected);
        }
        locks.check();
    }
}
