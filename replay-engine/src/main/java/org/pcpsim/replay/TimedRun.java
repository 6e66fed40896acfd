package org.pcpsim.replay;

import java.io.IOException;
import java.util.Optional;
import org.pcpsim.lock.CpuQueue;
import org.pcpsim.lock.Distances;
import org.pcpsim.lock.PageTouches;
import org.pcpsim.lock.Request;
import org.pcpsim.lock.Work;
import org.pcpsim.metrics.CostTable;
import org.pcpsim.metrics.LockCounts;
import org.pcpsim.metrics.TimedPrices;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.model.ModelContext;
import org.pcpsim.model.Parameters;
import org.pcpsim.model.PcpObserver;
import org.pcpsim.operation.OperationBlock;
import org.pcpsim.operation.OperationCursor;
import org.pcpsim.operation.OperationStreams;
import org.pcpsim.result.InitialAdjustment;
import org.pcpsim.zone.Zone;

/**
 * Streams of operations replayed against one model in timed order.
 *
 * <p>Each CPU has a virtual clock and one event to come: its next operation when it has thought, the request of a lock, the
 * grant of one it waits for, or a pass of its worker. The earliest event of all is next, ties by CPU number. Between two
 * events of a CPU those of others may come, so every hold of a lock is one of its own; where none come, an operation is one step ({@link Undisturbed}). A free waits until all pages it frees have
 * been allocated, an allocation until the last use of its number has been freed. Times in picoseconds since the begin. Nothing is allocated per operation. Not thread-safe.
 */
final class TimedRun {
    private static final long PS = 1000;
    private static final OperationBlock NOTHING = new OperationBlock();

    private enum State {
        WORKER_DUE,
        READY,
        ASKING,
        GRANTED
    }

    private enum Kind {
        ALLOC,
        FREE,
        WORKER
    }

    private static final String[] WORDS = {"an allocation", "a free", "a pass of the worker"};

    private final AllocatorModel model;
    private final TimedLocks locks;
    private final InitialState initial;
    private final TimedTally tally;
    private final TimedClocks clocks;
    private final TimedWorkers workers;
    private final CpuQueue queue;
    private final PageWaits pages;
    private final NamedPages named;
    private final Optional<TimedGroups> groups;
    private final boolean grouping;
    private final Optional<TimedEmission> emission;
    private final boolean emitting;
    private final int folioBatch;

    private final OperationCursor[] cursors;
    private final OperationBlock[] blocks;
    private final int[] row;
    private final int[] staged;
    private final State[] state;
    private final Kind[] kind;
    private final int[] pending;
    private final long[] began;
    private final Undisturbed undisturbed;
    /** Whether nobody looks at each request for a lock. */
    private boolean plain;

    private int unfinished;
    private int underWay;

