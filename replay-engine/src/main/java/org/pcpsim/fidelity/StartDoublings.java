package org.pcpsim.fidelity;

import java.util.Arrays;
import org.pcpsim.inspection.KernelRun;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.ZoneRanges;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;

/**
 * How often the refills of each PCP had been doubled when a trace began, inferred from its first refill of order 0.
 *
 * <p>That one asks for {@code batch << alloc_factor}, and each free before it had halved the factor. A refill of a
 * single batch, or of a size that the room under {@code high} set, shows nothing: 0 is taken then. Source: baseline spec
 * section 9.3. Memory in the number of CPUs and zones. Not thread-safe.
 */
final class StartDoublings {
    private static final int MOST = 5;

    private final Machine machine;
    private final ZoneRanges ranges;
    private final long[] freed;
    private final boolean[] refilled;
    private final int[] doublings;

    StartDoublings(Machine machine) {
        this.machine = machine;
        ranges = ZoneRanges.of(machine.zones());
        int pcps = machine.zones().size() * machine.cpus();
        refilled = new boolean[pcps];
        doublings = new int[pcps];
        freed = new long[pcps * MOST];
        Arrays.fill(freed, Long.MAX_VALUE);
    }

    /** Takes the next events. */
    void accept(EventBatch batch) {
        for (int row = 0; row < batch.size; row++) {
            boolean listed = batch.kind[row] == EventKind.FREE && PcpState.hasLists(batch.order[row]);
            if (listed && batch.pfn[row] != EventBatch.NO_PFN && batch.cpu[row] < machine.cpus()) {
                freed(pcp(ranges.zoneOf(batch.pfn[row]), batch.cpu[row]), batch.firstEvent + row);
            }
        }
    }

    private void freed(int pcp, long event) {
        if (refilled[pcp] || freed[(pcp + 1) * MOST - 1] != Long.MAX_VALUE) {
            return;
        }
        for (int i = pcp * MOST; i < (pcp + 1) * MOST; i++) {
            if (freed[i] == Long.MAX_VALUE) {
                freed[i] = event;
                return;
            }
        }
    }

    /** Takes the next hold of a zone lock, once the events before it were taken. */
    void accept(KernelRun run) {
        if (run.kind() != KernelRun.Kind.REFILL || run.order() != 0 || run.cpu() >= machine.cpus()) {
            return;
        }
        int pcp = pcp(run.zone(), run.cpu());
        if (refilled[pcp]) {
            return;
        }
        refilled[pcp] = true;
        int batch = machine.zones().get(run.zone()).batch();
        int batches = run.chunks() / batch;
        if (run.chunks() % batch == 0 && Integer.bitCount(batches) == 1 && batches > 1) {
            int start = Integer.numberOfTrailingZeros(batches) + freesBefore(pcp, run.firstEvent());
            doublings[pcp] = start <= MOST ? start : 0;
        }
    }

    private int freesBefore(int pcp, long event) {
        int count = 0;
        for (int i = pcp * MOST; i < (pcp + 1) * MOST; i++) {
            count += freed[i] < event ? 1 : 0;
        }
        return count;
    }

    private int pcp(int zone, int cpu) {
        return zone * machine.cpus() + cpu;
    }

    /** Doublings of the next refill of a PCP when the trace began, 0 to 5. */
    int of(int zone, int cpu) {
        return doublings[pcp(zone, cpu)];
    }
}
