package org.pcpsim.fidelity;

import java.util.Arrays;
import org.pcpsim.inspection.KernelRun;
import org.pcpsim.trace.EventBatch;

/** When each CPU's worker first drained in a trace. Memory in the number of CPUs. Not thread-safe. */
final class FirstPasses {
    /** No drain by a CPU's worker was seen. */
    static final long NONE = Long.MIN_VALUE;

    private final long[] times;
    private long firstTime = Long.MAX_VALUE;

    FirstPasses(int cpus) {
        times = new long[cpus];
        Arrays.fill(times, NONE);
    }

    /** Takes the next events. */
    void accept(EventBatch batch) {
        for (int row = 0; row < batch.size; row++) {
            firstTime = Math.min(firstTime, batch.time[row]);
        }
    }

    /** Takes the next hold of a zone lock. */
    void accept(KernelRun run) {
        if (run.kind() == KernelRun.Kind.DECAY && run.cpu() < times.length && times[run.cpu()] == NONE) {
            times[run.cpu()] = run.time();
        }
    }

    /** Time of the first drain by a CPU's worker in ns, {@link #NONE} if there is none. */
    long of(int cpu) {
        return times[cpu];
    }

    /** Time of the first event in ns. */
    long firstTime() {
        return firstTime;
    }
}
