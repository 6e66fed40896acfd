package org.pcpsim.zone;

/**
 * Pages that lay on one PCP list before the trace, and the PCP's {@code high}.
 *
 * @param cpu CPU of the PCP
 * @param order order of the list, 0–3 or 9
 * @param migratetype type of the list, 0–2
 * @param frames first frames of its chunks, first the one that an allocation gets first; perhaps none
 * @param high the PCP's {@code high}, 0 for not used yet
 */
public record PcpContent(int cpu, int order, int migratetype, int[] frames, int high) {}
