package org.pcpsim.cli.sweep;

import java.io.PrintStream;
import org.pcpsim.cli.report.Quantity;

/** How far a sweep is, in one line of a terminal that is overwritten twice a second at most. Not thread-safe. */
public final class SweepProgress {
    private static final long EVERY_NS = 500_000_000;
    private static final String WIPE = "\r\u001b[K";

    private final PrintStream terminal;
    private final int before;
    private final int total;
    private final long started = System.nanoTime();
    private long next = started + 2 * EVERY_NS;
    private int done;
    private boolean shown;

    /**
     * Begins now.
     *
     * @param before points that were finished before
     * @param total points that there will be
     */
    public SweepProgress(PrintStream terminal, int before, int total) {
        this.terminal = terminal;
        this.before = before;
        this.total = total;
    }

    /** One more point is finished. */
    public void finished() {
        done++;
        long now = System.nanoTime();
        if (now > next) {
            next = now + EVERY_NS;
            shown = true;
            terminal.print(WIPE + words(before, done, total, now - started));
            terminal.flush();
        }
    }

    /** What is shown after so many points and nanoseconds. */
    static String words(int before, int done, int total, long ns) {
        long left = (total - before - done) * (ns / done);
        return "sweep: " + Quantity.count(before + done) + " of " + Quantity.counted(total, "point") + ", "
                + seconds(ns) + ", about " + seconds(left) + " left";
    }

    private static String seconds(long ns) {
        long seconds = ns / 1_000_000_000;
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h " + seconds / 60 % 60 + " min";
    }

    /** Wipes the line. */
    public void end() {
        if (shown) {
            terminal.print(WIPE);
            terminal.flush();
        }
    }
}
