package org.pcpsim.model;

import org.pcpsim.lock.Distances;
import org.pcpsim.machine.Machine;

/**
 * In which order a CPU asks the PCPs of all for pages: those that share its last-level cache, those of its node, the others;
 * in each group from the next CPU on, so that not all begin at the same one.
 *
 * <p>Source: pcp-buddy spec section 7b. Worked out for a CPU when it first asks; then one int a CPU. Not thread-safe.
 */
public final class VisitOrder {
    private static final int GROUPS = 3;

    /** Says how near a CPU is to another. */
    private interface Group {
        int of(int cpu, int other);
    }

    private final Group group;
    private final int[][] orders;

    /**
     * Orders of a machine's CPUs.
     *
     * @param byCache whether caches count; else nodes only
     */
    public VisitOrder(Machine machine, Distances distances, boolean byCache) {
        this(
                machine.cpus(),
                (cpu, other) -> byCache && distances.between(cpu, other) <= Distances.COMPLEX
                        ? 0
                        : machine.nodeOf(cpu) == machine.nodeOf(other) ? 1 : 2);
    }

    private VisitOrder(int cpus, Group group) {
        this.group = group;
        orders = new int[cpus][];
    }

    /** Each CPU asks simply the next ones. */
    public static VisitOrder nextCpu(int cpus) {
        return new VisitOrder(cpus, (cpu, other) -> 0);
    }

    /** All CPUs in the order in which one visits them, not to be changed; the CPU itself is the last of its group. */
    public int[] of(int cpu) {
        if (orders[cpu] == null) {
            orders[cpu] = workedOut(cpu);
        }
        return orders[cpu];
    }

    private int[] workedOut(int cpu) {
        int[] order = new int[orders.length];
        int next = 0;
        for (int wanted = 0; wanted < GROUPS; wanted++) {
            for (int step = 1; step <= order.length; step++) {
                int other = (cpu + step) % order.length;
                if (group.of(cpu, other) == wanted) {
                    order[next++] = other;
                }
            }
        }
        return order;
    }
}
