package org.pcpsim.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcpsim.lock.Request;
import org.pcpsim.zone.InvariantException;
import org.pcpsim.zone.Zone;

/**
 * An allocator design: what sits on top of the zones. See {@code docs/your-own-model.md} for one from its beginning.
 *
 * <p>Operations are written as short steps. Each step ends with a {@link Request}: the lock that the next step needs,
 * or {@link Request#DONE}. The engine calls {@link #resume} when it has decided on the lock. Between the steps of one
 * CPU's operation, steps of other CPUs may run; steps themselves are never interrupted. A CPU has one operation at a
 * time. A model reads no clock and knows no costs: it counts its work. Not thread-safe; a run owns its model.
 *
 * <p>Locks: a step that was granted a lock gives it back with {@link org.pcpsim.lock.Locks#drop} in the same step or a later
 * one. A PCP lock comes before a zone lock. Nobody holds two zone locks, nor two PCP locks but those of one zone, asked for in the
 * order of their CPUs and dropped the other way round, with no zone lock inside. When an operation is done it holds none. Whatever a
 * step throws ends this model's run and no other's.
 *
 * <p>Pages are named by page frame number, as an {@code int}. Steps run millions of times: they should create no objects.
 *
 * <p>What has a default is written for a design without PCPs.
 */
public interface AllocatorModel {
    /** What {@link #page} says of an allocation that failed. */
    int NO_PAGE = -1;

    /** Most pages that one {@link #freeStaged} may free. */
    int MAX_BATCH = 31;

    /** The machine's zones, by their index in it. */
    List<Zone> zones();

    /**
     * Zones and PCPs have what they had before the trace; called once, before the first operation. What is done here costs
     * nothing.
     */
    default void start() {
        // Zones are as the design wants them.
    }

    /**
     * Begins an allocation.
     *
     * @param order 0–10
     * @param migratetype 0–2
     * @param gfp bits of {@link org.pcpsim.trace.Gfp}
     * @return the first step's request
     */
    int alloc(int cpu, int order, int migratetype, int gfp);

    /**
     * Serves the first of some allocations that are alike, if all that happens is that each takes a chunk off its CPU's PCP;
     * only where {@linkplain org.pcpsim.lock.Locks#areFree() locks are always free}. Every one is what {@link #alloc} would
     * have been. The last served may be the one that changed {@link org.pcpsim.lock.Work#changes}; no other does.
     *
     * @param pages where the first page of each is put
     * @param most allocations there are
     * @return those that were served, perhaps none; the one after them is to be begun
     */
    default int allocAlike(int cpu, int order, int migratetype, int gfp, int[] pages, int most) {
        return 0;
    }

    /**
     * Serves an allocation, if all that happens is that it takes a chunk off its CPU's PCP, whose lock {@linkplain
     * org.pcpsim.lock.Locks#isFree is free}; nothing comes in between. It is then what {@link #alloc} and the steps after it
     * would have been.
     *
     * @return its first page, {@link #NO_PAGE} if it is to be begun; then nothing was done
     */
    default int allocAtOnce(int cpu, int order, int migratetype, int gfp) {
        return NO_PAGE;
    }

    /**
     * Frees single pages as a folio batch, if all that happens is that they go onto their CPU's PCP, whose lock {@linkplain
     * org.pcpsim.lock.Locks#isFree is free}; nothing comes in between. It is then what {@link #stage} and {@link #freeStaged} would
     * have been.
     *
     * @param count pages, 1 to {@value #MAX_BATCH}
     * @return whether that is so; if not, nothing was done
     */
    default boolean freeAlike(int cpu, int[] pages, int count) {
        return false;
    }

    /**
     * Tells where the CPU's next allocation is to take from, however its own choice would be: from this zone, or from none.
     * A design with a {@link ZoneChoice} hands it on.
     *
     * @param zone index of a zone
     * @throws UnsupportedOperationException if the design always chooses itself
     */
    default void takeFrom(int cpu, int zone) {
        throw new UnsupportedOperationException("this design cannot be told the zone of an allocation");
    }

    /** First page of the CPU's last allocation, {@link #NO_PAGE} if it failed. */
    int page(int cpu);

    /** Adds an allocated chunk to those that the next {@link #freeStaged} of this CPU frees. */
    void stage(int cpu, int page, int order);

    /**
     * Begins to free the staged chunks as one folio batch, or as the single free that a batch of one is.
     *
     * @param inTask whether the CPU is in process context, so that it may wait for a lock
     * @return the first step's request
     */
    int freeStaged(int cpu, boolean inTask);

    /** Begins the CPU's pass of the periodic worker (decay, remote expire). */
    default int worker(int cpu) {
        return Request.DONE;
    }

