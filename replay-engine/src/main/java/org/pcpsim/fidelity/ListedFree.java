package org.pcpsim.fidelity;

/**
 * A free that reached a PCP list.
 *
 * @param event its position in the trace
 * @param time in ns
 * @param zone index of the page's zone
 * @param type of the list
 * @param list number of the list among all
 * @param mayEmpty whether so many are known to have been freed in a row that it drains the whole PCP if that has enough
 */
record ListedFree(long event, long time, int cpu, int zone, int order, int type, int list, boolean mayEmpty) {}
