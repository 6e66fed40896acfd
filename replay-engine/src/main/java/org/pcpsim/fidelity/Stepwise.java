package org.pcpsim.fidelity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pcpsim.inspection.KernelRun;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.PcpSets;
import org.pcpsim.replay.WorkerPhases;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Extfrag;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.proc.Zoneinfo;
import org.pcpsim.zone.ListLengths;

/**
 * The stepwise score: each refill and drain of the kernel is compared with what the state before it made expect, and
 * then the list and counters that it touched are set to what it shows.
 *
 * <p>A prediction uses nothing of its own event but the request itself (CPU, order, type, the zone of the page) and
 * nothing of later ones, except the start values. A predicted refill or drain that the kernel did not do counts as
 * false and is undone. Not thread-safe.
 */
final class Stepwise {
    private final KernelTransfers kernel;
    private final PcpState state;
    private final Scoring refills;
    private final Scoring drains;
    private final PendingFrees[] frees;
    private final WorkerTicks ticks;
    private final RefillSteps refillSteps;
    private final DrainSteps drainSteps;
    private final EmptyingSteps emptyings;
    private final int[] nextRun;
    private final KernelRun[] current;
    private final boolean[] pastPcp;
    private final long[] lastPfn;
    private final int[] drainOwner;
    private final boolean[] emptying;
    private final boolean infer;

    private Stepwise(
            Machine machine,
            Zoneinfo zoneinfo,
            StartValues start,
            boolean infer,
            KernelTransfers kernel,
            WorkerPhases phases,
            int keepMisses) {
        this.kernel = kernel;
        this.infer = infer;
        state = new PcpState(machine, zoneinfo, start, infer);
        refills = new Scoring("refill", keepMisses);
        drains = new Scoring("drain", keepMisses);
        int cpus = machine.cpus();
        frees = new PendingFrees[cpus];
        for (int cpu = 0; cpu < cpus; cpu++) {
            frees[cpu] = new PendingFrees();
        }
        refillSteps = new RefillSteps(state, refills);
        drainSteps = new DrainSteps(state, drains);
        emptyings = new EmptyingSteps(state, drains, drainSteps, this::commitReady);
        ticks = new WorkerTicks(state, drains, drainSteps, kernel.firstPasses(), phases, this::commitAll);
        nextRun = new int[cpus];
        current = new KernelRun[cpus];
        pastPcp = new boolean[cpus];
        lastPfn = new long[cpus];
        drainOwner = new int[cpus];
        emptying = new boolean[cpus];
    }

    /**
     * Finds out start values.
     *
     * @param most events to read; it is a batch more at most
     */
    static StartValues infer(
            TraceReader reader, Machine machine, KernelTransfers kernel, WorkerPhases phases, long most)
            throws IOException {
        StartValues open = StartValues.open(machine.zones().size() * machine.cpus() * ListLengths.LISTS);
        return walk(reader, new Stepwise(machine, zoneinfo(reader), open, true, kernel, phases, 0), most)
                .start();
    }

    /** Scores a whole trace. */
    static Stepwise score(
            TraceReader reader,
            Machine machine,
            StartValues start,
            KernelTransfers kernel,
            WorkerPhases phases,
            int keepMisses)
            throws IOException {
        Stepwise stepwise = new Stepwise(machine, zoneinfo(reader), start, false, kernel, phases, keepMisses);
        return walk(reader, stepwise, Long.MAX_VALUE);
    }

    private static Stepwise walk(TraceReader reader, Stepwise stepwise, long most) throws IOException {
        EventBatch batch = new EventBatch();
        for (long events = 0; events < most && reader.read(batch); events += batch.size) {
            stepwise.accept(batch);
        }
        stepwise.finish();
        return stepwise;
    }

    private static Zoneinfo zoneinfo(TraceReader reader) throws TraceException {
        String text = reader.header().snapshotBefore().get("zoneinfo");
        return text == null ? new Zoneinfo(List.of()) : Zoneinfo.parse("zoneinfo.before", text);
    }

    /** Takes the next events. */
    void accept(EventBatch batch) {
        for (int row = 0; row < batch.size; row++) {
            if (batch.cpu[row] < nextRun.length) {
                if (!isUnderPcpLock(batch.kind[row])) {
                    ticks.busy(batch.cpu[row], batch.time[row], batch.firstEvent + row);
                }
                accept(batch, row);
                if (infer && batch.pfn[row] != EventBatch.NO_PFN) {
                    byte kind = batch.kind[row];
                    boolean leavesZone = kind == EventKind.ZONE_LOCKED || kind == EventKind.EXTFRAG;
                    state.see(batch.pfn[row], batch.order[row], leavesZone);
                }
            }
        }
    }

