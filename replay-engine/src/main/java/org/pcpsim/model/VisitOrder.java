package org.pcpsim.model;

import java.util.Arrays;
import org.pcpsim.lock.Distances;
import org.pcpsim.machine.Machine;

/**
 * In which order a CPU asks the PCPs of all for pages: those that share its last-level cache, those of its node, the others;
 * in each group from the next CPU on, so that not all begin at the same one.
 *
 * <p>Source: pcp-buddy spec section 7b. Worked out for a CPU when it first asks; then one int a CPU. Not thread-safe.
 */
final class VisitOrder {
    private final Machine machine;
    private final Distances distances;
    private final boolean byCache;
    private final int[][] orders;

    /**
     * Orders of a machine's CPUs.
     *
     * @param byCache whether caches count; else nodes only
     */
    VisitOrder(Machine machine, Distances distances, boolean byCache) {
        this.machine = machine;
        this.distances = distances;
        this.byCache = byCache;
        orders = new int[machine.cpus()][];
    }

    /** All CPUs in the order in which one visits them; the CPU itself is the last of the first group. */
    int[] of(int cpu) {
        if (orders[cpu] == null) {
            orders[cpu] = workedOut(cpu);
        }
        return orders[cpu];
    }

    private int[] workedOut(int cpu) {
        int[] order = new int[orders.length];
        int next = 0;
        for (int group = 0; group < 3; group++) {
            for (int step = 1; step <= order.length; step++) {
                int other = (cpu + step) % order.length;
                if (group(cpu, other) == group) {
                    order[next++] = other;
                }
            }
        }
        return Arrays.copyOf(order, next);
    }

    private int group(int cpu, int other) {
        if (byCache && distances.between(cpu, other) <= Distances.COMPLEX) {
            return 0;
        }
        return machine.nodeOf(cpu) == machine.nodeOf(other) ? 1 : 2;
    }
}
