package org.pcpsim.replay;

import org.pcpsim.model.AllocatorModel;

/**
 * Fires the periodic worker of each CPU as the trace's time passes, and ends boosts of the marks.
 *
 * <p>Each CPU fires first at its {@link WorkerPhases phase} after the origin and then every interval (baseline spec
 * section 10.1). Intervals in which no worker has work are passed over at once, so the
 * length of a pause costs nothing. A boost ends at the first begin of an interval that finds it older than the delay,
 * counted from the first begin that found it: kswapd is not modelled (baseline spec section 3.4). Not thread-safe.
 */
final class WorkerClock {
    /** Intervals gone through at one go at most: workers that never run out of work do not hold up a long pause. */
    private static final int MOST_ROUNDS = 1 << 12;

    private static final long NEVER = Long.MAX_VALUE;

    private final AllocatorModel model;
    private final int cpus;
    private final long interval;
    private final WorkerPhases phases;
    private final long origin;
    private final Boosts boosts;
    private final boolean[] busy;
    private final boolean[] waiting;
    private long round;
    private int place;
    private long nextAt;

    /** Runs a pass of a CPU's worker. */
    @FunctionalInterface
    interface Pass {
        void run(int cpu);
    }

    WorkerClock(AllocatorModel model, WorkerPhases phases, long boostDelay, long origin) {
        this.model = model;
        this.phases = phases;
        cpus = phases.cpus();
        interval = phases.interval();
        busy = new boolean[cpus];
        waiting = new boolean[cpus];
        this.origin = origin;
        boosts = new Boosts(model, boostDelay);
        nextAt = firing();
    }

    /** Time of the pass under way, in ns. */
    long passTime() {
        return origin + nextAt;
    }

    /** Time of the next pass of any worker, in ns; {@link Long#MAX_VALUE} if none comes any more. */
    long next() {
        return nextAt == NEVER ? NEVER : origin + nextAt;
    }

    /** Lets all workers run that fire at or before a time. */
    void advanceTo(long time, Pass pass) {
        long elapsed = Math.min(time - origin, NEVER - 1); // so that it stays before never
        if (elapsed < nextAt) {
            return;
        }
        long lastRound = round + MOST_ROUNDS;
        while (elapsed >= nextAt) {
            if (place == 0) {
                beginRound(elapsed, round >= lastRound);
                if (elapsed < nextAt) {
                    return;
                }
            }
            int cpu = phases.cpu(place);
            waiting[cpu] = waiting[cpu] || phases.deferred() && !busy[cpu] && model.workerWaits(cpu);
            busy[cpu] = false;
            if (!waiting[cpu] && model.workerHasWork(cpu)) {
                pass.run(cpu);
            }
            if (++place == cpus) {
                place = 0;
                round++;
            }
            nextAt = firing();
        }
    }

    /** Skips to the interval of the present time if this one and those until then have nothing to do. */
    private void beginRound(long elapsed, boolean skip) {
        boolean boosted = boosts.end(round * interval);
        if (!skip && (boosted || anyWork())) {
            return;
        }
        long now = elapsed / interval;
        if (now > round) {
            round = now;
            nextAt = firing();
        }
    }

    /** A CPU is busy: whether its worker has waited for that and has work. */
    boolean busy(int cpu) {
        busy[cpu] = true;
        if (!waiting[cpu]) {
            return false;
        }
        waiting[cpu] = false;
        return model.workerHasWork(cpu);
    }

    private boolean anyWork() {
        for (int cpu = 0; cpu < cpus; cpu++) {
            if (model.workerHasWork(cpu)) {
                return true;
            }
        }
        return false;
    }

    /** When the next worker fires, since the origin; {@link #NEVER} if that is after the last time there is. */
    private long firing() {
        long last = NEVER - origin;
        long begin = round * interval;
        long offset = phases.first(phases.cpu(place));
        return round > last / interval || offset > last - begin ? NEVER : begin + offset;
    }
}
