package org.pcpsim.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.pcpsim.lock.LockPath;
import org.pcpsim.lock.Locks;
import org.pcpsim.lock.Request;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.Machine;
import org.pcpsim.zone.CmaBlocks;
import org.pcpsim.zone.FreshLayout;
import org.pcpsim.zone.Zone;

/**
 * Runs the operations of a model one after another, each to its end, and records what it asks for.
 *
 * <p>Every lock is to be had, unless a test refuses those that are only tried.
 */
public final class StepEngine implements Locks {
    /**
     * A lock that was asked for.
     *
     * @param granted false for a try that was refused
     */
    public record Ask(int cpu, int lock, int path, boolean tried, boolean granted) {}

    /**
     * A time for which a zone lock was held.
     *
     * @param pages by how many pages the zone's free pages grew
     */
    public record Hold(int zone, int path, long pages) {}

    private final AllocatorModel model;
    private final Machine machine;
    private final Work work = new Work();
    private final LockRules rules;
    private final List<Ask> asks = new ArrayList<>();
    private final List<Hold> holds = new ArrayList<>();
    private final int[] pathOf;
    private final long[] freeAtTake;
    private IntPredicate refused = lock -> false;
    private IntPredicate passable = lock -> false;

    private StepEngine(ModelFactory factory, Machine machine, Map<String, String> parameters) {
        this.machine = machine;
        int zones = machine.zones().size();
        rules = new LockRules(zones, machine.cpus());
        pathOf = new int[zones];
        freeAtTake = new long[zones];
        Parameters given = Parameters.of(factory.name(), factory.parameters(), parameters);
        model = factory.create(new ModelContext(machine, this, work, given));
    }

    /** A model whose zones have just booted. */
    public static StepEngine fresh(ModelFactory factory, Machine machine, Map<String, String> parameters) {
        StepEngine engine = new StepEngine(factory, machine, parameters);
        for (Zone zone : engine.model.zones()) {
            FreshLayout.apply(zone);
            CmaBlocks.apply(zone, machine.settings().cmaPercent());
        }
        engine.model.start();
        return engine;
    }

