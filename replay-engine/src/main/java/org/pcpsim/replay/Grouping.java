package org.pcpsim.replay;

/** What operations are grouped by, to say who causes lock takes. */
public enum Grouping {
    /** Name of the process. */
    COMM,
    /** Process. */
    PID,
    /** Allocation flags as printed; of a free, those of what it frees. */
    GFP,
    /** Order of the pages. */
    ORDER,
    /** CPU. */
    CPU,
    /** Node of the CPU. */
    NODE
}
