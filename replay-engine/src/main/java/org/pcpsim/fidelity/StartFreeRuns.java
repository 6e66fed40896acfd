package org.pcpsim.fidelity;

import org.pcpsim.inspection.PreemptDepths;
import org.pcpsim.machine.FreeHighRule;
import org.pcpsim.machine.FreeSizing;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.ZoneRanges;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Symbols;

/**
 * How many pages had been freed in a row to each PCP when a trace began ({@code free_count}), inferred from its first
 * drain.
 *
 * <p>A drain returns as many pages as were freed in a row, or all when a free of order 1–3 finds that many were. If
 * those of the trace do not explain it, the rest had been freed before. Each allocation halves the number, so after a
 * few nothing of it is left, and 0 is taken. Source: baseline spec section 9.5. Memory in the number of CPUs and zones.
 * Not thread-safe.
 */
final class StartFreeRuns {
    private static final int MOST_HALVINGS = 11;

    private final Machine machine;
    private final ZoneRanges ranges;
    private final boolean counts;
    private final PendingFrees[] pending;
    private final int[] halvings;
    private final int[] freed;
    private final boolean[] drained;
    private final int[] start;
    private final int[] drainPages;
    private final int[] drainPcp;
    private final int[] drainOrder;
    private final PreemptDepths depths = new PreemptDepths();

    StartFreeRuns(Machine machine) {
        this.machine = machine;
        ranges = ZoneRanges.of(machine.zones());
        counts = machine.kernel().freeSizing() == FreeSizing.COUNT;
        int cpus = machine.cpus();
        int pcps = machine.zones().size() * cpus;
        pending = new PendingFrees[cpus];
        halvings = new int[pcps];
        freed = new int[pcps * (MOST_HALVINGS + 1)];
        drained = new boolean[pcps];
        start = new int[pcps];
        drainPages = new int[cpus];
        drainPcp = new int[cpus];
        drainOrder = new int[cpus];
    }

    /** Takes the next events. */
    void accept(EventBatch batch, Symbols symbols) {
        for (int row = 0; counts && row < batch.size; row++) {
            if (batch.cpu[row] < machine.cpus() && batch.pfn[row] != EventBatch.NO_PFN) {
                accept(batch, row, symbols);
            }
        }
    }

    private void accept(EventBatch batch, int row, Symbols symbols) {
        int cpu = batch.cpu[row];
        int order = batch.order[row];
        if (pending[cpu] == null) {
            pending[cpu] = new PendingFrees();
        }
        if (batch.kind[row] == EventKind.PCPU_DRAIN) {
            drain(cpu, pcp(batch.pfn[row], cpu), order, depths.of(batch.context[row], symbols));
            return;
        }
        finishDrain(cpu);
        switch (batch.kind[row]) {
            case EventKind.ALLOC -> {
                commitAll(cpu);
                if (PcpState.hasLists(order)) {
                    halvings[pcp(batch.pfn[row], cpu)]++;
                }
            }
            case EventKind.FREE -> {
                commitReady(cpu);
                if (pending[cpu].isFull()) {
                    commit(cpu, pending[cpu].takeFirst());
                }
                if (PcpState.hasLists(order)) {
                    pending[cpu].add(batch.pfn[row], order, 0, 0);
                }
            }
            case EventKind.FREE_BATCHED -> {
                commitReady(cpu);
                pending[cpu].batched(batch.pfn[row], slot -> commit(cpu, slot));
            }
            default -> commitAll(cpu);
        }
    }

    private void drain(int cpu, int pcp, int order, int depth) {
        if (drainPages[cpu] == 0) {
            drainPcp[cpu] = -1;
            int cause = depth == PreemptDepths.NOT_FREEING ? -1 : cause(cpu);
            if (cause >= 0 && !drained[pcp]) {
                drainPcp[cpu] = pcp;
                drainOrder[cpu] = cause;
            }
        }
        drainPages[cpu] += 1 << order;
    }

    /** Puts what was freed on its PCP and says of what order the last free was, −1 if there was none. */
    private int cause(int cpu) {
        PendingFrees frees = pending[cpu];
        int slot;
        if (frees.isReady()) {
            slot = frees.takeReady();
        } else if (frees.size() > 0) {
            while (frees.size() > 1) {
                commit(cpu, frees.takeFirst());
            }
            slot = frees.takeFirst();
        } else {
            return -1;
        }
        commit(cpu, slot);
        return frees.order(slot);
    }

    private void finishDrain(int cpu) {
        if (drainPages[cpu] > 0 && drainPcp[cpu] >= 0) {
            drained[drainPcp[cpu]] = true;
            start[drainPcp[cpu]] = explaining(drainPcp[cpu], drainOrder[cpu], drainPages[cpu]);
        }
        drainPages[cpu] = 0;
    }

    private int explaining(int pcp, int order, int pages) {
        ZoneSpec zone = machine.zones().get(pcp / machine.cpus());
        boolean perhapsWhole = order >= 1 && order <= 3;
        int needed = perhapsWhole ? Math.max(pages, threshold(zone)) : pages;
        if (pages <= zone.batch() || halvings[pcp] > MOST_HALVINGS || run(pcp, 0, zone.batch()) >= needed) {
            return 0;
        }
        int most = zone.batch() << 5;
        for (int before = 1; before <= most; before++) {
            if (run(pcp, before, zone.batch()) >= needed) {
                return before;
            }
        }
        return 0;
    }

    private int threshold(ZoneSpec zone) {
        boolean plain = machine.kernel().freeHighRule() == FreeHighRule.FREE_COUNT;
        return plain ? zone.batch() : zone.batch() + zone.highMin() / 2;
    }

    /** Pages freed in a row by now if there were so many before the trace. */
    private int run(int pcp, int before, int batch) {
        int run = before;
        for (int i = 0; i <= halvings[pcp]; i++) {
            run = i > 0 ? run >> 1 : run;
            run = Math.min(run + freed[pcp * (MOST_HALVINGS + 1) + i], Math.max(run, batch << 5));
        }
        return run;
    }

    private void commitReady(int cpu) {
        if (pending[cpu].isReady()) {
            commit(cpu, pending[cpu].takeReady());
        }
    }

    private void commitAll(int cpu) {
        commitReady(cpu);
        while (pending[cpu].size() > 0) {
            commit(cpu, pending[cpu].takeFirst());
        }
    }

    private void commit(int cpu, int slot) {
        int pcp = pcp(pending[cpu].pfn(slot), cpu);
        if (halvings[pcp] <= MOST_HALVINGS && !drained[pcp]) {
            freed[pcp * (MOST_HALVINGS + 1) + halvings[pcp]] += 1 << pending[cpu].order(slot);
        }
    }

    private int pcp(long pfn, int cpu) {
        return ranges.zoneOf(pfn) * machine.cpus() + cpu;
    }

    /** Pages freed in a row to a PCP when the trace began. */
    int of(int zone, int cpu) {
        return start[zone * machine.cpus() + cpu];
    }
}
