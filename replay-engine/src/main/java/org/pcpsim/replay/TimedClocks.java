package org.pcpsim.replay;

import org.pcpsim.zone.InvariantException;

/**
 * The virtual clocks of a run's CPUs and what each spent its time on. Times in picoseconds since the begin. Not
 * thread-safe.
 */
final class TimedClocks {
    private static final long ENDLESS = Long.MAX_VALUE;

    private final TimedLocks locks;
    private final long[] clock;
    private final long[] thinkLeft;
    private final long[] thought;
    private final long[] allocWait;
    private final long[] freeWait;
    private long lastEnd;

    TimedClocks(int cpus, TimedLocks locks) {
        this.locks = locks;
        clock = new long[cpus];
        thinkLeft = new long[cpus];
        thought = new long[cpus];
        allocWait = new long[cpus];
        freeWait = new long[cpus];
    }

    /** A CPU's clock between operations. */
    long now(int cpu) {
        return clock[cpu];
    }

    /** When it will have thought; {@link Long#MAX_VALUE} if it has no operations left. */
    long begin(int cpu) {
        return thinkLeft[cpu] == ENDLESS ? ENDLESS : clock[cpu] + thinkLeft[cpu];
    }

    /** It is to think that long. */
    void toThink(int cpu, long time) {
        thinkLeft[cpu] = time;
    }

    /** It has thought until now. */
    void think(int cpu, long now) {
        long time = now - clock[cpu];
        thought[cpu] += time;
        thinkLeft[cpu] -= thinkLeft[cpu] == ENDLESS ? 0 : time;
        clock[cpu] = now;
    }

    /** It has thought for so long in all between operations, and has come to a time. */
    void thinkUntil(int cpu, long time, long now) {
        thought[cpu] += time;
        clock[cpu] = now;
    }

    /** It has waited for a page to be allocated, until a time. */
    void waitForAlloc(int cpu, long until) {
        allocWait[cpu] += until - clock[cpu];
        clock[cpu] = until;
    }

    /** It has waited for a page to be freed, until a time. */
    void waitForFree(int cpu, long until) {
        freeWait[cpu] += until - clock[cpu];
        clock[cpu] = until;
    }

    /** It has come to the end of an operation, at the clock of the locks. */
    void worked(int cpu) {
        clock[cpu] = locks.clock();
    }

    /** It has no operations left. */
    void end(int cpu) {
        thinkLeft[cpu] = ENDLESS;
        lastEnd = Math.max(lastEnd, clock[cpu]);
    }

    /** End of the last operation of all that have ended. */
    long lastEnd() {
        return lastEnd;
    }

    /** Every clock is the sum of what its CPU did. */
    void requireSums() {
        for (int cpu = 0; cpu < clock.length; cpu++) {
            VirtualTime time = time(cpu);
            if (time.parts() != time.span()) {
                throw new InvariantException("CPU " + cpu + ": the parts of its virtual time do not sum up: " + time);
            }
        }
    }

    /** Where a CPU's time went. */
    VirtualTime time(int cpu) {
        return new VirtualTime(
                clock[cpu], locks.busy(cpu), locks.waited(cpu), allocWait[cpu], freeWait[cpu], thought[cpu]);
    }

    /** Where the time of all CPUs went. */
    VirtualTime time() {
        VirtualTime sum = VirtualTime.NONE;
        for (int cpu = 0; cpu < clock.length; cpu++) {
            sum = sum.plus(time(cpu));
        }
        return sum;
    }
}
