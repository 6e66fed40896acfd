package org.pcpsim.lock;

import java.util.Arrays;

/**
 * FIFO locks with holds that are intervals of virtual time.
 *
 * <p>CPUs ask in the order of virtual time, those that ask at the same time by their numbers; who asks first gets the lock
 * first. A hold that ends later than now is known to: a lock is busy until the time at which it is dropped, and what is
 * tried meanwhile fails. Where the line comes from the cache of another CPU, its transfer takes time by {@link Distances}:
 * part of the wait if the CPU waited, else of the hold, which the caller prices. A CPU waits for one lock at a time. Times in
 * any unit, 0 or more. Constant time a call; nothing is allocated. Not thread-safe.
 */
public final class VirtualLocks {
    /** Time of a grant that is not known yet. */
    public static final long UNKNOWN = Long.MAX_VALUE;
    /** No CPU. */
    public static final int NOBODY = -1;

    private final Distances distances;
    private final long[] transfer;
    private final int[] holder;
    private final int[] lastHolder;
    private final long[] grantedAt;
    private final long[] freeAt;
    private final int[] firstWaiter;
    private final int[] lastWaiter;
    private final int[] nextWaiter;
    private final long[] askedAt;
    private int waiting;

    /**
     * Free locks that nobody held yet.
     *
     * @param locks how many
     * @param distances of the CPUs
     * @param transfer what the transfer of a lock's line takes by distance
     */
    public VirtualLocks(int locks, Distances distances, long[] transfer) {
        this.distances = distances;
        this.transfer = transfer.clone();
        holder = filled(locks);
        lastHolder = filled(locks);
        grantedAt = new long[locks];
        freeAt = new long[locks];
        firstWaiter = filled(locks);
        lastWaiter = filled(locks);
        nextWaiter = filled(distances.cpus());
        askedAt = new long[distances.cpus()];
    }

    private static int[] filled(int length) {
        int[] array = new int[length];
        Arrays.fill(array, NOBODY);
        return array;
    }

    /**
     * A CPU asks for a lock; no call may have named a later time before.
     *
     * @return when it gets it: now, at a later time that is known, or {@link #UNKNOWN}; then a {@link #drop} names the CPU
     */
    public long take(int cpu, int lock, long now) {
        if (holder[lock] != NOBODY) {
            askedAt[cpu] = now;
            nextWaiter[cpu] = NOBODY;
            if (firstWaiter[lock] == NOBODY) {
                firstWaiter[lock] = cpu;
            } else {
                nextWaiter[lastWaiter[lock]] = cpu;
            }
            lastWaiter[lock] = cpu;
            waiting++;
            return UNKNOWN;
        }
        long from = now;
        if (freeAt[lock] > now) {
            from = freeAt[lock] + transfer[distance(cpu, lock)];
        }
        grant(cpu, lock, from);
        return from;
    }

    /** A CPU takes a lock if it is free now; no call may have named a later time before. */
    public boolean tryTake(int cpu, int lock, long now) {
        if (!isFree(lock, now)) {
            return false;
        }
        grant(cpu, lock, now);
        return true;
    }

    /** Whether {@link #tryTake} would succeed. */
    public boolean isFree(int lock, long now) {
        return holder[lock] == NOBODY && freeAt[lock] <= now;
    }

    /** A CPU that may take a lock has taken it and dropped it again at a time from now on, which nobody else did in between. */
    public void hold(int cpu, int lock, long until) {
        lastHolder[lock] = cpu;
        freeAt[lock] = until;
    }

    private void grant(int cpu, int lock, long from) {
        holder[lock] = cpu;
        grantedAt[lock] = from;
    }

    /**
     * The holder's hold ends at a time, which may be later than now.
     *
     * @return the CPU that gets the lock next, at {@link #grantedAt}, or {@link #NOBODY}
     * @throws IllegalStateException if the CPU does not hold it, or holds it only from a later time on
     */
    public int drop(int cpu, int lock, long at) {
        if (holder[lock] != cpu || at < grantedAt[lock]) {
            throw new IllegalStateException("CPU " + cpu + " drops lock " + lock + " at " + at + ", which CPU "
                    + holder[lock] + " holds from " + grantedAt[lock] + " on");
        }
        lastHolder[lock] = cpu;
        freeAt[lock] = at;
        int next = firstWaiter[lock];
        holder[lock] = NOBODY;
        if (next != NOBODY) {
            firstWaiter[lock] = nextWaiter[next];
            waiting--;
            grant(next, lock, at + transfer[distance(next, lock)]);
        }
        return next;
    }

    /** How far a CPU is from the last one that held a lock: {@link Distances#SAME} if nobody did. */
    public int distance(int cpu, int lock) {
        return lastHolder[lock] == NOBODY ? Distances.SAME : distances.between(lastHolder[lock], cpu);
    }

    /** How far a CPU is from the one that holds a lock, or held it last. */
    public int distanceToHolder(int cpu, int lock) {
        return holder[lock] == NOBODY ? distance(cpu, lock) : distances.between(holder[lock], cpu);
    }

    /** The line of a lock comes to a CPU that does not take it: whoever takes it next gets the line from there. */
    public void pass(int cpu, int lock) {
        lastHolder[lock] = cpu;
    }

    /** Time from which on no lock is held any more, if nobody takes one; time in the number of locks. */
    public long quiet() {
        long latest = 0;
        for (long at : freeAt) {
            latest = Math.max(latest, at);
        }
        return latest;
    }

    /** Begin of the present hold of a lock. */
    public long grantedAt(int lock) {
        return grantedAt[lock];
    }

    /** When a CPU asked for the lock that it waited for last. */
    public long askedAt(int cpu) {
        return askedAt[cpu];
    }

    /** CPUs that wait for a grant that is not known yet. */
    public int waiting() {
        return waiting;
    }
}
