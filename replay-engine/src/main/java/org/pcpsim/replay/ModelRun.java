package org.pcpsim.replay;

import java.util.Optional;
import org.pcpsim.lock.Request;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.ZoneRanges;
import org.pcpsim.metrics.CostTable;
import org.pcpsim.metrics.LockCounts;
import org.pcpsim.metrics.MemoryRecord;
import org.pcpsim.metrics.Prices;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.model.ModelContext;
import org.pcpsim.model.Parameters;
import org.pcpsim.model.PcpObserver;
import org.pcpsim.result.ByGroup;
import org.pcpsim.result.InitialAdjustment;
import org.pcpsim.result.Probes;

/**
 * One trace replayed against one model in trace order: the model, its locks, and which of its pages each handle got.
 *
 * <p>Shares nothing with other runs but the batches of operations, which it only reads. Nothing is allocated per
 * operation. Not thread-safe.
 */
public final class ModelRun implements CountedRun, Probed {
    private final ModelChoice choice;
    private final String name;
    private final ReplayOptions options;
    private final Parameters parameters;
    private final AllocatorModel model;
    private final SequentialLocks locks;
    private final InitialState initial;
    private final MemoryRecord memory;
    private final WorkerClock clock;
    private final WorkerClock.Pass workerPass = this::runWorker;
    private final long origin;
    private final int folioBatch;
    private final boolean observed;
    private final PcpObserver observer;
    private final Optional<Emission> emission;
    private final boolean emitting;
    private final Optional<ZoneRanges> tracedZones;
    private final Optional<GroupTally> groups;
    private final boolean grouping;
    private final DirectReclaim reclaim;
    private final Course course;
    private final RunCheck check;
    private final PlainRows plainRows;
    /** Whether nobody looks at each operation. */
    private final boolean plain;
    /** Whether somebody waits for a moment before an operation. */
    private boolean watched;

    private final GivenPages pages = new GivenPages();
    private long operations;
    private boolean warm;
    private final Prefetch prefetch;
    private CountBase base;
    private final RunCounts counts = new RunCounts();

    /**
     * A model in its initial state.
     *
     * @param origin time of the trace's first event, in ns
     * @throws org.pcpsim.machine.SettingException if a parameter is not one of the model's or out of range
     */
    ModelRun(ModelChoice choice, ReplayOptions options, long origin) {
        this(choice, options, origin, Optional.empty(), Optional.empty());
    }

    /**
     * The same, whose run is written down if there are tasks and the choice says who takes it.
     *
     * @param tasks those of the trace's latest events
     * @param by what lock takes are counted by; needs tasks
     */
    ModelRun(
            ModelChoice choice,
            ReplayOptions options,
            long origin,
            Optional<RecentTasks> tasks,
            Optional<Grouping> by) {
        this.choice = choice;
        name = choice.factory().name();
        this.options = options;
        this.origin = origin;
        folioBatch = options.machine().kernel().folioBatch();
        observed = choice.observer() != PcpObserver.NONE;
        emission = tasks.flatMap(of -> choice.events().map(sink -> new Emission(sink, of, options.machine())));
        emitting = emission.isPresent();
        observer = emitting ? emission.get() : choice.observer();
        tracedZones = options.tracedZones()
                ? Optional.of(ZoneRanges.of(options.machine().zones()))
                : Optional.empty();
        int cpus = options.machine().cpus();
        Work work = new Work();
        parameters = Parameters.of(name, choice.factory().parameters(), choice.parameters());
        locks = new SequentialLocks(
                options.machine().zones().size(), cpus, work, new Prices(options.costs(), CostTable.End.CENTRAL));
        model = choice.factory()
                .create(new ModelContext(
                        options.machine(),
                        emission.map(e -> e.watching(locks)).orElse(locks),
                        work,
                        parameters,
                        observer,
                        options.topology().distances()));
        prefetch = new Prefetch(model.zones());
        initial = InitialState.layOut(model, options.initial(), options.machine(), options.seed());
        emission.ifPresent(e -> e.watch(model));
        locks.reset();
        groups = by.map(what -> new GroupTally(what, tasks.orElseThrow(), options.machine(), locks.counts()));
        grouping = groups.isPresent();
        clock = new WorkerClock(
                model, options.phases(), options.machine().settings().boostDelayNs(), origin);
        memory = new MemoryRecord(model, work);
        reclaim = new DirectReclaim(this, cpus, folioBatch);
        warm = options.warmup().isNone();
        base = new CountBase(model);
        check = new RunCheck(options.checkInterval(), model, locks);
        plain = !observed && !emitting && !grouping && tracedZones.isEmpty();
        course = new Course(options.sampling(), this, cpus, options.models().size(), 1);
        plainRows = new PlainRows(this, locks, pages, clock, reclaim, check, origin);
    }

