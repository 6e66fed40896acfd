package org.pcpsim.fidelity;

import java.io.IOException;
import org.pcpsim.inspection.KernelRuns;
import org.pcpsim.inspection.ZoneRanges;
import org.pcpsim.machine.Machine;
import org.pcpsim.replay.WorkerPhases;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.TraceReader;

/**
 * What a trace gives away of the state that it began in: how long PCP lists were, how large the next
 * refills, and when workers fire.
 *
 * @param lists lengths of the PCP lists, and doublings of their refills
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
        StartDoublings doublings = new StartDoublings(machine);
        StartFreeRuns freeRuns = new StartFreeRuns(machine);
        KernelRuns runs = new KernelRuns(
                ZoneRanges.of(machine.zones()),
                zone -> machine.zones().get(zone).batch(),
                run -> {
                    passes.accept(run);
                    doublings.accept(run);
                });
        EventBatch batch = new EventBatch();
        while (trace.read(batch)) {
            passes.accept(batch);
            doublings.accept(batch);
            freeRuns.accept(batch, trace.symbols());
            lists.accept(batch, trace.symbols());
            runs.accept(batch, trace.symbols());
        }
        runs.finish();
        return new RecordedStart(lists.with(doublings, freeRuns), RecordedPhases.of(machine, passes));
    }
}
