package org.pcpsim.trace.recording;

import java.util.BitSet;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.PackedOperations;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.input.Limit;
import org.pcpsim.trace.input.Limits;
import org.pcpsim.trace.input.PidCount;

/** Counts events, CPUs and process ids of one trace up to their limits. A few ns an event. Not thread-safe. */
final class EventLimits {
    private final String name;
    private final Limits limits;
    private final long mostEvents;
    private final long mostCpus;
    private final long mostPids;
    private final BitSet cpus = new BitSet();
    private final PidCount pids = new PidCount();
    private int cpuCount;

    EventLimits(String name, Limits limits) {
        this.name = name;
        this.limits = limits;
        this.mostEvents = limits.get(Limit.EVENTS);
        this.mostCpus = limits.get(Limit.CPUS);
        this.mostPids = limits.get(Limit.PIDS);
    }

    /** Whether a trace keeps to them, by what is known of it. */
    boolean allow(PackedOperations known) {
        return known.events() <= mostEvents && known.cpus() <= mostCpus && known.pids() <= mostPids;
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
            if (pids.add(pid)) {
                require(pids.count() <= mostPids, batch.firstEvent + row, Limit.PIDS);
            }
        }
    }

    private void require(boolean holds, long event, Limit limit) throws TraceException {
        if (!holds) {
            throw limits.exceeded(name + ": event " + event, limit);
        }
    }
}