    /** The model. */
    @Override
    public AllocatorModel model() {
        return model;
    }

    /** Operations replayed, warmup included. */
    @Override
    public long operations() {
        return operations;
    }

    @Override
    public ModelChoice choice() {
        return choice;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public LockCounts lockCounts() {
        return locks.counts();
    }

    @Override
    public MemoryRecord memory() {
        return memory;
    }

    @Override
    public CountBase base() {
        return base;
    }

    @Override
    public Optional<ByGroup> byGroup() {
        return groups.map(GroupTally::result);
    }

    @Override
    public Course course() {
        return course;
    }

    @Override
    public boolean isWarm() {
        return warm;
    }

    @Override
    public RunCounts counted() {
        return counts;
    }

    /** What the layout of memory had to change of the snapshot. */
    InitialAdjustment initialAdjustment() {
        return initial.adjustment();
    }

    /** Replays a batch of operations, which must follow the last. */
    void replay(Operations batch) {
        replayUntil(batch, ProbeMoment.NEVER);
    }

    /** Replays of a batch what comes before a moment, with the workers due until then, and says whether that has come. */
    boolean replayUntil(Operations batch, ProbeMoment moment) {
        pages.reserve(batch.handles);
        int row = 0;
        watched = moment != ProbeMoment.NEVER;
        try {
            while (row < batch.size) {
                prefetch.frees(batch, row, pages.array());
                if (watched && moment.isReached(batch.time(row) - origin, operations)) {
                    clock.advanceTo(origin + moment.ns(), workerPass);
                    return true;
                }
                row += replay(batch, row);
            }
            return false;
        } catch (RuntimeException | Error e) {
            throw failed(e, "at event " + batch.event(row) + ", " + batch.words(row));
        }
    }

    /** Replays what begins at a row: a folio batch, allocations that are alike, or one operation; the rows it had. */
    private int replay(Operations batch, int row) {
        if (batch.op(row) == Operations.SPLIT) {
            split(batch, row);
            return 1;
        }
        passTime(batch.time(row));
        if (reclaim.isNeeded()) {
            reclaim.look(batch.event(row), batch.time(row));
        }
        if (clock.busy(batch.cpu(row))) {
            runWorker(batch.cpu(row), batch.time(row));
        }
        if ((batch.flags(row) & Operations.BY_KSWAPD) != 0) {
            model.kswapdWorks(batch.cpu(row));
        }
        if (batch.op(row) == Operations.ALLOC) {
            return allocs(batch, row);
        }
        free(batch, row, batch.members(row));
        return batch.members(row);
    }

    private RuntimeException failed(Throwable thrown, String place) {
        if (!ModelFailure.isOfModel(thrown)) {
            throw (Error) thrown;
        }
        return ModelFailure.of(choice.factory(), name, place, thrown);
    }

    private void passTime(long time) {
        if (!warm
                && operations >= options.warmup().operations()
                && time - origin >= options.warmup().ns()) {
            startCounting();
            course.restart(time - origin, operations);
        }
        clock.advanceTo(time, workerPass);
        course.passTo(time - origin, operations);
    }

    private void startCounting() {
        warm = true;
        locks.reset();
        groups.ifPresent(GroupTally::forget);
        memory.restart();
        base = new CountBase(model);
        counts.reset();
    }

    private void runWorker(int cpu) {
        course.passTo(clock.passTime() - origin, operations);
        runWorker(cpu, clock.passTime());
    }

    private void runWorker(int cpu, long time) {
        locks.begin(LockCounts.WORKER, 0);
        observer.workerBegins(cpu, time);
        complete(cpu, model.worker(cpu));
        if (grouping) {
            groups.get().worked();
        }
    }

    /** Asks the present state; what was counted is gone afterwards. */
    Probes.State answer(Probe probe) {
        try {
            Probes.State answers = ProbeRun.ask(this, operations, probe);
            if (check.isOn()) {
                check();
            }
            return answers;
        } catch (RuntimeException | Error e) {
            throw failed(e, "while its state was probed");
        }
    }

    @Override
    public void perform(int cpu, int first) {
        complete(cpu, first);
    }

    @Override
    public void forgetLocks() {
        locks.reset();
    }

    /** Runs an operation to its end: every lock it asks for is granted. */
    private void complete(int cpu, int first) {
        int request = first;
        while (request != Request.DONE) {
            locks.take(cpu, request);
            if (emitting) {
                emission.get().granted(request);
            }
            request = model.resume(cpu, true);
        }
        locks.requireNone();
    }

    /** Replays the allocation at a row, or those like it that the model serves together with it; how many. */
    private int allocs(Operations batch, int row) {
        int served = plain && !watched && warm && reclaim.isIdle() ? plainRows.allocs(batch, row) : 0;
        if (served == 0) {
            alloc(batch, row);
            return 1;
        }
        return served;
    }

    private void alloc(Operations batch, int row) {
        int cpu = batch.cpu(row);
        int order = batch.order(row);
        if (tracedZones.isPresent()) {
            model.takeFrom(cpu, tracedZones.get().zoneOf(batch.pfn(row)));
        }
        if (reclaim.isNeeded()) {
            reclaim.beforeAlloc(cpu, order, batch.gfp(row));
        }
        locks.begin(LockCounts.ALLOC, 1);
        if (observed) {
            observer.begins(0, batch.event(row), batch.time(row));
        }
        if (emitting) {
            emission.get().allocating(batch.event(row), batch.time(row), batch.migratetype(row));
        }
        complete(cpu, model.alloc(cpu, order, batch.migratetype(row), batch.gfp(row)));
        int page = model.page(cpu);
        if (emitting) {
            emission.get().allocated(cpu, order, batch.gfp(row), page);
        }
        pages.give(batch.handle(row), page, order);
        if (grouping) {
            groups.get().allocated(batch, row);
        }
        counts.allocs++;
        counts.requestedPages += 1L << order;
        memory.allocated(1L << order);
        finish(1);
    }

    private void free(Operations batch, int first, int rows) {
        if (!plain || rows > folioBatch || !plainRows.free(batch, first, rows)) {
            freeEach(batch, first, rows);
        }
    }

    private void freeEach(Operations batch, int first, int rows) {
        int cpu = batch.cpu(first);
        int staged = 0;
        int counted = 0;
        for (int row = first; row < first + rows; row++) {
            int order = batch.order(row);
            if ((batch.flags(row) & Operations.IMPLIED) == 0) {
                counted++;
            }
            int page = batch.op(row) == Operations.FREE
                    ? known(batch.handle(row), order)
                    : initial.take(batch.pfn(row), order);
            if (page == AllocatorModel.NO_PAGE) {
                counts.skippedFrees += (batch.flags(row) & Operations.IMPLIED) == 0 ? 1 : 0;
                continue;
            }
            if (reclaim.takes(batch, row, page)) {
                continue;
            }
            stage(cpu, staged, page, order, batch.event(row), batch.event(row), batch.time(row));
            staged++;
            if (staged == folioBatch) {
                freeStaged(cpu, staged, batch.flags(first));
                staged = 0;
            }
        }
        counts.frees += counted;
        if (staged > 0) {
            freeStaged(cpu, staged, batch.flags(first));
        }
        reclaim.batchEnds(batch, first);
        if (grouping) {
            groups.get().freed(batch, first, rows);
        }
        finish(counted);
    }

    /** Stages a chunk, the n-th of its folio batch, whose free the trace has at one event, and which the model frees at another. */
    void stage(int cpu, int n, int page, int order, long freed, long event, long time) {
        model.stage(cpu, page, order);
        if (emitting) {
            emission.get().freeing(cpu, order, page, event, time);
        }
        if (observed) {
            observer.begins(n, freed, time);
        }
    }

    /** Drains all PCPs for the allocation that a CPU is about to begin. */
    void drainForAlloc(int cpu) {
        locks.begin(LockCounts.ALLOC, 0);
        complete(cpu, model.drainForAlloc(cpu));
    }

    /** Frees what is staged. */
    void freeStaged(int cpu, int staged, int flags) {
        locks.begin(LockCounts.FREE, staged);
        if (emitting) {
            emission.get().committing();
        }
        complete(cpu, model.freeStaged(cpu, (flags & Operations.IN_TASK) != 0));
        if (emitting) {
            emission.get().committed(cpu);
        }
    }

    private int known(int handle, int order) {
        memory.freeing(1L << order);
        return pages.take(handle, order);
    }

    private void split(Operations batch, int row) {
        int order = batch.order(row);
        if (grouping) {
            groups.get().split(batch, row);
        }
        if (pages.split(batch.handle(row), batch.upper(row), order)) {
            model.splitAllocated(pages.get(batch.handle(row)), order);
        }
    }

    private void finish(int counted) {
        memory.after(counted);
        replayed(counted);
    }

    /** So many operations more have been replayed. */
    void replayed(int more) {
        operations += more;
        if (operations >= check.next()) {
            check.passed(operations);
            check();
        }
    }

    /** The trace is at its end. */
    void end() {
        try {
            reclaim.freeAll();
            emission.ifPresent(Emission::end);
            course.end();
            if (check.isOn()) {
                check();
            }
        } catch (RuntimeException | Error e) {
            throw failed(e, "at the end of the trace");
        }
    }

    /**
     * Verifies the model's invariants, and that it has given out what this run has of it.
     *
     * @throws org.pcpsim.zone.InvariantException naming the first one broken
     */
    void check() {
        check.run(pages.out() + initial.pages() + reclaim.pages());
    }
}
