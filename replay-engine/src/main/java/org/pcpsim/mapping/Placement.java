package org.pcpsim.mapping;

/**
 * Says on which modelled CPU each event of a task runs.
 *
 * <p>Events are asked for in the order of time. Not thread-safe.
 */
public interface Placement {
    /**
     * The modelled CPU of an event.
     *
     * @param copy copy of the trace, from 0
     * @param cpu CPU that it was recorded on
     * @param pid recorded process; 0 if it is none
     * @param time time in ns, not less than the last
     */
    int cpu(int copy, int cpu, int pid, long time);
}
