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
        public void drained(int zone, int cpu, int target, int path, int pages) {}
    };

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
     * @param pages pages returned
     */
    void drained(int zone, int cpu, int target, int path, int pages);
}
