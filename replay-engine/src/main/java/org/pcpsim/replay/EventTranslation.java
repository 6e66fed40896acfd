package org.pcpsim.replay;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.pcpsim.machine.SettingException;
import org.pcpsim.operation.OperationWord;
import org.pcpsim.result.Quality;
import org.pcpsim.result.TraceCounts;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.trace.Symbols;

/**
 * Turns the events of a trace into operations, once for all models.
 *
 * <p>Gives traced pages handles ({@link LivePages}), finds the borders of folio batches ({@link FreeGrouping}) and
 * counts what the trace lacks. Rules:
 *
 * <ul>
 *   <li>An allocation of pages believed live is counted, and what they belonged to is freed first.
 *   <li>A free smaller than its allocation is a <em>piece</em>: the allocation is halved until the piece stands alone.
 *   <li>A free larger than the allocation at its first page is an order mismatch: what is live inside is freed, each once.
 *   <li>A free of pages that are not live is passed on as such.
 *   <li>A failed allocation is counted only. What the kernel did by itself is counted as an event only.
 * </ul>
 *
 * <p>Memory follows the live pages of the trace. Not thread-safe.
 */
final class EventTranslation {
    /** Name of the thread that reclaims for a node. */
    private static final Pattern KSWAPD = Pattern.compile("kswapd\\d+");

    private final int cpus;
    private final LivePages live = new LivePages();
    private final ReclaimKinds kinds = new ReclaimKinds();
    private final FreeGrouping frees;
    private final UsualEvents usual;
    private final boolean tasks;
    private byte[] inTask = new byte[64];
    private byte[] byKswapd = new byte[64];
    private int symbolsKnown;

    private long events;
    private long allocs;
    private long freeEvents;
    private long firstTime = Long.MAX_VALUE;
    private long lastTime = Long.MIN_VALUE;
    private long unknown;
    private long allocsOfLive;
    private long pieces;
    private long mismatches;
    private long failed;
    private long lost;

    /**
     * For traces of that many CPUs at most.
     *
     * @param sink given each batch of operations as it fills up; must be done with it when it returns
     */
    EventTranslation(int cpus, Consumer<Operations> sink) {
        this(cpus, FreeGrouping.Sink.of(sink), true);
    }

    /**
     * The same, whose batches are kept by who is given them.
     *
     * @param tasks whether the operations tell of the tasks and the events behind them
     */
    EventTranslation(int cpus, FreeGrouping.Sink sink, boolean tasks) {
        this.cpus = cpus;
        this.tasks = tasks;
        frees = new FreeGrouping(cpus, live, sink, tasks);
        usual = new UsualEvents(cpus, live, kinds, frees, tasks);
    }

    /**
     * Translates events, which must be those after the last ones given.
     *
     * @param marks {@link FolioMarks} of each event
     * @throws SettingException naming {@code --cpus} if an event's CPU is not one of the machine's
     */
    void translate(EventBatch batch, byte[] marks, Symbols symbols) {
        learnSymbols(symbols);
        for (int row = 0; row < batch.size; row += Prefetch.ROWS) {
            int end = Math.min(row + Prefetch.ROWS, batch.size);
            live.prefetch(batch.pfn, row, end);
            translate(batch, marks, row, end);
        }
        events += batch.size;
        span(batch);
    }

    /** Takes the times of events into account: the outer ones as a rule, all where one lies before the last. */
    private void span(EventBatch batch) {
        long back = 0;
        for (int row = 1; row < batch.size; row++) {
            back |= batch.time[row] - batch.time[row - 1];
        }
        int step = back < 0 ? 1 : Math.max(batch.size - 1, 1);
        for (int row = 0; row < batch.size; row += step) {
            firstTime = Math.min(firstTime, batch.time[row]);
            lastTime = Math.max(lastTime, batch.time[row]);
        }
    }

