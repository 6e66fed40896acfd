package org.pcpsim.replay;

import java.util.Optional;
import org.pcpsim.lock.Work;
import org.pcpsim.metrics.LockCounts;
import org.pcpsim.metrics.MemoryRecord;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.model.Parameters;
import org.pcpsim.result.ByGroup;
import org.pcpsim.zone.InvariantException;
import org.pcpsim.zone.Zone;

/** What a run in timed order counts, and the checks of it. Not thread-safe. */
final class TimedTally implements CountedRun {
    private static final long PS = 1000;
    private static final long PS_PER_SECOND = 1_000_000_000_000L;

    private final ModelChoice choice;
    private final Parameters parameters;
    private final AllocatorModel model;
    private final ReplayOptions options;
    private final TimedLocks locks;
    private final TimedClocks clocks;
    private final Optional<TimedGroups> groups;
    private final MemoryRecord memory;
    private final Course course;
    private final RunCounts counts = new RunCounts();
    private CountBase base;
    private boolean warm;
    private long warmAt;
    private long nextCheck;
    private long operations;
    private long allocatedPages;
    private Optional<CostRange> range = Optional.empty();

    TimedTally(
            ModelChoice choice,
            Parameters parameters,
            AllocatorModel model,
            Work work,
            ReplayOptions options,
            TimedLocks locks,
            TimedClocks clocks,
            Optional<TimedGroups> groups) {
        this.choice = choice;
        this.parameters = parameters;
        this.model = model;
        this.options = options;
        this.locks = locks;
        this.clocks = clocks;
        this.groups = groups;
        memory = new MemoryRecord(model, work);
        base = new CountBase(model);
        warm = options.warmup().isNone();
        nextCheck = options.checkInterval() > 0 ? options.checkInterval() : Long.MAX_VALUE;
        course = new Course(
                options.sampling(),
                this,
                options.machine().cpus(),
                options.models().size(),
                PS);
    }

    /** Something happens at a time. */
    void at(long now) {
        course.passTo(now, operations);
    }

    /** An operation begins at a time; the warmup may be over. */
    void passTime(long now) {
        if (warm
                || operations < options.warmup().operations()
                || now / PS < options.warmup().ns()) {
            return;
        }
        warm = true;
        warmAt = now;
        locks.reset();
        memory.restart();
        base = new CountBase(model);
        counts.reset();
        course.restart(now, operations);
    }

    /** How many operations may follow each other before somebody looks at what is counted. */
    long unseen() {
        return warm ? Math.min(course.dueOperations(), nextCheck) - operations : 1;
    }

    /** Time from which on something is taken down when an operation begins, in ps. */
    long dueTime() {
        return course.dueTime(0);
    }

    void allocated(int page, long count) {
        allocatedPages += page == AllocatorModel.NO_PAGE ? 0 : count;
        counts.allocs++;
        counts.requestedPages += count;
        memory.allocated(count);
    }

    void freeing(int page, long count) {
        memory.freeing(count);
        allocatedPages -= page == AllocatorModel.NO_PAGE ? 0 : count;
    }

    void skipped(int count) {
        counts.skippedFrees += count;
    }

    void freed(int count) {
        counts.frees += count;
    }

    /** Operations are complete; if none is under way, what is due may be checked. */
    void finished(int counted, boolean none, InitialState initial) {
        memory.after(counted);
        operations += counted;
        if (operations >= nextCheck && none) {
            nextCheck = operations + options.checkInterval();
            check(initial);
        }
    }

    /** The run is over. */
    void end(InitialState initial) {
        course.end();
        if (options.checkInterval() > 0) {
            check(initial);
        }
    }

    /**
     * Verifies the model's invariants, and that it has given out what this run has of it; no operation is under way.
     *
     * @throws InvariantException naming the first one broken
     */
    private void check(InitialState initial) {
        model.check();
        long out = 0;
        for (int z = 0; z < model.zones().size(); z++) {
            Zone zone = model.zones().get(z);
            out += zone.spec().managed() - zone.freePages() - model.pcpPages(z);
        }
        long expected = allocatedPages + initial.pages();
        if (out != expected) {
            throw new InvariantException(
                    "pages neither free nor on a PCP: counted " + out + ", given out and not taken back " + expected);
        }
    }

    /** From the end of the warmup to the end of the last operation, in ps. */
    long countedSpan() {
        return clocks.lastEnd() - warmAt;
    }

    /** Operations in a second of virtual time. */
    double operationsPerSecond() {
        long span = countedSpan();
        return span == 0 ? 0 : (counts.allocs + counts.frees) / (span / (double) PS_PER_SECOND);
    }

    /** The same run at other prices is over. */
    void setRange(CostRange ofCosts) {
        range = Optional.of(ofCosts);
    }

    /** What it was like at the ends of the prices, if that was asked for. */
    Optional<CostRange> range() {
        return range;
    }

    @Override
    public Optional<TimedTally> timed() {
        return Optional.of(this);
    }

    @Override
    public Optional<ByGroup> byGroup() {
        return groups.map(TimedGroups::result);
    }

    TimedLocks locks() {
        return locks;
    }

    TimedClocks clocks() {
        return clocks;
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
    public AllocatorModel model() {
        return model;
    }

    @Override
    public RunCounts counted() {
        return counts;
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
    public long operations() {
        return operations;
    }

    @Override
    public Course course() {
        return course;
    }

    @Override
    public boolean isWarm() {
        return warm;
    }
}
