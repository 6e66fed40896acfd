package org.pcpsim.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.random.SplitMix64;

/** One lock alone does what queueing theory says of it. */
class QueueingTheoryTest {
    private static final long HOLD = 1_000_000;
    private static final long[] NO_TRANSFER = new long[Distances.COUNT];

    private static long exponential(SplitMix64 random, double mean) {
        double uniform = ((random.nextLong() >>> 11) + 1) * 0x1p-53;
        return Math.round(-StrictMath.log(uniform) * mean);
    }

    /** Open arrivals: each is a CPU of its own, which is idle again when it has dropped the lock. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.6, 0.9})
    void openPoissonArrivalsWaitAsLongAsTheFormulaSays(double load) {
        int cpus = 4096;
        int arrivals = 4_000_000;
        SplitMix64 random = new SplitMix64(1);
        VirtualLocks locks = new VirtualLocks(1, Distances.equal(cpus), NO_TRANSFER);
        long now = 0;
        double waited = 0;
        int[] running = new int[cpus];
        int oldest = 0;
        int newest = 0;
        for (int i = 0; i < arrivals; i++) {
            now += exponential(random, HOLD / load);
            // Holds that have begun by now end, the end being known when they begin.
            while (oldest < newest && locks.grantedAt(0) <= now) {
                int next = locks.drop(running[oldest % cpus], 0, locks.grantedAt(0) + HOLD);
                oldest++;
                if (next != VirtualLocks.NOBODY) {
                    waited += locks.grantedAt(0) - locks.askedAt(next);
                }
            }
            int cpu = newest % cpus;
            running[cpu] = cpu;
            newest++;
            long grant = locks.take(cpu, 0, now);
            if (grant != VirtualLocks.UNKNOWN) {
                waited += grant - now;
            }
        }

        double expected = load * HOLD / (2 * (1 - load));
        assertThat(waited / arrivals).isCloseTo(expected, Percentage.withPercentage(2));
    }

    /** What the sources of a closed loop get done in a time, with the lock of the engine. */
    private static long locked(int sources, double think, long end, long seed) {
        VirtualLocks locks = new VirtualLocks(1, Distances.equal(sources), NO_TRANSFER);
        CpuQueue queue = new CpuQueue(sources);
        boolean[] holds = new boolean[sources];
        SplitMix64[] random = new SplitMix64[sources];
        for (int source = 0; source < sources; source++) {
            random[source] = SplitMix64.ofPart(seed, source);
            queue.set(source, exponential(random[source], think));
        }
        long done = 0;
        while (queue.time(queue.first()) < end) {
            int source = queue.first();
            long now = queue.time(source);
            if (!holds[source]) {
                holds[source] = true;
                queue.set(source, locks.take(source, 0, now));
                continue;
            }
            // The hold has begun and is over after its time.
            holds[source] = false;
            int next = locks.drop(source, 0, now + HOLD);
            if (next != VirtualLocks.NOBODY) {
                queue.set(next, locks.grantedAt(0));
            }
            done++;
            queue.set(source, now + HOLD + exponential(random[source], think));
        }
        return done;
    }

    /**
     * The same by an independent simulation: the server takes whoever has been ready longest, and who was served thinks
     * again. It knows no locks and no queue but the times at which sources are ready.
     */
    private static long simulated(int sources, double think, long end, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        long[] readyAt = new long[sources];
        for (int source = 0; source < sources; source++) {
            readyAt[source] = exponential(random, think);
        }
        long serverFree = 0;
        long done = 0;
        while (true) {
            int longest = 0;
            for (int source = 1; source < sources; source++) {
                if (readyAt[source] < readyAt[longest]) {
                    longest = source;
                }
            }
            long begin = Math.max(serverFree, readyAt[longest]);
            if (begin >= end) {
                return done;
            }
            serverFree = begin + HOLD;
            readyAt[longest] = serverFree + exponential(random, think);
            done++;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8, 64})
    void aClosedLoopGetsAsMuchDoneAsAnIndependentSimulation(int sources) {
        // Half loaded without waiting, so that neither thinking nor the lock alone decides.
        double think = 2.0 * sources * HOLD;
        long end = 400_000 * HOLD;

        double[] engine = new double[4];
        double[] reference = new double[4];
        for (int run = 0; run < engine.length; run++) {
            engine[run] = locked(sources, think, end, 1 + run);
            reference[run] = simulated(sources, think, end, 101 + run);
        }

        double mean = Arrays.stream(reference).average().orElseThrow();
        assertThat(Arrays.stream(engine).average().orElseThrow()).isCloseTo(mean, Percentage.withPercentage(1));
        // And where the lock is the bottleneck, it is never idle.
        assertThat(locked(sources, 0.1 * HOLD, 100_000 * HOLD, 7))
                .isCloseTo(simulated(sources, 0.1 * HOLD, 100_000 * HOLD, 8), within(1000L));
    }
}