    private void translate(EventBatch batch, byte[] marks, int from, int to) {
        for (int row = from; row < to; row++) {
            row = usual.translate(batch, marks, inTask, byKswapd, row, to);
            if (row == to) {
                return;
            }
            translate(batch, marks, row);
        }
    }

    private void translate(EventBatch batch, byte[] marks, int row) {
        if (tasks) {
            frees.event(batch.cpu[row], batch.pid[row], batch.comm[row]);
        }
        switch (batch.kind[row]) {
            case EventKind.ALLOC -> alloc(batch, row);
            case EventKind.FREE -> free(batch, row, marks[row] == FolioMarks.MEMBER);
            case EventKind.FREE_BATCHED -> {
                requireCpu(batch, row);
                frees.commit(batch.cpu[row], batch.pfn[row], marks[row] == FolioMarks.LAST);
            }
            case EventKind.LOST -> lost += Math.max(batch.aux[row], 1);
            default -> {}
        }
    }

    /** Hands over the operations there are now, so that none comes much later than its event. */
    void handOver() {
        frees.handOver();
    }

    /** The trace is at its end: hands over what is still held. */
    void end() {
        frees.end();
    }

    TraceCounts counts() {
        return new TraceCounts(
                events, allocs + usual.allocs(), freeEvents + usual.frees(), events == 0 ? 0 : lastTime - firstTime);
    }

    Quality quality() {
        return new Quality(unknown, allocsOfLive, pieces, mismatches, failed, lost);
    }

    LivePages live() {
        return live;
    }

    private void learnSymbols(Symbols symbols) {
        if (symbols.size() > inTask.length) {
            inTask = Arrays.copyOf(inTask, Math.max(symbols.size(), inTask.length * 2));
            byKswapd = Arrays.copyOf(byKswapd, inTask.length);
        }
        for (; symbolsKnown < symbols.size(); symbolsKnown++) {
            String text = symbols.text(symbolsKnown);
            boolean interrupt = text.length() > 2 && "hsHzZ".indexOf(text.charAt(2)) >= 0;
            inTask[symbolsKnown] = (byte) (interrupt ? 0 : Operations.IN_TASK);
            byKswapd[symbolsKnown] = (byte) (KSWAPD.matcher(text).matches() ? Operations.BY_KSWAPD : 0);
        }
    }

    private void requireCpu(EventBatch batch, int row) {
        if (batch.cpu[row] >= cpus) {
            throw new SettingException(
                    "--cpus",
                    Integer.toString(cpus),
                    "at least " + (batch.cpu[row] + 1) + ": event number " + (batch.firstEvent + row)
                            + " (counted from 0, at " + batch.time[row] + " ns) is on CPU " + batch.cpu[row]);
        }
    }

    private void alloc(EventBatch batch, int row) {
        requireCpu(batch, row);
        int cpu = batch.cpu[row];
        long pfn = batch.pfn[row];
        long time = batch.time[row];
        long event = batch.firstEvent + row;
        int order = batch.order[row];
        int flags = inTask[batch.context[row]] | byKswapd[batch.comm[row]];
        frees.release(cpu);
        if (pfn == EventBatch.NO_PFN) {
            failed++;
            return;
        }
        allocs++;
        int handle = order == 0 ? live.addPage(pfn) : LivePages.NONE;
        if (handle == LivePages.NONE) {
            if (freeLive(cpu, pfn, order, time, event, flags)) {
                allocsOfLive++;
            }
            handle = live.add(pfn, order);
        }
        int gfp = batch.gfp[row];
        int what = OperationWord.of(Operations.ALLOC, order, pcpType(batch.migratetype[row]), flags, cpu);
        frees.add(what, cpu, handle, time, event, gfp, pfn);
        kinds.allocated(handle, gfp);
    }

    /** Migratetype of an allocation; one that no PCP is for counts as {@link Migratetype#MOVABLE}. */
    static int pcpType(int type) {
        return type >= 0 && type < Migratetype.PCP_TYPES ? type : Migratetype.MOVABLE;
    }

