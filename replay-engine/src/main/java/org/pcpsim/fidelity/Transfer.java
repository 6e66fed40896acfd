package org.pcpsim.fidelity;

/**
 * A refill or a drain, by the kernel or by the model.
 *
 * @param event position in the trace of the allocation or free that caused it; of a worker's drain, the number of the
 *     pass; −1 if nothing that was traced did
 * @param cpu CPU that did it
 * @param zone index of the zone
 * @param list the PCP list refilled ({@link org.pcpsim.zone.ListLengths}), 0 for a drain
 * @param pages pages moved
 * @param worker whether the periodic worker did it
 */
record Transfer(long event, int cpu, int zone, int list, int pages, boolean worker) {}