    /** Whether a pass of the CPU's periodic worker may find something to do. */
    default boolean workerHasWork(int cpu) {
        return false;
    }

    /** Whether a pass of the worker would find PCPs too full; such passes are seen to wait while their CPU is idle. */
    default boolean workerWaits(int cpu) {
        return false;
    }

    /**
     * The trace shows kswapd at work on a CPU of its node: it has not gone to sleep since it was last seen. A design with a
     * {@link ZoneChoice} tells it.
     */
    default void kswapdWorks(int cpu) {
        // Nothing here follows kswapd.
    }

    /** Whether memory is so short that a kswapd is at work. A design with a {@link ZoneChoice} asks it. */
    default boolean kswapdAwake() {
        return false;
    }

    /** Whether an allocation of a CPU would have to reclaim now: it may, and no zone is above its min mark. */
    default boolean mustReclaim(int cpu, int order, int gfp) {
        return false;
    }

    /** The CPU's next allocation is served below the marks: reclaim for it, or for one before, is under way. */
    default void reclaiming(int cpu) {
        // Nothing here follows the marks.
    }

    /** Whether an allocation for which reclaim has brought too little drains all PCPs ({@link #drainForAlloc}). */
    default boolean drainsAllWhenShort() {
        return false;
    }

    /** Begins to drain every PCP of every zone for the CPU's next allocation, for which reclaim has brought too little. */
    default int drainForAlloc(int cpu) {
        return drainAll(cpu);
    }

    /** Begins to drain every PCP of every zone. */
    default int drainAll(int cpu) {
        return Request.DONE;
    }

    /**
     * Goes on with the CPU's operation.
     *
     * @param granted whether the lock that the last step asked for is held now; always true unless it was a try
     * @return the step's request
     */
    int resume(int cpu, boolean granted);

    /**
     * Turns an allocated chunk into two halves that can be freed apart.
     *
     * @throws IllegalArgumentException if the page lies in no zone
     */
    default void splitAllocated(int page, int order) {
        for (Zone zone : zones()) {
            if (zone.contains(page)) {
                zone.splitAllocated(page - zone.basePfn(), order);
                return;
            }
        }
        throw new IllegalArgumentException("pfn " + page + " lies in no zone");
    }

    /** What the model counted so far. */
    ModelCounts counts();

    /** Pages on all PCPs of a zone. */
    default long pcpPages(int zone) {
        return 0;
    }

    /** Pages on the PCP of a CPU in a zone. */
    default int pcpCount(int zone, int cpu) {
        return 0;
    }

    /** {@code high} of the PCP of a CPU in a zone, 0 where there is none. */
    default int pcpHigh(int zone, int cpu) {
        return 0;
    }

    /**
     * Gives a PCP the content it had before the trace: pages that the zone has neither free nor allocated. A design without
     * PCPs frees them.
     *
     * @param frames first frames of chunks of one list, first the one that an allocation gets first
     * @param order order of the chunks, 0–3 or 9
     * @param high its {@code high}, 0 for not used yet
     */
    default void fillPcp(int zone, int cpu, int[] frames, int order, int migratetype, int high) {
        Zone to = zones().get(zone);
        for (int frame : frames) {
            to.free(frame, order, to.typeAt(frame), false);
        }
    }

    /**
     * Gives a PCP the counters it had before the trace, that size its next refill and drain.
     *
     * @param doublings doublings of the next refill, 0 to 5 ({@code alloc_factor})
     * @param freeRun pages freed in a row ({@code free_count})
     */
    default void setCounters(int zone, int cpu, int doublings, int freeRun) {
        // There is nothing to size.
    }

    /** Whether its refills have phases ({@link RefillPhase}). */
    default boolean hasRefillPhases() {
        return false;
    }

    /** Recovery of partly free blocks, of designs that have it. */
    default Optional<PartialBlockCounts> partialBlocks() {
        return Optional.empty();
    }

    /**
     * What only this design counts, as running totals by name: results have them under {@code own}. The names, in lower camel case,
     * are the same at every call.
     */
    default Map<String, Long> ownCounts() {
        return Map.of();
    }

    /** Blocks owned by some CPU at present, of designs that have owners; −1 otherwise. */
    default int ownedBlocks() {
        return -1;
    }

    /** Blocks remembered as partly free at present, of designs that remember them; −1 otherwise. */
    default int partialBlockCount() {
        return -1;
    }

    /**
     * Verifies every invariant of the model and its zones; no operation may be under way. A design with state of its own
     * verifies that too.
     *
     * @throws InvariantException naming the first one broken
     */
    default void check() {
        for (int z = 0; z < zones().size(); z++) {
            zones().get(z).check(pcpPages(z));
        }
    }
}