    /** Whether no worker can have run since the event of its CPU before this one. */
    private static boolean isUnderPcpLock(byte kind) {
        return kind == EventKind.FREE_BATCHED
                || kind == EventKind.PCPU_DRAIN
                || kind == EventKind.ZONE_LOCKED
                || kind == EventKind.EXTFRAG;
    }

    private void accept(EventBatch batch, int row) {
        int cpu = batch.cpu[row];
        long event = batch.firstEvent + row;
        switch (batch.kind[row]) {
            case EventKind.ALLOC -> {
                commitAll(cpu);
                alloc(batch, row);
            }
            case EventKind.FREE -> free(batch, row);
            case EventKind.FREE_BATCHED -> {
                commitReady(cpu);
                frees[cpu].batched(batch.pfn[row], slot -> commit(cpu, slot, 0));
            }
            case EventKind.ZONE_LOCKED, EventKind.EXTFRAG -> {
                begin(cpu, event, batch, row);
                fromZone(batch, row);
            }
            case EventKind.PCPU_DRAIN -> {
                begin(cpu, event, batch, row);
                toZone(batch, row);
            }
            default -> {}
        }
    }

    /** The events are over. */
    void finish() {
        for (int cpu = 0; cpu < frees.length; cpu++) {
            commitAll(cpu);
            refillSteps.flush(cpu);
        }
        drainSteps.finish();
    }

    private void begin(int cpu, long event, EventBatch batch, int row) {
        List<KernelRun> runs = kernel.of(cpu);
        if (nextRun[cpu] >= runs.size() || runs.get(nextRun[cpu]).firstEvent() != event) {
            return;
        }
        KernelRun run = runs.get(nextRun[cpu]++);
        boolean goesOn = current[cpu] != null && current[cpu].kind() == KernelRun.Kind.DRAIN_ALL;
        current[cpu] = run;
        lastPfn[cpu] = EventBatch.NO_PFN;
        drainOwner[cpu] = cpu;
        switch (run.kind()) {
            case REFILL -> {
                commitAll(cpu);
                state.marks.allocating(run.zone(), state.machine.zonelist(state.machine.nodeOf(cpu)));
                refillSteps.begin(run, batch.pfn[row]);
            }
            case DIRECT -> commitAll(cpu);
            case DRAIN -> beginDrain(cpu, run);
            case DECAY -> ticks.drained(run);
            default -> {
                drainOwner[cpu] = state.owner(run.zone(), batch.pfn[row], run.order(), run.migratetype());
                emptyings.ofAll(run, Math.max(drainOwner[cpu], 0), goesOn);
            }
        }
    }

    private void beginDrain(int cpu, KernelRun run) {
        if (frees[cpu].isReady()) {
            commit(cpu, frees[cpu].takeReady(), run.pages());
        } else if (frees[cpu].size() > 0) {
            while (frees[cpu].size() > 1) {
                commit(cpu, frees[cpu].takeFirst(), 0);
            }
            commit(cpu, frees[cpu].takeFirst(), run.pages());
        } else {
            emptyings.ofOwn(run, emptying[cpu]);
            emptying[cpu] = true;
        }
    }

    private void fromZone(EventBatch batch, int row) {
        int cpu = batch.cpu[row];
        long pfn = batch.pfn[row];
        boolean locked = batch.kind[row] == EventKind.ZONE_LOCKED;
        int zone = state.ranges.zoneOf(pfn);
        int order = batch.order[row];
        if (locked) {
            state.types.show(pfn, order, batch.migratetype[row]);
        } else {
            extfrag(batch, row, zone);
        }
        if (!locked && pfn == lastPfn[cpu]) {
            return;
        }
        lastPfn[cpu] = pfn;
        state.marks.taken(zone, 1L << order);
        if (current[cpu] == null || current[cpu].kind() == KernelRun.Kind.DIRECT) {
            pastPcp[cpu] = true;
        } else {
            refillSteps.page(cpu, pfn);
        }
    }

    private void extfrag(EventBatch batch, int row, int zone) {
        int aux = batch.aux[row];
        int fallback = Extfrag.fallbackOrder(aux);
        if (Extfrag.ownership(aux)) {
            state.types.show(batch.pfn[row], Math.max(fallback, batch.order[row]), batch.migratetype[row]);
            if (fallback < 9) {
                state.marks.boost(zone);
            }
        } else {
            state.types.show(batch.pfn[row], batch.order[row], Extfrag.fallbackMigratetype(aux));
        }
    }

