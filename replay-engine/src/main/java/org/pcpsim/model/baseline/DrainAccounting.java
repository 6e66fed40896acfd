package org.pcpsim.model.baseline;

/** What a drain in chunks subtracts from what it still has to do (baseline spec, amendment to sections 9.5, 10.2). */
public enum DrainAccounting {
    /** The pages it asked for, as the kernel does. */
    NOMINAL,
    /** The pages it returned. */
    ACTUAL
}
