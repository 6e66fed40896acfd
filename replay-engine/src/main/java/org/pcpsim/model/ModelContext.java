package org.pcpsim.model;

import java.util.List;
import org.pcpsim.lock.Locks;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.Machine;
import org.pcpsim.zone.Zone;

/**
 * What a model is built from.
 *
 * @param machine the modelled machine
 * @param locks where it gives locks back
 * @param work where it counts its work
 * @param parameters its own parameters
 * @param observer who hears of its refills and drains
 */
public record ModelContext(Machine machine, Locks locks, Work work, Parameters parameters, PcpObserver observer) {

    /** A context that nobody observes. */
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