    /**
     * A model in its initial state.
     *
     * @param by what lock takes are counted by
     * @param end which of the prices work costs
     * @throws IOException if the streams cannot be read
     * @throws org.pcpsim.machine.SettingException if a parameter is not one of the model's or out of range
     */
    TimedRun(
            ModelChoice choice,
            ReplayOptions options,
            OperationStreams streams,
            Optional<Grouping> by,
            CostTable.End end)
            throws IOException {
        int cpus = options.machine().cpus();
        folioBatch = options.machine().kernel().folioBatch();
        TimedPrices prices = new TimedPrices(options.costs(), end);
        Distances distances = options.topology().distances();
        long endPfn = options.machine().endPfn();
        PageTouches touches = new PageTouches(cpus, endPfn, prices.recentNs());
        Work work = new Work();
        groups = by.map(what -> new TimedGroups(what, streams.symbols(), options.machine()));
        grouping = groups.isPresent();
        queue = new CpuQueue(cpus);
        locks = new TimedLocks(options.machine().zones().size(), distances, work, touches, prices, queue, groups);
        Parameters parameters =
                Parameters.of(choice.factory().name(), choice.factory().parameters(), choice.parameters());
        emission = choice.events().map(sink -> new TimedEmission(sink, options.machine(), locks, streams.symbols()));
        emitting = emission.isPresent();
        model = choice.factory()
                .create(new ModelContext(
                        options.machine(),
                        emission.map(TimedEmission::watching).orElse(locks),
                        work,
                        parameters,
                        emission.map(PcpObserver.class::cast).orElse(PcpObserver.NONE),
                        distances));
        initial = InitialState.layOut(model, options.initial(), options.machine(), options.seed());
        emission.ifPresent(e -> e.watch(model));
        for (Zone zone : model.zones()) {
            zone.follow(touches);
        }
        locks.reset();
        workers = new TimedWorkers(
                model, options.phases(), options.machine().settings().boostDelayNs());
        clocks = new TimedClocks(cpus, locks);
        pages = new PageWaits(cpus, clocks, queue, model.zones(), touches);
        tally = new TimedTally(choice, parameters, model, work, options, locks, clocks, groups);
        cursors = new OperationCursor[cpus];
        blocks = new OperationBlock[cpus];
        row = new int[cpus];
        staged = new int[cpus];
        state = new State[cpus];
        kind = new Kind[cpus];
        pending = new int[cpus];
        began = new long[cpus];
        PageTouches data = options.pageData() ? new PageTouches(cpus, endPfn, prices.recentNs()) : PageTouches.NONE;
        named = new NamedPages(pages, initial, tally, locks, data);
        undisturbed = new Undisturbed(model, locks, clocks, queue, pages, tally, initial, folioBatch);
        plain = !emitting && !grouping && !data.isOn();
        unfinished = cpus;
        for (int cpu = 0; cpu < cpus; cpu++) {
            blocks[cpu] = new OperationBlock();
            cursors[cpu] = cpu < streams.cpus() ? streams.cursor(cpu) : block -> false;
            next(cpu);
        }
    }

    /**
     * Replays all operations.
     *
     * @throws IOException if the streams cannot be read
     * @throws IllegalStateException if a page is freed that no stream allocates, or a number used again that none frees
     */
    void run() throws IOException {
        runUntil(ProbeMoment.NEVER);
        tally.end(initial);
        emission.ifPresent(TimedEmission::end);
        clocks.requireSums();
    }

    /** Replays the operations that begin before a moment, and says whether that came before all had. Cannot go on then. */
    boolean runUntil(ProbeMoment moment) throws IOException {
        boolean reached = false;
        plain &= moment == ProbeMoment.NEVER;
        while (underWay > 0 || unfinished > 0 && !reached) {
            int cpu = queue.first();
            long now = queue.time(cpu);
            if (now == CpuQueue.NEVER) {
                throw stuck();
            }
            reached = reached || moment.isReached(now / PS, tally.operations());
            if (reached && (state[cpu] == State.READY || state[cpu] == State.WORKER_DUE)) {
                queue.set(cpu, CpuQueue.NEVER);
                continue;
            }
            locks.enter(cpu, now);
            tally.at(now);
            if (emitting) {
                emission.get().passTo(now);
            }
            switch (state[cpu]) {
                case WORKER_DUE -> workerDue(cpu, now);
                case READY -> begin(cpu, now);
                case ASKING -> ask(cpu);
                case GRANTED -> {
                    locks.acquire(pending[cpu]);
                    resume(cpu, true);
                }
                default -> throw new IllegalStateException("CPU " + cpu + " has an event while " + state[cpu]);
            }
        }
        return reached;
    }

    /** Asks its present state, in which no operation is under way; what was counted of locks is gone afterwards. */
    TimedProbe prober() {
        return new TimedProbe(model, locks, queue, locks.quiet());
    }

    private IllegalStateException stuck() {
        for (int cpu = 0; cpu < state.length; cpu++) {
            if (pages.isParked(cpu)) {
                return pages.stuck(cpu);
            }
        }
        return new IllegalStateException("all CPUs wait for each other");
    }

    private void ask(int cpu) throws IOException {
        int answer = locks.ask(pending[cpu]);
        if (answer == TimedLocks.WAITING) {
            state[cpu] = State.GRANTED;
        } else {
            resume(cpu, answer == TimedLocks.HELD);
        }
    }

    /** A request has been answered. */
    private void resume(int cpu, boolean held) throws IOException {
        if (emitting && held) {
            emission.get().granted(cpu, pending[cpu]);
        }
        advance(cpu, model.resume(cpu, held));
    }

