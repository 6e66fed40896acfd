package org.pcpsim.fidelity;

import java.io.IOException;
import java.util.Map;
import org.pcpsim.machine.Machine;
import org.pcpsim.replay.WorkerPhases;

/**
 * What a trace gives away of the state that it began in: how long PCP lists were, how large the next refills and drains,
 * and when workers fire.
 *
 * <p>Immutable.
 *
 * @param lists lengths of the PCP lists and the counters that size refills and drains
 * @param phases phases of the workers
 * @param parameters parameters of models that the trace shows, by name ({@link org.pcpsim.replay.ModelChoice#withInferred})
 */
public record RecordedStart(StartLists lists, WorkerPhases phases, Map<String, String> parameters) {
    /**
     * Events that are read at most: what a list or a worker has not shown by then, the state at the beginning hardly
     * decides. Keeps memory and time bounded.
     */
    static final long EVENTS = 20_000_000;

    /**
     * Reads the beginning of a trace, twice.
     *
     * @param machine the machine that was recorded, with its settings
     * @throws IOException if the trace cannot be read or is not what it should be
     */
    public static RecordedStart of(Validation.Trace trace, Machine machine) throws IOException {
        KernelTransfers kernel = trace.read(reader -> KernelTransfers.of(reader, machine, EVENTS));
        WorkerPhases phases = RecordedPhases.of(machine, kernel.firstPasses());
        StartValues values = trace.read(reader -> Stepwise.infer(reader, machine, kernel, phases, EVENTS));
        return new RecordedStart(kernel.start(machine, values), phases, values.parameters());
    }
}
