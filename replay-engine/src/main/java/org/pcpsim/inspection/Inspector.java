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
 * <p>Memory grows with the chunks live at once, the CPUs and the distinct texts, not with the length of the trace. Not
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
    private final LiveChunks live = new LiveChunks();
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
    private long unknownFrees;
    private long allocsOfLive;
    private long pieces;
    private long mismatches;
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
                case EventKind.LOST -> lost += Math.max(batch.aux[row], 1);
                default -> {}
            }
        }
        kernel.add(batch, symbols);
    }

    private void alloc(EventBatch batch, int row) {
        long pfn = batch.pfn[row];
        int order = batch.order[row];
        if (pfn == EventBatch.NO_PFN) {
            failed++;
            return;
        }
        allocsByOrder[order]++;
        allocsByMigratetype[Math.min(batch.migratetype[row] & 0xff, MIGRATETYPES - 1)]++;
        gfp.add(batch.gfpText[row], 1, 1L << order);
        commands.add(batch.comm[row], 1, 0);
        cpus.alloc(batch.cpu[row]);
        forgetLive(pfn, order);
        live.put(pfn, order, order, batch.cpu[row], batch.time[row]);
        lifetimes.born(order);
    }

    /** Chunks that are live where one is allocated: their frees were lost. */
    private void forgetLive(long pfn, int order) {
        boolean found = forget(live.around(pfn));
        for (long page = pfn + 1; page < pfn + (1L << order); page++) {
            found |= forget(live.at(page));
        }
        if (found) {
            allocsOfLive++;
        }
    }

    private boolean forget(int slot) {
        if (slot == LiveChunks.NONE) {
            return false;
        }
        lifetimes.vanished(live.order(slot));
        live.remove(slot);
        return true;
    }

    private void free(EventBatch batch, int row) {
        long pfn = batch.pfn[row];
        int order = batch.order[row];
        freesByOrder[order]++;
        commands.add(batch.comm[row], 0, 1);
        cpus.free(batch.cpu[row]);
        int slot = live.around(pfn);
        if (slot != LiveChunks.NONE && order <= live.order(slot)) {
            pieces += order < live.allocatedOrder(slot) ? 1 : 0;
            freePart(slot, pfn, order, batch.cpu[row], batch.time[row]);
            return;
        }
        boolean any = false;
        for (long page = pfn; page < pfn + (1L << order); page++) {
            int inside = live.at(page);
            if (inside != LiveChunks.NONE) {
                any = true;
                freePart(inside, page, live.order(inside), batch.cpu[row], batch.time[row]);
            }
        }
        mismatches += any ? 1 : 0;
        unknownFrees += any ? 0 : 1;
    }

    /** Frees a chunk or a part of it, whose other halves stay live. */
    private void freePart(int slot, long pfn, int order, int cpu, long time) {
        long start = live.pfn(slot);
        int whole = live.order(slot);
        int allocated = live.allocatedOrder(slot);
        int allocCpu = live.cpu(slot);
        long born = live.time(slot);
        live.remove(slot);
        for (int half = whole - 1; half >= order; half--) {
            long middle = start + (1L << half);
            live.put(pfn < middle ? middle : start, half, allocated, allocCpu, born);
            start = pfn < middle ? start : middle;
        }
        cpus.pair(allocCpu, cpu);
        lifetimes.died(order, Math.max(0, time - born));
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
                lifetimes.result(live.size()),
                cpus.cpuPairs(),
                kernel.result(),
                new Quality(unknownFrees, allocsOfLive, pieces, mismatches, failed, lost));
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
