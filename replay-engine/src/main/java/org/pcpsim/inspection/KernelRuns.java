package org.pcpsim.inspection;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.pcpsim.machine.ZoneRanges;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Symbols;

/**
 * Groups the kernel's own allocator events into holds of the zone lock.
 *
 * <p>Interrupts are off while the lock is held, so what one CPU logs from it stands together: a run of
 * {@code mm_page_alloc_zone_locked} and {@code mm_page_alloc_extfrag} is one refill, a run of
 * {@code mm_page_pcpu_drain} one drain. A run ends at any other event of its CPU and where the zone changes. Where the
 * flags column shows the preempt depth, depth 1 marks an allocation past the PCP, one hold an event; depth 2 a drain that
 * no free caused: by a kernel worker the periodic one, one hold for each batch of pages, by any other task a drain of all
 * PCPs. Source: trace-formats study section 3; counts agree with probes on the lock in every recording that has them.
 *
 * <p>Memory in the number of CPUs; nothing is allocated but one record a hold. Not thread-safe.
 */
public final class KernelRuns {
    /** A pause that one hold never makes. */
    private static final long LONGEST_PAUSE_NS = 300_000_000L;

    private final ZoneRanges ranges;
    private final IntUnaryOperator batchOfZone;
    private final Consumer<KernelRun> sink;
    private final PreemptDepths depths = new PreemptDepths();
    private Open[] open = new Open[0];

    /** The run under way on one CPU. */
    private static final class Open {
        private KernelRun.Kind kind = KernelRun.Kind.REFILL;
        private int zone;
        private int order;
        private int migratetype;
        private int chunks;
        private int pages;
        private long firstEvent;
        private long lastEvent;
        private long time;
        private long lastTime;
        private long lastPfn;
    }

    /**
     * Runs are handed over as they end.
     *
     * @param batchOfZone {@code pcp->batch} by zone, for the worker's drains
     */
    public KernelRuns(ZoneRanges ranges, IntUnaryOperator batchOfZone, Consumer<KernelRun> sink) {
        this.ranges = ranges;
        this.batchOfZone = batchOfZone;
        this.sink = sink;
    }

    /** Takes the next events of the trace. */
    public void accept(EventBatch batch, Symbols symbols) {
        for (int row = 0; row < batch.size; row++) {
            Open run = of(batch.cpu[row]);
            switch (batch.kind[row]) {
                case EventKind.ZONE_LOCKED, EventKind.EXTFRAG -> taken(batch, row, run, symbols);
                case EventKind.PCPU_DRAIN -> drained(batch, row, run, symbols);
                default -> end(run, batch.cpu[row]);
            }
        }
    }

    /** Ends all runs: the trace is over. */
    public void finish() {
        for (int cpu = 0; cpu < open.length; cpu++) {
            end(open[cpu], cpu);
        }
    }

    private Open of(int cpu) {
        if (cpu >= open.length) {
            int before = open.length;
            open = Arrays.copyOf(open, Math.max(cpu + 1, before * 2));
            for (int i = before; i < open.length; i++) {
                open[i] = new Open();
            }
        }
        return open[cpu];
    }

    private void taken(EventBatch batch, int row, Open run, Symbols symbols) {
        int depth = depths.of(batch.context[row], symbols);
        boolean locked = batch.kind[row] == EventKind.ZONE_LOCKED;
        boolean direct = depth == PreemptDepths.DIRECT || locked && batch.aux[row] == 0;
        KernelRun.Kind kind = direct ? KernelRun.Kind.DIRECT : KernelRun.Kind.REFILL;
        boolean samePage = run.chunks > 0 && batch.pfn[row] == run.lastPfn;
        if (samePage && run.kind == kind) {
            // A claim of part of a block logs the page twice, up to 6.11 every fallback does.
            run.lastEvent = batch.firstEvent + row;
            return;
        }
        boolean goesOn = run.chunks > 0
                && run.kind == kind
                && !direct
                && run.zone == ranges.zoneOf(batch.pfn[row])
                && run.order == batch.order[row];
        if (!goesOn) {
            begin(batch, row, run, kind);
        }
        add(batch, row, run);
    }

    private void drained(EventBatch batch, int row, Open run, Symbols symbols) {
        KernelRun.Kind kind = KernelRun.Kind.DRAIN;
        if (depths.of(batch.context[row], symbols) == PreemptDepths.NOT_FREEING) {
            kind = isWorker(symbols.text(batch.comm[row])) ? KernelRun.Kind.DECAY : KernelRun.Kind.DRAIN_ALL;
        }
        int zone = ranges.zoneOf(batch.pfn[row]);
        boolean goesOn = run.chunks > 0 && run.kind == kind && run.zone == zone;
        if (goesOn && kind == KernelRun.Kind.DECAY) {
            goesOn = run.pages < batchOfZone.applyAsInt(zone) && batch.time[row] - run.lastTime <= LONGEST_PAUSE_NS;
        }
        if (!goesOn) {
            begin(batch, row, run, kind);
        }
        add(batch, row, run);
    }

    private void begin(EventBatch batch, int row, Open run, KernelRun.Kind kind) {
        end(run, batch.cpu[row]);
        run.kind = kind;
        run.zone = ranges.zoneOf(batch.pfn[row]);
        run.order = batch.order[row];
        run.migratetype = batch.migratetype[row];
        run.firstEvent = batch.firstEvent + row;
        run.time = batch.time[row];
    }

    private static void add(EventBatch batch, int row, Open run) {
        run.chunks++;
        run.pages += 1 << batch.order[row];
        run.lastEvent = batch.firstEvent + row;
        run.lastTime = batch.time[row];
        run.lastPfn = batch.pfn[row];
    }

    private void end(Open run, int cpu) {
        if (run.chunks > 0) {
            sink.accept(new KernelRun(
                    run.kind,
                    cpu,
                    run.zone,
                    run.order,
                    run.migratetype,
                    run.chunks,
                    run.pages,
                    run.firstEvent,
                    run.lastEvent,
                    run.time));
            run.chunks = 0;
            run.pages = 0;
        }
    }

    /** Whether a task may be a kernel worker; others drain at the same depth when they drain all PCPs. */
    private static boolean isWorker(String comm) {
        return comm.isEmpty() || comm.startsWith("kworker") || comm.equals("<...>");
    }
}
