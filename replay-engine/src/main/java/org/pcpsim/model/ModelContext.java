package org.pcpsim.model;

import org.pcpsim.lock.Locks;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.Machine;

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
}
