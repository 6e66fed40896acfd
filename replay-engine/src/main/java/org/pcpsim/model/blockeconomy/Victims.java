package org.pcpsim.model.blockeconomy;

import org.pcpsim.lock.Distances;
import org.pcpsim.machine.Machine;

/**
 * In which order a CPU asks the others: those that share its last-level cache, those of its node, the rest; of each the next
 * CPU first.
 *
 * <p>Positions are numbers from 0 on; of each class all CPUs are gone through. Immutable.
 */
final class Victims {
    /** There is nobody left. */
    static final int NOBODY = -1;

    private static final int CLASSES = 3;

    private final Distances distances;
    private final int[] node;
    private final int cpus;
    private final boolean byDistance;

    Victims(Machine machine, Distances distances, Rules.StealOrder order) {
        this.distances = distances;
        cpus = machine.cpus();
        node = new int[cpus];
        for (int cpu = 0; cpu < cpus; cpu++) {
            node[cpu] = machine.nodeOf(cpu);
        }
        byDistance = order == Rules.StealOrder.DISTANCE;
    }

    /**
     * First position from one on at which there is somebody to ask, {@link #NOBODY} if there is none. At position 0 it is the
     * CPU itself.
     */
    int from(int cpu, int position) {
        int end = byDistance ? 1 + CLASSES * (cpus - 1) : cpus;
        for (int at = position; at < end; at++) {
            if (at == 0 || !byDistance || kind(cpu, at(cpu, at)) == (at - 1) / (cpus - 1)) {
                return at;
            }
        }
        return NOBODY;
    }

    /** The CPU at a position. */
    int at(int cpu, int position) {
        return position == 0 ? cpu : (cpu + 1 + (position - 1) % (cpus - 1)) % cpus;
    }

    private int kind(int cpu, int other) {
        if (distances.between(cpu, other) <= Distances.COMPLEX) {
            return 0;
        }
        return node[cpu] == node[other] ? 1 : 2;
    }
}
