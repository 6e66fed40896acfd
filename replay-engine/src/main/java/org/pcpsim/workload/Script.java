package org.pcpsim.workload;

/** Writes the requests of one source, one after the other; holds a few numbers. Not thread-safe. */
@FunctionalInterface
interface Script {
    /** Fills in the next request; must not ask for nothing forever. */
    void next(Request request);
}
