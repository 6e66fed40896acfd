package org.pcpsim.fidelity;

import java.io.IOException;
import org.pcpsim.inspection.KernelRuns;
import org.pcpsim.inspection.ZoneRanges;
import org.pcpsim.machine.Machine;
import org.pcpsim.replay.WorkerPhases;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.TraceReader;

/**
 * What a trace gives away of the state that it began in: how long PCP lists were, and when workers fire.
 *
 * @param lists lengths of the PCP lists
 * @param phases phases of the workers
 */
public record RecordedStart(StartLists lists, WorkerPhases phases) {
    /**
     * Reads a trace to its end; memory in CPUs, zones and pageblocks.
     *
     * @param machine the machine that was recorded, with its settings
     * @throws IOException if the trace cannot be read or is not what it should be
     */
    public static RecordedStart of(TraceReader trace, Machine machine) throws IOException {
        StartLists lists = StartLists.open(machine);
        FirstPasses passes = new FirstPasses(machine.cpus());
        KernelRuns runs = new KernelRuns(
                ZoneRanges.of(machine.zones()),
                zone -> machine.zones().get(zone).batch(),
                passes::accept);
        EventBatch batch = new EventBatch();
        while (trace.read(batch)) {
            passes.accept(batch);
            lists.accept(batch, trace.symbols());
            runs.accept(batch, trace.symbols());
        }
        runs.finish();
        return new RecordedStart(lists, RecordedPhases.of(machine, passes));
    }
}
