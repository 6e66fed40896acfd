package org.pcpsim.replay;

import org.pcpsim.machine.DecayPhase;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.zone.Watermark;
import org.pcpsim.zone.Zone;

/**
 * Fires the periodic worker of each CPU as the trace's time passes, and ends boosts of the marks.
 *
 * <p>CPU {@code c} fires first at {@code origin + (c + 1) · interval / cpus}, or all at {@code origin + interval}, and
 * then every interval (baseline spec section 10.1). Intervals in which no worker has work are passed over at once, so the
 * length of a pause costs nothing. A boost ends at the first begin of an interval that finds it older than the delay,
 * counted from the first begin that found it: kswapd is not modelled (baseline spec section 3.4). Not thread-safe.
 */
final class WorkerClock {
    private static final long SHORTEST_NS = 1_000_000;

    /** Intervals gone through at one go at most: workers that never run out of work do not hold up a long pause. */
    private static final int MOST_ROUNDS = 1 << 12;

    private static final long NOT_SEEN = -1;

    private final AllocatorModel model;
    private final int cpus;
    private final long interval;
    private final DecayPhase phase;
    private final long boostDelay;
    private final long origin;
    private final Watermark[] marks;
    private final long[] boostSeen;
    private long round;
    private int nextCpu;
    private long nextAt;

    /** Runs a pass of a CPU's worker. */
    @FunctionalInterface
    interface Pass {
        void run(int cpu);
    }

    WorkerClock(AllocatorModel model, int cpus, long interval, DecayPhase phase, long boostDelay, long origin) {
        this.model = model;
        this.cpus = cpus;
        this.interval = Math.max(interval, SHORTEST_NS);
        this.phase = phase;
        this.boostDelay = boostDelay;
        this.origin = origin;
        marks = model.zones().stream().map(Zone::watermark).toArray(Watermark[]::new);
        boostSeen = new long[marks.length];
        java.util.Arrays.fill(boostSeen, NOT_SEEN);
        nextAt = offset(0);
    }

    /** Time of the pass under way, in ns. */
    long passTime() {
        return origin + nextAt;
    }

    /** Lets all workers run that fire at or before a time. */
    void advanceTo(long time, Pass pass) {
        long elapsed = time - origin;
        if (elapsed < nextAt) {
            return;
        }
        long lastRound = round + MOST_ROUNDS;
        while (elapsed >= nextAt) {
            if (nextCpu == 0) {
                beginRound(elapsed, round >= lastRound);
                if (elapsed < nextAt) {
                    return;
                }
            }
            if (model.workerHasWork(nextCpu)) {
                pass.run(nextCpu);
            }
            if (++nextCpu == cpus) {
                nextCpu = 0;
                round++;
            }
            nextAt = round * interval + offset(nextCpu);
        }
    }

    /** Skips to the interval of the present time if this one and those until then have nothing to do. */
    private void beginRound(long elapsed, boolean skip) {
        boolean boosted = endBoosts();
        if (!skip && (boosted || anyWork())) {
            return;
        }
        long now = elapsed / interval;
        if (now > round) {
            round = now;
            nextAt = round * interval + offset(0);
        }
    }

    private boolean anyWork() {
        for (int cpu = 0; cpu < cpus; cpu++) {
            if (model.workerHasWork(cpu)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a boost is left that waits for its end. */
    private boolean endBoosts() {
        boolean left = false;
        long at = round * interval;
        for (int z = 0; z < marks.length; z++) {
            if (marks[z].boost() == 0) {
                boostSeen[z] = NOT_SEEN;
            } else if (boostSeen[z] == NOT_SEEN) {
                boostSeen[z] = at;
                left = true;
            } else if (at - boostSeen[z] >= boostDelay) {
                marks[z].endBoost();
                boostSeen[z] = NOT_SEEN;
            } else {
                left = true;
            }
        }
        return left;
    }

    /** Offset of a CPU's worker in its interval: {@code (cpu + 1) · interval / cpus} without overflow. */
    private long offset(int cpu) {
        if (phase == DecayPhase.TOGETHER) {
            return interval;
        }
        return interval / cpus * (cpu + 1) + interval % cpus * (cpu + 1) / cpus;
    }
}
