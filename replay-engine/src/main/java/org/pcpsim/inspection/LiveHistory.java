package org.pcpsim.inspection;

import java.util.ArrayList;
import java.util.List;

/**
 * How many pages of the trace were live as time went by.
 *
 * <p>Intervals of equal length, {@value #MOST} at most: when the trace outgrows them, two become one and the next are
 * twice as long. Each keeps what was live at its end, at least and at most, which joining does not blur. Not thread-safe.
 */
final class LiveHistory {
    private static final int MOST = 128;
    private static final long FIRST_WIDTH_NS = 1_000;

    private final long[] atEnd = new long[MOST];
    private final long[] least = new long[MOST];
    private final long[] most = new long[MOST];
    private long width = FIRST_WIDTH_NS;
    private long origin;
    private int last = -1;

    /** So many pages are live from this moment on; a moment before the last interval counts as in it. */
    void add(long time, long pages) {
        if (last < 0) {
            origin = time;
            last = 0;
            atEnd[0] = pages;
            least[0] = pages;
            most[0] = pages;
            return;
        }
        moveTo(time);
        atEnd[last] = pages;
        least[last] = Math.min(least[last], pages);
        most[last] = Math.max(most[last], pages);
    }

    private void moveTo(long time) {
        long ahead = Math.max(0, time - origin);
        while (ahead / width >= MOST) {
            halve();
        }
        int interval = (int) (ahead / width);
        while (last < interval) {
            last++;
            atEnd[last] = atEnd[last - 1];
            least[last] = atEnd[last - 1];
            most[last] = atEnd[last - 1];
        }
    }

    private void halve() {
        for (int i = 0; i <= last / 2; i++) {
            int upper = Math.min(2 * i + 1, last);
            atEnd[i] = atEnd[upper];
            least[i] = Math.min(least[2 * i], least[upper]);
            most[i] = Math.max(most[2 * i], most[upper]);
        }
        last /= 2;
        width *= 2;
    }

    LiveOverTime result() {
        List<LiveOverTime.Interval> intervals = new ArrayList<>();
        for (int i = 0; i <= last; i++) {
            intervals.add(new LiveOverTime.Interval(atEnd[i], least[i], most[i]));
        }
        return new LiveOverTime(width, intervals);
    }
}
