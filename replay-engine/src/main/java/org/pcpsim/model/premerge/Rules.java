package org.pcpsim.model.premerge;

import java.util.List;
import org.pcpsim.model.DrainAllRule;
import org.pcpsim.model.Parameter;
import org.pcpsim.model.Parameters;

/**
 * What the thread leaves open of merging before a drain, as chosen for one run. Immutable.
 *
 * @param window among which chunks buddies are looked for
 * @param lookup how a buddy is found
 * @param drainAll as for the baseline
 * @param freeHighKeepsBatch as for the baseline
 */
record Rules(Window window, Lookup lookup, DrainAllRule drainAll, boolean freeHighKeepsBatch) {

    /** Among which chunks buddies are looked for. */
    enum Window {
        /** Those of one hold of the zone lock; nothing merged stays behind. */
        HOLD,
        /** Those of the whole drain; what later holds return waits merged. */
        OPERATION,
        /** All of the PCP. */
        PCP,
        /** All of the PCP; and before a drain of all PCPs, or when no order-9 chunk is left, those of all PCPs. */
        ALL_PCPS;

        /** Whether chunks that are not about to be drained are looked at. */
        boolean isWholePcp() {
            return this == PCP || this == ALL_PCPS;
        }
    }

    /** How a buddy is found. */
    enum Lookup {
        /** The window is sorted once: n log n comparisons of frame numbers. */
        SORT,
        /** The chunks of the buddy's order are walked for each look. */
        SCAN,
        /** Each page knows the CPU that it lies with: one look at the buddy. */
        TAG
    }

    /** All of them, as users set them. */
    static final List<Parameter> PARAMETERS = List.of(
            Parameter.choice(
                    "window",
                    Window.HOLD,
                    "chunks among which buddies are merged: of one zone lock hold, of the drain, of the PCP, of all PCPs"),
            Parameter.choice(
                    "lookup", Lookup.SORT, "how a buddy is found: sorted, by walking the lists, by a tag in the page"),
            DrainAllRule.PARAMETER,
            DrainAllRule.TARGET_ORDER,
            DrainAllRule.TARGET_WANT,
            Parameter.number("freeHighKeepsBatch", 1, 0, 1, "as for baseline"));

    static Rules of(Parameters given) {
        return new Rules(
                given.choice("window", Window.class),
                given.choice("lookup", Lookup.class),
                given.choice("drainAll", DrainAllRule.class),
                given.number("freeHighKeepsBatch") != 0);
    }
}