    /** A step has ended with a request. */
    private void advance(int cpu, int request) throws IOException {
        locks.work();
        if (request != Request.DONE) {
            pending[cpu] = request;
            state[cpu] = State.ASKING;
            queue.set(cpu, locks.clock());
            return;
        }
        locks.requireNone();
        switch (kind[cpu]) {
            case ALLOC -> allocated(cpu, model.page(cpu));
            case FREE -> {
                if (emitting) {
                    emission.get().committed(cpu);
                }
                free(cpu);
            }
            default -> {
                underWay--;
                clocks.worked(cpu);
                schedule(cpu);
            }
        }
    }

    /** Moves to the CPU's next operation, if there is one. */
    private void next(int cpu) throws IOException {
        OperationBlock block = blocks[cpu];
        if (row[cpu] == block.size) {
            row[cpu] = 0;
            if (!cursors[cpu].read(block)) {
                unfinished--;
                blocks[cpu] = NOTHING;
                clocks.end(cpu);
                schedule(cpu);
                return;
            }
        }
        pages.approach(cpu, block, row[cpu]);
        long think = 0;
        for (int member = row[cpu]; member < row[cpu] + block.members(row[cpu]); member++) {
            think += block.think[member];
        }
        clocks.toThink(cpu, think * PS);
        schedule(cpu);
    }

    private void schedule(int cpu) {
        long begin = clocks.begin(cpu);
        long due = Math.max(workers.due(cpu), clocks.now(cpu));
        if (due <= begin) {
            state[cpu] = State.WORKER_DUE;
            queue.set(cpu, unfinished > 0 ? due : CpuQueue.NEVER);
        } else {
            state[cpu] = State.READY;
            queue.set(cpu, begin);
        }
    }

    private void workerDue(int cpu, long now) {
        if (unfinished == 0) {
            queue.set(cpu, CpuQueue.NEVER);
            return;
        }
        if (isParked()) {
            throw stuck();
        }
        clocks.think(cpu, now);
        if (workers.fires(cpu)) {
            beginWorker(cpu);
            return;
        }
        if (workers.isQuiet(cpu)) {
            workers.skipTo(cpu, earliestOperation());
        }
        schedule(cpu);
    }

    /** Whether all CPUs that have operations left wait for pages. */
    private boolean isParked() {
        return pages.parked() > 0 && underWay == 0 && pages.parked() == unfinished;
    }

    private long earliestOperation() {
        long earliest = Long.MAX_VALUE;
        for (int cpu = 0; cpu < state.length; cpu++) {
            if (pages.isParked(cpu)) {
                continue;
            }
            if (state[cpu] != State.READY && state[cpu] != State.WORKER_DUE) {
                return 0;
            }
            earliest = Math.min(earliest, clocks.begin(cpu));
        }
        return earliest;
    }

    private void beginWorker(int cpu) {
        underWay++;
        kind[cpu] = Kind.WORKER;
        groups.ifPresent(grouped -> grouped.works(cpu));
        locks.begin(LockCounts.WORKER, 0);
        if (emitting) {
            emission.get().works(cpu);
        }
        try {
            advance(cpu, model.worker(cpu));
        } catch (IOException e) {
            throw new IllegalStateException("a worker reads no stream", e);
        }
    }

    private void begin(int cpu, long now) throws IOException {
        clocks.think(cpu, now);
        OperationBlock block = blocks[cpu];
        int first = row[cpu];
        if (!pages.areThere(cpu, block, first, now)) {
            return;
        }
        tally.passTime(now);
        if (block.op(first) == OperationBlock.SPLIT) {
            groups.ifPresent(grouped -> grouped.split(block, first));
            split(cpu, block, first);
            return;
        }
        if (workers.busy(cpu)) {
            beginWorker(cpu);
            return;
        }
        if ((block.flags(first) & OperationBlock.BY_KSWAPD) != 0) {
            model.kswapdWorks(cpu);
        }
        underWay++;
        began[cpu] = now;
        if (grouping) {
            groups.get().begins(cpu, block, first);
        }
        if (block.op(first) == OperationBlock.ALLOC) {
            kind[cpu] = Kind.ALLOC;
            locks.begin(LockCounts.ALLOC, 1);
            if (emitting) {
                emission.get().allocating(cpu, block, first);
            }
            alloc(cpu, block, now);
        } else {
            kind[cpu] = Kind.FREE;
            staged[cpu] = first;
            if (!plain || !undisturbed.singles(block, first)) {
                free(cpu);
            } else if (undisturbed.free(cpu, block.members(first))) {
                freed(cpu, block, first);
            } else {
                staged[cpu] = first + block.members(first);
                freeStaged(cpu, block, first);
            }
        }
    }

