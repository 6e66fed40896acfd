package org.pcpsim.model;

/**
 * Hears of the transfers between PCPs and zones, so that they can be compared with what a kernel did.
 *
 * <p>Called once per transfer, not per page, by the thread that runs the model.
 */
public interface PcpObserver {
    /** For runs that nobody compares. */
    PcpObserver NONE = new PcpObserver() {
        @Override
        public void refilled(int zone, int cpu, int order, int migratetype, int pages) {}

        @Override
        public void drained(int zone, int cpu, int target, int path, int member, int pages) {}
    };

    /**
     * The next operation of a run begins, or a further chunk of a batch of frees.
     *
     * @param member number of the chunk in its batch, from 0
     * @param event position of the event in the trace
     * @param time its time in ns
     */
    default void begins(int member, long event, long time) {}

    /**
     * A CPU's worker begins a pass.
     *
     * @param time when, in ns
     */
    default void workerBegins(int cpu, long time) {}

    /**
     * A bulk refill ended.
     *
     * @param zone index of the zone
     * @param order order of the list that had run empty
     * @param migratetype its type
     * @param pages pages brought, 0 if the zone had none
     */
    void refilled(int zone, int cpu, int order, int migratetype, int pages);

    /**
     * One hold of the zone lock returned pages of a PCP.
     *
     * @param zone index of the zone
     * @param cpu CPU that did it
     * @param target CPU whose PCP it was
     * @param path {@link org.pcpsim.lock.LockPath}
     * @param member number of the chunk in its batch whose free made the PCP overflow, 0 if none did
     * @param pages pages returned
     */
    void drained(int zone, int cpu, int target, int path, int member, int pages);
}
