package org.pcpsim.model;

import java.util.Optional;
import org.pcpsim.zone.InvariantException;
import org.pcpsim.zone.Zone;

/**
 * What distinguishes one design of per-CPU page sets from another: what lies on the lists and how it gets there.
 *
 * <p>Called by the paths of a {@link PcpModel} with the locks held that each method names. Frames are numbered from the
 * zone's base. Implementations keep {@link PcpSets#count} in step with their lists.
 */
public interface PcpLists {
    /** Takes the chunk that an allocation gets from the CPU's PCP, {@link Zone#NONE} if none is there; PCP lock held. */
    int take(Zone zone, int cpu, int order, int migratetype);

    /** Takes that chunk and gives it out, in one step where a design can do both at once. */
    default int giveOut(Zone zone, int cpu, int order, int migratetype) {
        int pfn = take(zone, cpu, order, migratetype);
        if (pfn != Zone.NONE) {
            zone.setAllocated(pfn, order, migratetype, cpu);
        }
        return pfn;
    }

    /**
     * {@linkplain #giveOut Gives out} several chunks, each with as much work as the others but that the last may lack the touch
     * of a neighbour, and only the last of which may change the use of blocks.
     *
     * @param given where they are put
     * @param most how many are wanted, 1 or more
     * @return how many were given out; those after them are to be asked for again
     */
    default int giveOut(Zone zone, int cpu, int order, int migratetype, int[] given, int from, int most) {
        given[from] = giveOut(zone, cpu, order, migratetype);
        return given[from] == Zone.NONE ? 0 : 1;
    }

    /** Whether {@link #take} knows chunks of an order: those that PCPs have lists for, unless a design has more. */
    default boolean serves(int order) {
        return Pcps.hasLists(order);
    }

    /**
     * Brings chunks from the zone to the CPU's PCP; PCP and zone locks held.
     *
     * @param n chunks of the order asked for
     * @param flags {@link org.pcpsim.zone.AllocFlags}
     * @return pages brought
     */
    int refill(Zone zone, int cpu, int n, int order, int migratetype, int flags);

    /** The CPU whose PCP a chunk freed by {@code cpu} goes to; no lock held. */
    int freeTarget(Zone zone, int cpu, int pfn);

    /** Whether a free waits for the PCP lock instead of trying it. */
    boolean freeWaits(boolean inTask);

    /** Whether a free into another CPU's PCP goes to a lock-free list, from which that CPU takes it. */
    default boolean pushesRemoteFrees() {
        return false;
    }

    /** Whether an allocation waits for the PCP lock instead of trying it. */
    boolean allocWaits();

    /** Puts a freed chunk on a PCP, whose lock is held; returns the list index at which a drain for it starts. */
    int put(Zone zone, int target, int pfn, int order);

    /**
     * {@linkplain #put Puts} single pages that are still given out on a CPU's own PCP, which has room, if all of them go there.
     *
     * @return whether they do; if not, nothing was done
     */
    default boolean takeBack(Zone zone, int cpu, int[] frames, int from, int count) {
        return false;
    }

    /**
     * A drain of a PCP is about to ask for the zone lock; the PCP's lock is held.
     *
     * @param n pages that the drain operation still has to return
     * @param hold pages that {@link #drain} will be asked for in the coming hold of the zone lock
     * @param start list index that it will be given
     * @param firstHold whether this is the operation's first zone lock hold
     */
    void beforeDrain(Zone zone, int target, int n, int hold, int start, boolean firstHold);

    /** What is done to the PCPs of all CPUs before they are drained, of designs that do anything. */
    default Optional<PcpPath> beforeDrainAll() {
        return Optional.empty();
    }

    /** A drain of all PCPs has emptied one; its lock is held. */
    void afterDrainAll(Zone zone, int target);

    /**
     * Returns about {@code n} pages of a PCP to the zone; both locks held.
     *
     * @param start list index to start at, for designs that go round their lists
     * @return pages returned
     */
    int drain(Zone zone, int target, int n, int start);

    /** Whether the CPU's periodic worker is to give up blocks that the CPU owns, for lack of pages on its PCP. */
    default boolean isToRelease(Zone zone, int cpu) {
        return false;
    }

    /** Gives up all blocks of a zone that the CPU owns; PCP and zone locks held. */
    default void release(Zone zone, int cpu) {}

    /** Puts a chunk at the end of a PCP list as if it had been there before the trace. */
    void fill(Zone zone, int cpu, int pfn, int order, int migratetype);

    /**
     * Verifies the lists of one PCP.
     *
     * @throws InvariantException naming the first fault
     */
    void check(Zone zone, int cpu);
}
