package org.pcpsim.model;

import java.util.List;
import org.pcpsim.lock.Distances;
import org.pcpsim.lock.Locks;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.Topology;
import org.pcpsim.zone.Zone;

/**
 * What a model is built from.
 *
 * @param machine the modelled machine
 * @param locks where it gives locks back
 * @param work where it counts its work
 * @param parameters its own parameters
 * @param observer who hears of its refills and drains
 * @param distances how far its CPUs are from each other
 */
public record ModelContext(
        Machine machine, Locks locks, Work work, Parameters parameters, PcpObserver observer, Distances distances) {

    /** A context of CPUs as far from each other as such a machine's are as a rule. */
    public ModelContext(Machine machine, Locks locks, Work work, Parameters parameters, PcpObserver observer) {
        this(
                machine,
                locks,
                work,
                parameters,
                observer,
                Topology.of(machine.cpus(), machine.nodes()).distances());
    }

    /** The same, observed by nobody. */
    public ModelContext(Machine machine, Locks locks, Work work, Parameters parameters) {
        this(machine, locks, work, parameters, PcpObserver.NONE);
    }

    /**
     * The machine's zones, in which no page is free yet.
     *
     * @param pcpOrders order of each list that a CPU has in a zone; none for a design without PCPs
     */
    public List<Zone> zones(int... pcpOrders) {
        return machine.zones().stream()
                .map(spec -> new Zone(
                        spec,
                        machine.cpus(),
                        pcpOrders,
                        machine.kernel().fallback(),
                        work,
                        machine.settings().boostFactor()))
                .toList();
    }
}
