package org.pcpsim.replay;

import java.util.Arrays;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.zone.Watermark;
import org.pcpsim.zone.Zone;

/**
 * Ends boosts of the marks.
 *
 * <p>A boost ends at the first look that finds it older than the delay, counted from the first look that found it: kswapd is
 * not modelled (baseline spec section 3.4). Not thread-safe.
 */
final class Boosts {
    private static final long NOT_SEEN = -1;

    private final Watermark[] marks;
    private final long[] seen;
    private final long delay;

    /** Of a model's zones; the delay in ns. */
    Boosts(AllocatorModel model, long delay) {
        this.delay = delay;
        marks = model.zones().stream().map(Zone::watermark).toArray(Watermark[]::new);
        seen = new long[marks.length];
        Arrays.fill(seen, NOT_SEEN);
    }

    /** Looks at a time in ns; returns whether a boost is left that waits for its end. */
    boolean end(long at) {
        boolean left = false;
        for (int z = 0; z < marks.length; z++) {
            if (marks[z].boost() == 0) {
                seen[z] = NOT_SEEN;
            } else if (seen[z] == NOT_SEEN) {
                seen[z] = at;
                left = true;
            } else if (at - seen[z] >= delay) {
                marks[z].endBoost();
                seen[z] = NOT_SEEN;
            } else {
                left = true;
            }
        }
        return left;
    }
}
