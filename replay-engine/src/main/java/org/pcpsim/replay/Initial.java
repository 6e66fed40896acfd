package org.pcpsim.replay;

/** What memory looks like when the trace begins. */
public sealed interface Initial {
    /** All memory free, as after boot; frees of pages that the trace did not allocate are skipped. */
    record Fresh() implements Initial {}

    /** All memory free. */
    static Initial fresh() {
        return new Fresh();
    }
}