    /** A model with these parameters, {@code name, value, …}, whose zones have just booted. */
    public static StepEngine of(String model, Machine machine, String... parameters) {
        java.util.TreeMap<String, String> given = new java.util.TreeMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            given.put(parameters[i], parameters[i + 1]);
        }
        return fresh(Models.named(model), machine, given);
    }

    /** Says which locks are refused when they are only tried. */
    public void refuse(IntPredicate locks) {
        refused = locks;
    }

    /** Says which locks are free, so that a CPU may pass through its own. */
    public void letPass(IntPredicate locks) {
        passable = locks;
    }

    @Override
    public boolean isFree(int lock) {
        return passable.test(lock);
    }

    /** Recorded as a lock that was tried and had. */
    @Override
    public void pass(int cpu, int lock, int times) {
        asks.add(new Ask(cpu, lock, LockPath.OTHER, true, true));
        rules.taken(cpu, lock);
        rules.dropped(cpu, lock);
        rules.done(cpu);
    }

    /** The model. */
    public AllocatorModel model() {
        return model;
    }

    /** Its counters. */
    public ModelCounts counts() {
        return model.counts();
    }

    /** Its work so far. */
    public Work work() {
        return work;
    }

    /** A zone by its index. */
    public Zone zone(int index) {
        return model.zones().get(index);
    }

    /** Allocates with the migratetype's ordinary gfp; {@link AllocatorModel#NO_PAGE} if that failed. */
    public int alloc(int cpu, int order, int migratetype) {
        return alloc(cpu, order, migratetype, Pages.gfp(migratetype));
    }

    /** Allocates; {@link AllocatorModel#NO_PAGE} if that failed. */
    public int alloc(int cpu, int order, int migratetype, int gfp) {
        run(cpu, model.alloc(cpu, order, migratetype, gfp));
        return model.page(cpu);
    }

    /** Allocates chunks one by one. */
    public int[] allocMany(int cpu, int n, int order, int migratetype) {
        int[] pages = new int[n];
        for (int i = 0; i < n; i++) {
            pages[i] = alloc(cpu, order, migratetype);
        }
        return pages;
    }

    /** Frees chunks of one order as one batch, from process context. */
    public void free(int cpu, int order, int... pages) {
        for (int page : pages) {
            model.stage(cpu, page, order);
        }
        run(cpu, model.freeStaged(cpu, true));
    }

    /** Frees chunks of one order one by one. */
    public void freeMany(int cpu, int order, int... pages) {
        for (int page : pages) {
            free(cpu, order, page);
        }
    }

    /** Frees what was staged on the model. */
    public void freeStaged(int cpu, boolean inTask) {
        run(cpu, model.freeStaged(cpu, inTask));
    }

    /** One pass of a CPU's worker. */
    public void worker(int cpu) {
        run(cpu, model.worker(cpu));
    }

    /** Drains all PCPs. */
    public void drainAll(int cpu) {
        run(cpu, model.drainAll(cpu));
    }

    /** Drains all PCPs for the next allocation. */
    void drainForAlloc(int cpu) {
        run(cpu, model.drainForAlloc(cpu));
    }

    private void run(int cpu, int first) {
        int request = first;
        while (request != Request.DONE) {
            int lock = Request.lock(request);
            boolean tried = Request.isTry(request);
            boolean granted = !tried || !refused.test(lock);
            asks.add(new Ask(cpu, lock, Request.path(request), tried, granted));
            if (granted) {
                rules.taken(cpu, lock);
                if (rules.isZone(lock)) {
                    pathOf[lock] = Request.path(request);
                    freeAtTake[lock] = zone(lock).freePages();
                }
            }
            request = model.resume(cpu, granted);
        }
        rules.done(cpu);
    }

    @Override
    public void drop(int cpu, int lock) {
        rules.dropped(cpu, lock);
        if (rules.isZone(lock)) {
            holds.add(new Hold(lock, pathOf[lock], zone(lock).freePages() - freeAtTake[lock]));
        }
    }

    /** Forgets what was recorded. */
    public void forget() {
        asks.clear();
        holds.clear();
    }

    /** What was asked for since the last {@link #forget}. */
    public List<Ask> asks() {
        return asks;
    }

    /** The requests since the last {@link #forget} in words, such as {@code "try pcp0.1"} or {@code "zone0 refill"}. */
    public List<String> asked() {
        List<String> words = new ArrayList<>();
        for (Ask ask : asks) {
            String name = rules.isZone(ask.lock)
                    ? "zone" + ask.lock + " " + LockPath.name(ask.path)
                    : (rules.isList(ask.lock) ? "list" : "pcp") + pcpZone(ask.lock) + "." + pcpCpu(ask.lock);
            words.add((ask.tried ? "try " : "") + name + (ask.granted ? "" : " refused"));
        }
        return words;
    }

    private int pcpZone(int lock) {
        return (lock - machine.zones().size())
                / machine.cpus()
                % machine.zones().size();
    }

    private int pcpCpu(int lock) {
        return (lock - machine.zones().size()) % machine.cpus();
    }

    /** Number of the lock of a PCP. */
    public int pcpLock(int zone, int cpu) {
        return Locks.pcp(machine.zones().size(), machine.cpus(), zone, cpu);
    }

    /** Pages by which each zone lock hold on a path since the last {@link #forget} made the zone's free pages grow. */
    public List<Long> holds(int path) {
        return holds.stream().filter(h -> h.path == path).map(Hold::pages).toList();
    }

    /** Zone lock holds on a path since the last {@link #forget}. */
    public int held(int path) {
        return holds(path).size();
    }

    /** Zone lock holds on any path since the last {@link #forget}. */
    public int held() {
        return holds.size();
    }

    /** Chunks on a list of a CPU's PCP, first the one that an allocation gets. */
    public List<Integer> listed(int zone, int cpu, int index) {
        Zone of = zone(zone);
        int list = of.lists().pcpList(cpu, index);
        List<Integer> pages = new ArrayList<>();
        for (int at = of.lists().head(list); at != Zone.NONE; at = of.lists().next(list, at)) {
            pages.add(of.basePfn() + at);
        }
        return pages;
    }
}
