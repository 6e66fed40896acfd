package org.pcpsim.fidelity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.pcpsim.inspection.KernelRun;
import org.pcpsim.inspection.KernelRuns;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.ZoneRanges;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.TraceReader;

/**
 * What the recorded kernel moved between PCPs and zones: a first reading of the trace.
 *
 * <p>Memory in the number of holds of a zone lock. Immutable once read.
 */
final class KernelTransfers {
    private final List<List<KernelRun>> byCpu = new ArrayList<>();
    private final FirstPasses firstPasses;
    private final StartDoublings doublings;
    private final StartFreeRuns freeRuns;
    private long direct;
    private long extfrag;
    private boolean batches;

    private KernelTransfers(Machine machine) {
        firstPasses = new FirstPasses(machine.cpus());
        doublings = new StartDoublings(machine);
        freeRuns = new StartFreeRuns(machine);
        for (int cpu = 0; cpu < machine.cpus(); cpu++) {
            byCpu.add(new ArrayList<>());
        }
    }

    /**
     * Reads a trace.
     *
     * @param most events to read; it is a batch more at most
     */
    static KernelTransfers of(TraceReader trace, Machine machine, long most) throws IOException {
        KernelTransfers found = new KernelTransfers(machine);
        KernelRuns runs = new KernelRuns(
                ZoneRanges.of(machine.zones()),
                zone -> machine.zones().get(zone).batch(),
                found::add);
        EventBatch batch = new EventBatch();
        for (long events = 0; events < most && trace.read(batch); events += batch.size) {
            found.count(batch);
            found.firstPasses.accept(batch);
            found.doublings.accept(batch);
            found.freeRuns.accept(batch, trace.symbols());
            runs.accept(batch, trace.symbols());
        }
        runs.finish();
        return found;
    }

    private void count(EventBatch batch) {
        for (int row = 0; row < batch.size; row++) {
            switch (batch.kind[row]) {
                case EventKind.EXTFRAG -> extfrag++;
                case EventKind.FREE_BATCHED -> batches = true;
                case EventKind.FREE -> direct += PcpState.hasLists(batch.order[row]) ? 0 : 1;
                default -> {}
            }
        }
    }

    private void add(KernelRun run) {
        if (run.cpu() >= byCpu.size()) {
            return;
        }
        byCpu.get(run.cpu()).add(run);
        if (run.kind() == KernelRun.Kind.DIRECT) {
            direct++;
        }
        firstPasses.accept(run);
        doublings.accept(run);
    }

    /** Holds by a CPU, in order. */
    List<KernelRun> of(int cpu) {
        return byCpu.get(cpu);
    }

    /** When each CPU's worker first drained. */
    FirstPasses firstPasses() {
        return firstPasses;
    }

    /** What is known of the PCPs at the beginning, with lengths of lists that were found out. */
    StartLists start(Machine machine, StartValues values) {
        return new StartLists(machine, values, doublings, freeRuns);
    }

    /** Holds for one chunk past the PCPs. */
    long direct() {
        return direct;
    }

    /** Events that tell of a fallback to another type. */
    long extfrag() {
        return extfrag;
    }

    /** Whether the trace marks folio batches. */
    boolean marksBatches() {
        return batches;
    }
}
