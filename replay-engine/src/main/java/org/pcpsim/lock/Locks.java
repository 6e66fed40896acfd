package org.pcpsim.lock;

/**
 * The locks of one run, owned by the engine.
 *
 * <p>A model asks for a lock by ending its step with a {@link Request} and gives it back here. Numbers: zone
 * {@code z} has lock {@code z}; the PCP of CPU {@code c} in zone {@code z} has {@link #pcp(int, int, int, int)}. A lock-free
 * list is one too, as far as its cache line goes: to push is to take {@link #remoteList(int, int, int, int)}, with no lock
 * held, and to drop it in the same step; {@link #takeList} is to take all that is on it, by one atomic exchange.
 */
public interface Locks {
    /** Gives a lock back; the work counted since the last request or drop was done under it. */
    void drop(int cpu, int lock);

    /**
     * Whether a lock is always free when it is asked for. A step may then {@link #take} it and go on at once, instead of
     * ending with a request.
     */
    default boolean areFree() {
        return false;
    }

    /**
     * Gives a CPU a lock at once, of locks that {@linkplain #areFree are always free}.
     *
     * @param request the {@link Request} that the step would have ended with
     * @throws UnsupportedOperationException if they are not
     */
    default void take(int cpu, int request) {
        throw new UnsupportedOperationException("these locks are to be asked for");
    }

    /** Whether a CPU's own PCP lock, which it asks for now, is free, so that {@link #pass} may follow. */
    default boolean isFree(int lock) {
        return areFree();
    }

    /**
     * A CPU's own PCP lock, which {@linkplain #isFree is free}, was taken and dropped several times with no other held:
     * the work counted since the last request or drop was done under it, as much each time but that the last may have come to
     * one unit of each kind less.
     *
     * @param times 1, or more where locks {@linkplain #areFree are always free}
     * @throws UnsupportedOperationException if a lock is never taken so here
     */
    default void pass(int cpu, int lock, int times) {
        throw new UnsupportedOperationException("these locks are to be asked for");
    }

    /** A CPU takes all that is on a lock-free list: one atomic, for which the list's line comes to the CPU. */
    default void takeList(int cpu, int list) {
        // Only who counts or prices cares.
    }

    /** Number of the PCP lock of a zone and CPU on a machine of that many zones and CPUs. */
    static int pcp(int zones, int cpus, int zone, int cpu) {
        return zones + zone * cpus + cpu;
    }

    /** Number of the lock-free list of a zone and CPU on a machine of that many zones and CPUs. */
    static int remoteList(int zones, int cpus, int zone, int cpu) {
        return zones + (zones + zone) * cpus + cpu;
    }
}
