package org.pcpsim.inspection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.SettingException;
import org.pcpsim.result.Quality;
import org.pcpsim.result.TraceCounts;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Symbols;

/**
 * Reads a trace once, batch by batch, and says what is in it.
 *
 * <p>Memory grows with the pages live at once, the CPUs and the distinct texts, not with the length of the trace. Not
 * thread-safe; use once.
 */
public final class Inspector {
    /** Most commands in {@link Inspection#commands}. */
    public static final int MOST_COMMANDS = 20;

    private static final int ORDERS = 11;
    private static final int MIGRATETYPES = 4;
    private static final int KINDS = 9;

    private final Symbols symbols;
    private final KernelTally kernel;
    private final Ownership owners = new Ownership(this::freed);
    private final LiveHistory history = new LiveHistory();
    private final ReuseTable reuse = new ReuseTable();
    private final TaskTally tasks = new TaskTally();
    private final SpanTally span = new SpanTally();
    private final LifetimeTable lifetimes = new LifetimeTable();
    private final CpuTable cpus = new CpuTable();
    private final SymbolTally gfp = new SymbolTally();
    private final SymbolTally commands = new SymbolTally();
    private final long[] kinds = new long[KINDS];
    private final long[] allocsByOrder = new long[ORDERS];
    private final long[] freesByOrder = new long[ORDERS];
    private final long[] allocsByMigratetype = new long[MIGRATETYPES];
    private long firstTime = Long.MAX_VALUE;
    private long lastTime = Long.MIN_VALUE;
    private int freeCpu;
    private long freeTime;
    private long failed;
    private long lost;

    /**
     * An inspector that has seen nothing.
     *
     * @param symbols the texts of the trace
     * @param recorded the recorded machine, whose zones tell drains apart; empty if it is not known
     * @param eventsLostAtStart events lost ahead of the first one
     */
    public Inspector(Symbols symbols, Optional<Machine> recorded, long eventsLostAtStart) {
        this.symbols = symbols;
        this.kernel = new KernelTally(recorded);
        this.lost = eventsLostAtStart;
    }

    /**
     * Takes the next events.
     *
     * @throws SettingException if a CPU number is larger than any machine's
     */
    public void add(EventBatch batch) {
        for (int row = 0; row < batch.size; row++) {
            if (batch.cpu[row] >= Machine.MAX_CPUS) {
                throw new SettingException(
                        "event " + (batch.firstEvent + row),
                        "CPU " + batch.cpu[row],
                        "CPU 0 to " + (Machine.MAX_CPUS - 1));
            }
            byte kind = batch.kind[row];
            long time = batch.time[row];
            kinds[kind]++;
            firstTime = Math.min(firstTime, time);
            lastTime = Math.max(lastTime, time);
            switch (kind) {
                case EventKind.ALLOC -> alloc(batch, row);
                case EventKind.FREE -> free(batch, row);
                case EventKind.MARK -> span.mark(symbols.text(batch.aux[row]));
                case EventKind.LOST -> lost += Math.max(batch.aux[row], 1);
                default -> {}
            }
        }
        kernel.add(batch, symbols);
    }

    private void alloc(EventBatch batch, int row) {
        long pfn = batch.pfn[row];
        int order = batch.order[row];
        int cpu = batch.cpu[row];
        if (pfn == EventBatch.NO_PFN) {
            failed++;
            return;
        }
        allocsByOrder[order]++;
        allocsByMigratetype[Math.min(batch.migratetype[row] & 0xff, MIGRATETYPES - 1)]++;
        gfp.add(batch.gfpText[row], 1, 1L << order);
        commands.add(batch.comm[row], 1, 0);
        tasks.add(batch.comm[row], symbols);
        cpus.alloc(cpu);
        span.alloc(order);
        owners.alloc(pfn, order, cpu, batch.time[row]);
        reuse.alloc(pfn, order, cpu);
        lifetimes.live(owners.pages());
        history.add(batch.time[row], owners.pages());
    }

    private void free(EventBatch batch, int row) {
        long pfn = batch.pfn[row];
        int order = batch.order[row];
        int cpu = batch.cpu[row];
        freesByOrder[order]++;
        commands.add(batch.comm[row], 0, 1);
        tasks.add(batch.comm[row], symbols);
        cpus.free(cpu);
        span.free(order);
        freeCpu = cpu;
        freeTime = batch.time[row];
        owners.free(pfn, order);
        reuse.free(pfn, order, cpu);
        history.add(batch.time[row], owners.pages());
    }

    private void freed(int order, int allocCpu, long allocTime) {
        cpus.pair(allocCpu, freeCpu);
        lifetimes.died(order, Math.max(0, freeTime - allocTime));
    }

    /** What there was; ends every run under way, so only once and at the end. */
    public Inspection result() {
        long events = Arrays.stream(kinds).sum();
        long allocs = Arrays.stream(allocsByOrder).sum();
        long frees = Arrays.stream(freesByOrder).sum();
        long duration = events == 0 ? 0 : lastTime - firstTime;
        return new Inspection(
                new TraceCounts(events, allocs, frees, duration),
                eventCounts(),
                new Operations(
                        allocs,
                        frees,
                        pages(allocsByOrder),
                        pages(freesByOrder),
                        list(allocsByOrder),
                        list(freesByOrder),
                        list(allocsByMigratetype),
                        cpus.byCpu()),
                gfp.gfp(symbols),
                commands.commands(symbols, MOST_COMMANDS),
                lifetimes.result(owners.chunks(), owners.pages()),
                history.result(),
                reuse.result(),
                tasks.result(),
                span.result(),
                cpus.cpuPairs(),
                kernel.result(allocs),
                new Quality(
                        owners.unknownFrees(),
                        owners.allocsOfLive(),
                        owners.pieces(),
                        owners.mismatches(),
                        failed,
                        lost));
    }

    private EventCounts eventCounts() {
        return new EventCounts(
                kinds[EventKind.ALLOC],
                kinds[EventKind.FREE],
                kinds[EventKind.FREE_BATCHED],
                kinds[EventKind.ZONE_LOCKED],
                kinds[EventKind.PCPU_DRAIN],
                kinds[EventKind.EXTFRAG],
                kinds[EventKind.LOST],
                kinds[EventKind.MARK],
                kinds[EventKind.OTHER]);
    }

    private static long pages(long[] byOrder) {
        long pages = 0;
        for (int order = 0; order < byOrder.length; order++) {
            pages += byOrder[order] << order;
        }
        return pages;
    }

    private static List<Long> list(long[] numbers) {
        List<Long> list = new ArrayList<>();
        for (long number : numbers) {
            list.add(number);
        }
        return list;
    }
}