    private void toZone(EventBatch batch, int row) {
        int cpu = batch.cpu[row];
        long pfn = batch.pfn[row];
        int order = batch.order[row];
        int zone = state.ranges.zoneOf(pfn);
        state.types.show(pfn, order, batch.migratetype[row]);
        state.marks.taken(zone, -(1L << order));
        if (drainOwner[cpu] >= 0) {
            state.drain(zone, drainOwner[cpu], pfn, order, batch.migratetype[row]);
        }
        KernelRun run = current[cpu];
        if (run != null && batch.firstEvent + row == run.lastEvent()) {
            state.marks.freed(zone);
            if (drainOwner[cpu] >= 0) {
                state.drainEnds(zone, drainOwner[cpu]);
            }
        }
    }

    private void alloc(EventBatch batch, int row) {
        int cpu = batch.cpu[row];
        long pfn = batch.pfn[row];
        int order = batch.order[row];
        boolean direct = pastPcp[cpu];
        pastPcp[cpu] = false;
        current[cpu] = null;
        emptying[cpu] = false;
        if (pfn == EventBatch.NO_PFN || !PcpState.hasLists(order)) {
            return;
        }
        int zone = state.ranges.zoneOf(pfn);
        int type = Math.min(batch.migratetype[row], Migratetype.PCP_TYPES - 1);
        state.types.guess(pfn, type);
        if (direct) {
            return;
        }
        if (!refillSteps.isWaiting(cpu)) {
            state.marks.allocating(zone, state.machine.zonelist(state.machine.nodeOf(cpu)));
        }
        PcpSets set = state.sets[zone];
        set.allocating(cpu);
        refillSteps.alloc(batch.firstEvent + row, batch.time[row], cpu, zone, order, type, pfn);
    }

    private void free(EventBatch batch, int row) {
        int cpu = batch.cpu[row];
        int order = batch.order[row];
        commitReady(cpu);
        if (!kernel.marksBatches()) {
            commitAll(cpu);
        }
        current[cpu] = null;
        emptying[cpu] = false;
        if (batch.pfn[row] == EventBatch.NO_PFN) {
            return;
        }
        if (!PcpState.hasLists(order)) {
            int zone = state.ranges.zoneOf(batch.pfn[row]);
            state.marks.taken(zone, -(1L << order));
            state.marks.freed(zone);
            return;
        }
        if (frees[cpu].isFull()) {
            commit(cpu, frees[cpu].takeFirst(), 0);
        }
        frees[cpu].add(batch.pfn[row], order, batch.firstEvent + row, batch.time[row]);
    }

    private void commitReady(int cpu) {
        if (frees[cpu].isReady()) {
            commit(cpu, frees[cpu].takeReady(), 0);
        }
    }

    private void commitAll(int cpu) {
        commitReady(cpu);
        while (frees[cpu].size() > 0) {
            commit(cpu, frees[cpu].takeFirst(), 0);
        }
    }

    private void commit(int cpu, int slot, int drained) {
        PendingFrees of = frees[cpu];
        drainSteps.free(of.event(slot), of.time(slot), cpu, of.pfn(slot), of.order(slot), drained);
    }

    /** The start values that the trace gave away, if they were to be found out. */
    StartValues start() {
        return state.start(drainSteps.freeHighNeedsBatch());
    }

    TransferScore refills() {
        return refills.score();
    }

    TransferScore drains() {
        return drains.score();
    }

    List<Transfer> kernelRefills() {
        return refillSteps.kernel();
    }

    List<Transfer> kernelDrains() {
        return drainSteps.kernel();
    }

    /** Misses in the order of their events. */
    List<Miss> misses() {
        List<Miss> all = new ArrayList<>(refills.misses());
        all.addAll(drains.misses());
        all.sort((a, b) -> Long.compare(a.event(), b.event()));
        return all;
    }

    /** Drains that gave away start values. */
    long fittedDrains() {
        return drainSteps.kernel().stream()
                .filter(d -> d.fitted() && !d.worker())
                .count();
    }

    /** Misses by cause. */
    Map<String, Long> causeCounts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Cause cause : Cause.values()) {
            counts.put(cause.field(), refills.causes()[cause.ordinal()] + drains.causes()[cause.ordinal()]);
        }
        return counts;
    }
}
