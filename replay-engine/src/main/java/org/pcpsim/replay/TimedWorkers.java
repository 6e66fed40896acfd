package org.pcpsim.replay;

import org.pcpsim.model.AllocatorModel;

/**
 * When the periodic worker of each CPU is due in virtual time, and whether it has work then.
 *
 * <p>The same rules as {@link WorkerClock}'s, but each CPU for itself. Times in picoseconds since the begin of the run. Not
 * thread-safe.
 */
final class TimedWorkers {
    /** Passes within one pause at most: workers that never run out of work do not hold up a long one. */
    private static final int MOST_PASSES = 1 << 12;

    private static final long PS = 1000;

    private final AllocatorModel model;
    private final boolean deferred;
    private final long interval;
    private final long[] due;
    private final boolean[] busy;
    private final boolean[] waiting;
    private final int[] passes;
    private final Boosts boosts;
    private long round = -1;
    private boolean boosted;
    private int quiet;

    TimedWorkers(AllocatorModel model, WorkerPhases phases, long boostDelay) {
        this.model = model;
        deferred = phases.deferred();
        interval = phases.interval() * PS;
        due = new long[phases.cpus()];
        for (int cpu = 0; cpu < due.length; cpu++) {
            due[cpu] = phases.first(cpu) * PS;
        }
        busy = new boolean[due.length];
        waiting = new boolean[due.length];
        passes = new int[due.length];
        boosts = new Boosts(model, boostDelay);
    }

    /** When a CPU's worker fires next. */
    long due(int cpu) {
        return due[cpu];
    }

    /** A CPU begins an operation: whether its worker has waited for that and has work. */
    boolean busy(int cpu) {
        busy[cpu] = true;
        passes[cpu] = 0;
        quiet = 0;
        if (!waiting[cpu]) {
            return false;
        }
        waiting[cpu] = false;
        return model.workerHasWork(cpu);
    }

    /** A CPU's worker fires now: whether it makes a pass. */
    boolean fires(int cpu) {
        long now = due[cpu];
        if (now / interval != round) {
            round = now / interval;
            boosted = boosts.end(round * (interval / PS));
        }
        due[cpu] += interval;
        waiting[cpu] = waiting[cpu] || deferred && !busy[cpu] && model.workerWaits(cpu);
        busy[cpu] = false;
        boolean pass = !waiting[cpu] && model.workerHasWork(cpu);
        quiet = pass || boosted ? 0 : quiet + 1;
        passes[cpu] += pass ? 1 : 0;
        return pass;
    }

    /** Whether nobody has had work for so long that nobody will before the next operation. */
    boolean isQuiet(int cpu) {
        return quiet > 2 * due.length || passes[cpu] > MOST_PASSES;
    }

    /** A CPU's worker finds nothing to do before a time. */
    void skipTo(int cpu, long time) {
        if (time > due[cpu]) {
            due[cpu] += (time - due[cpu]) / interval * interval;
        }
    }
}