    /** Frees whole every allocation that has a page in the range. */
    private boolean freeLive(int cpu, long pfn, int order, long time, long event, int flags) {
        long end = pfn + (1L << order);
        long page = live.next(pfn, end);
        boolean any = page < end;
        while (page < end) {
            int handle = live.at(page);
            live.remove(handle);
            frees.single(cpu, handle, time, event, flags | Operations.IMPLIED);
            page = live.next(page, end);
        }
        return any;
    }

    private void free(EventBatch batch, int row, boolean member) {
        requireCpu(batch, row);
        freeEvents++;
        int cpu = batch.cpu[row];
        long pfn = batch.pfn[row];
        long time = batch.time[row];
        long event = batch.firstEvent + row;
        int order = batch.order[row];
        int flags = inTask[batch.context[row]] | byKswapd[batch.comm[row]];
        if (order == 0) {
            int page = live.removePage(pfn);
            if (page != LivePages.NONE) {
                frees.free(cpu, page, pfn, 0, time, event, flags | kind(page, flags, member), member);
                return;
            }
        }
        int handle = live.at(pfn);
        if (handle == LivePages.NONE && live.next(pfn, pfn + (1L << order)) == pfn + (1L << order)) {
            unknown++;
            frees.free(
                    cpu, LivePages.NONE, pfn, order, time, event, flags | kind(LivePages.NONE, flags, member), member);
            return;
        }
        if (handle != LivePages.NONE && order < live.allocatedOrder(handle)) {
            pieces++;
        } else if (handle == LivePages.NONE || order > live.order(handle)) {
            mismatches++;
        }
        if (handle != LivePages.NONE && isolate(handle, cpu, pfn, order, time, event)) {
            int piece = live.at(pfn);
            live.remove(piece);
            frees.free(cpu, piece, pfn, order, time, event, flags | kind(piece, flags, member), member);
            return;
        }
        frees.release(cpu);
        freeInside(cpu, pfn, order, time, event, flags);
    }

    /** Whether a free is like what reclaim frees; one by kswapd shows what that is. */
    private int kind(int handle, int flags, boolean member) {
        if ((flags & Operations.BY_KSWAPD) != 0) {
            kinds.freedByKswapd(handle);
            return 0;
        }
        return member && (flags & Operations.IN_TASK) != 0 && kinds.includes(handle) ? Operations.LIKE_RECLAIM : 0;
    }

    /** Halves the allocation at a page until it is no larger than {@code order}; whether it is then exactly the range. */
    private boolean isolate(int handle, int cpu, long pfn, int order, long time, long event) {
        int at = handle;
        while (live.order(at) > order) {
            at = halve(at, cpu, pfn, time, event);
        }
        return live.order(at) == order && live.first(at) == pfn;
    }

    /** Halves an allocation; returns the half that a page lies in. */
    private int halve(int handle, int cpu, long pfn, long time, long event) {
        int what = OperationWord.of(Operations.SPLIT, live.order(handle), 0, Operations.IMPLIED, cpu);
        int upper = live.split(handle);
        kinds.split(handle, upper);
        int row = frees.add(what, cpu, handle, time, event, 0, live.first(upper));
        frees.room(0).upper(row, upper);
        return pfn >= live.first(upper) ? upper : handle;
    }

    /** Frees what is live inside a range, each allocation once, those that reach beyond it only as far as they lie inside. */
    private void freeInside(int cpu, long pfn, int order, long time, long event, int flags) {
        long end = pfn + (1L << order);
        int extra = 0;
        for (long page = pfn; page < end; ) {
            int handle = live.at(page);
            if (handle == LivePages.NONE) {
                page++;
                continue;
            }
            while (live.first(handle) < page || live.first(handle) + (1L << live.order(handle)) > end) {
                handle = halve(handle, cpu, page, time, event);
            }
            page += 1L << live.order(handle);
            live.remove(handle);
            frees.single(cpu, handle, time, event, flags | extra);
            extra = Operations.IMPLIED;
        }
    }
}
