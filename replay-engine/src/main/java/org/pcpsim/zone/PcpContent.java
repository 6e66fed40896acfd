package org.pcpsim.zone;

/**
 * Pages that lay on one PCP list before the trace, and the PCP's {@code high}.
 *
 * @param cpu CPU of the PCP
 * @param migratetype type of the list, 0–2
 * @param frames frames of the zone, order 0, first the one that an allocation gets first; perhaps none
 * @param high the PCP's {@code high}, 0 for not used yet
 */
public record PcpContent(int cpu, int migratetype, int[] frames, int high) {}
