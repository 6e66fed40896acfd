package org.pcpsim.lock;

/**
 * The locks of one run, owned by the engine.
 *
 * <p>A model asks for a lock by ending its step with a {@link Request} and gives it back here. Numbers: zone
 * {@code z} has lock {@code z}; the PCP of CPU {@code c} in zone {@code z} has {@link #pcp(int, int, int, int)}.
 */
public interface Locks {
    /** Gives a lock back; the work counted since the last request or drop was done under it. */
    void drop(int cpu, int lock);

    /** Number of the PCP lock of a zone and CPU on a machine of that many zones and CPUs. */
    static int pcp(int zones, int cpus, int zone, int cpu) {
        return zones + zone * cpus + cpu;
    }
}
