package org.pcpsim.zone;

import java.util.List;
import org.pcpsim.machine.ZoneSpec;

/** What is known of the PCP lists that a trace began with, whoever found it out. */
@FunctionalInterface
public interface StartLengths {
    /** What is known of the lists of each CPU's PCP in a zone, by CPU; empty if nothing is. */
    List<ListLengths> of(ZoneSpec zone);

    /**
     * Pages of any zone that are known to have been free, in blocks of which others are known to have lain on PCPs
     * ({@link ShownPages}).
     */
    default long[] freePages() {
        return new long[0];
    }
}