    /** An allocation has begun: it and those after it, as far as nothing else happens, or its first step. */
    private void alloc(int cpu, OperationBlock block, long now) throws IOException {
        if (plain) {
            row[cpu] = undisturbed.allocs(cpu, block, row[cpu], now, workers.due(cpu), underWay == 1);
            if (!undisturbed.hasBegunNext()) {
                underWay--;
                next(cpu);
                return;
            }
            began[cpu] = clocks.now(cpu);
        }
        int at = row[cpu];
        advance(cpu, model.alloc(cpu, block.order(at), block.migratetype(at), block.gfp[at]));
    }

    private void split(int cpu, OperationBlock block, int at) throws IOException {
        int page = pages.page(block.page[at]);
        int upper = page;
        if (page != AllocatorModel.NO_PAGE) {
            model.splitAllocated(page, block.order(at));
            upper += 1 << block.order(at) - 1;
        }
        pages.split(block, at, upper, clocks.now(cpu));
        row[cpu]++;
        next(cpu);
    }

    private void allocated(int cpu, int page) throws IOException {
        OperationBlock block = blocks[cpu];
        int at = row[cpu];
        long count = 1L << block.order(at);
        if (page != AllocatorModel.NO_PAGE) {
            named.clear(cpu, page, count);
        }
        pages.give(block.page[at], page, locks.clock());
        if (emitting) {
            emission.get().allocated(cpu, block, at, page);
        }
        tally.allocated(page, count);
        finish(cpu, LockCounts.ALLOC, 1);
    }

    /** Frees the next of a group's pages, as many as go together; at its end the operation is complete. */
    private void free(int cpu) throws IOException {
        OperationBlock block = blocks[cpu];
        int first = row[cpu];
        int end = first + block.members(first);
        int chunks = 0;
        while (staged[cpu] < end && chunks < folioBatch) {
            int page = named.free(cpu, block, staged[cpu]);
            if (page != AllocatorModel.NO_PAGE) {
                model.stage(cpu, page, block.order(staged[cpu]));
                if (emitting) {
                    emission.get().freeing(cpu, block, staged[cpu], page, chunks);
                }
                chunks++;
            }
            staged[cpu]++;
        }
        if (chunks > 0) {
            locks.begin(LockCounts.FREE, chunks);
            if (emitting) {
                emission.get().committing(cpu);
            }
            freeStaged(cpu, block, first);
        } else {
            freed(cpu, block, first);
        }
    }

    private void freeStaged(int cpu, OperationBlock block, int first) throws IOException {
        advance(cpu, model.freeStaged(cpu, (block.flags(first) & OperationBlock.IN_TASK) != 0));
    }

    /** All pages of a group are free. */
    private void freed(int cpu, OperationBlock block, int first) throws IOException {
        int counted = NamedPages.operations(block, first);
        pages.vacate(block, first, locks.clock());
        tally.freed(counted);
        finish(cpu, LockCounts.FREE, counted);
    }

    private void finish(int cpu, int side, int counted) throws IOException {
        underWay--;
        clocks.worked(cpu);
        locks.timed().took(side, locks.clock() - began[cpu]);
        tally.finished(counted, underWay == 0, initial);
        row[cpu] += blocks[cpu].members(row[cpu]);
        next(cpu);
    }

    /** Where the run stands, for somebody who wants to know where it failed. */
    String place() {
        int cpu = queue.first();
        String what = kind[cpu] == null ? "an operation" : WORDS[kind[cpu].ordinal()];
        return "after operation " + tally.operations() + ", " + what + " on CPU " + cpu;
    }

    /** What it counts. */
    TimedTally tally() {
        return tally;
    }

    /** Where the time of its CPUs went. */
    TimedClocks clocks() {
        return clocks;
    }

    /** What the layout of memory had to change of the snapshot. */
    InitialAdjustment initialAdjustment() {
        return initial.adjustment();
    }
}
