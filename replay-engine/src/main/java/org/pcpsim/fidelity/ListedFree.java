package org.pcpsim.fidelity;

/**
 * A free that reached a PCP list.
 *
 * @param event its position in the trace
 * @param time in ns
 * @param zone index of the page's zone
 * @param type of the list
 * @param list number of the list among all
 */
record ListedFree(long event, long time, int cpu, int zone, int order, int type, int list) {}
