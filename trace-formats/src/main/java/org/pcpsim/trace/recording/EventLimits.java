package org.pcpsim.trace.recording;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.input.Limit;
import org.pcpsim.trace.input.Limits;

/** Counts events, CPUs and process ids of one trace up to their limits. A few ns an event. Not thread-safe. */
final class EventLimits {
    /** The kernel's own bound of process ids. */
    private static final int USUAL_PIDS = 1 << 22;

    private final String name;
    private final Limits limits;
    private final long mostEvents;
    private final long mostCpus;
    private final long mostPids;
    private final BitSet cpus = new BitSet();
    private final BitSet pids = new BitSet();
    private final Set<Integer> otherPids = new HashSet<>();
    private int cpuCount;
    private int pidCount;

    EventLimits(String name, Limits limits) {
        this.name = name;
        this.limits = limits;
        this.mostEvents = limits.get(Limit.EVENTS);
        this.mostCpus = limits.get(Limit.CPUS);
        this.mostPids = limits.get(Limit.PIDS);
    }

    /** Whether they are those that a trace has where nobody sets others. */
    boolean areUsual() {
        return mostEvents == Limits.DEFAULT.get(Limit.EVENTS)
                && mostCpus == Limits.DEFAULT.get(Limit.CPUS)
                && mostPids == Limits.DEFAULT.get(Limit.PIDS);
    }

    /** Counts the next batch. */
    void check(EventBatch batch) throws TraceException {
        if (batch.firstEvent + batch.size > mostEvents) {
            throw limits.exceeded(name, Limit.EVENTS);
        }
        for (int row = 0; row < batch.size; row++) {
            int cpu = batch.cpu[row];
            if (!cpus.get(cpu)) {
                cpus.set(cpu);
                require(++cpuCount <= mostCpus, batch.firstEvent + row, Limit.CPUS);
            }
            int pid = batch.pid[row];
            if (isNew(pid)) {
                require(++pidCount <= mostPids, batch.firstEvent + row, Limit.PIDS);
            }
        }
    }

    private boolean isNew(int pid) {
        if (pid < 0 || pid >= USUAL_PIDS) {
            return otherPids.add(pid);
        }
        if (pids.get(pid)) {
            return false;
        }
        pids.set(pid);
        return true;
    }

    private void require(boolean holds, long event, Limit limit) throws TraceException {
        if (!holds) {
            throw limits.exceeded(name + ": event " + event, limit);
        }
    }
}
