package org.pcpsim.replay;

import org.pcpsim.metrics.LockCounts;
import org.pcpsim.model.AllocatorModel;

/** A run between two operations, on which operations can be run that its trace does not have. */
interface Probed {
    /** The model. */
    AllocatorModel model();

    /** What is counted of its locks. */
    LockCounts lockCounts();

    /** Sets what is counted of its locks to zero. */
    void forgetLocks();

    /** Runs an operation of a CPU from its first request to its end. */
    void perform(int cpu, int first);
}
