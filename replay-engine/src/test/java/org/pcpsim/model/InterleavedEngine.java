package org.pcpsim.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.pcpsim.lock.LockPath;
import org.pcpsim.lock.Locks;
import org.pcpsim.lock.Request;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.Machine;
import org.pcpsim.zone.FreshLayout;
import org.pcpsim.zone.Zone;

/**
 * Runs random operations of all CPUs of a machine at once, step by step in random order, with locks that exclude each
 * other and are handed over in the order of asking.
 */
final class InterleavedEngine implements Locks {
    private static final int NOBODY = -1;

    private enum State {
        IDLE,
        READY,
        WAITING
    }

    final AllocatorModel model;
    final Pages live = new Pages();
    final int[] grants = new int[LockPath.COUNT];
    int waits;
    int refusals;

    private final Random random;
    private final int cpus;
    private final LockRules rules;
    private final int[] holder;
    private final List<Deque<Integer>> queues = new ArrayList<>();
    private final State[] state;
    private final boolean[] granted;
    private final int[] path;
    private final int[] allocating;
    private final int[] zonePath;
    private final long[] freeAtTake;

    InterleavedEngine(ModelFactory factory, Machine machine, Map<String, String> parameters, long seed) {
        random = new Random(seed);
        cpus = machine.cpus();
        int zones = machine.zones().size();
        rules = new LockRules(zones, cpus);
        holder = new int[Locks.remoteList(zones, cpus, zones, 0)];
        Arrays.fill(holder, NOBODY);
        for (int lock = 0; lock < holder.length; lock++) {
            queues.add(new ArrayDeque<>());
        }
        state = new State[cpus];
        Arrays.fill(state, State.IDLE);
        granted = new boolean[cpus];
        path = new int[cpus];
        allocating = new int[cpus];
        zonePath = new int[zones];
        freeAtTake = new long[zones];
        Parameters given = Parameters.of(factory.name(), factory.parameters(), parameters);
        model = factory.create(new ModelContext(machine, this, new Work(), given));
        for (Zone zone : model.zones()) {
            FreshLayout.apply(zone);
        }
        model.start();
    }

    /** Begins operations and goes on with others, at random; then lets all come to their end. */
    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            List<Integer> able = cpusThatAre(State.IDLE);
            able.addAll(cpusThatAre(State.READY));
            if (able.isEmpty()) {
                throw new AssertionError("all CPUs wait for each other");
            }
            int cpu = able.get(random.nextInt(able.size()));
            if (state[cpu] == State.IDLE) {
                begin(cpu);
            } else {
                goOn(cpu);
            }
        }
        for (List<Integer> ready = cpusThatAre(State.READY); !ready.isEmpty(); ready = cpusThatAre(State.READY)) {
            goOn(ready.get(random.nextInt(ready.size())));
        }
        if (!cpusThatAre(State.WAITING).isEmpty()) {
            throw new AssertionError("CPUs wait for a lock that nobody will drop: " + cpusThatAre(State.WAITING));
        }
        live.check(model);
    }

    /** Frees everything, interleaved, and drains all PCPs. */
    void freeAll() {
        while (live.size() > 0) {
            for (int cpu = 0; cpu < cpus; cpu++) {
                if (state[cpu] == State.IDLE) {
                    beginFree(cpu);
                } else if (state[cpu] == State.READY) {
                    goOn(cpu);
                }
            }
        }
        run(0);
        allocating[0] = NOBODY;
        asked(0, model.drainAll(0));
        run(0);
    }

    private List<Integer> cpusThatAre(State wanted) {
        List<Integer> those = new ArrayList<>();
        for (int cpu = 0; cpu < cpus; cpu++) {
            if (state[cpu] == wanted) {
                those.add(cpu);
            }
        }
        return those;
    }

    private void begin(int cpu) {
        int what = random.nextInt(100);
        allocating[cpu] = NOBODY;
        if (what < 60) {
            allocating[cpu] = random.nextInt(8) == 0 ? random.nextInt(11) : 0;
            int type = random.nextInt(8) == 0 ? random.nextInt(3) : 1;
            asked(cpu, model.alloc(cpu, allocating[cpu], type, Pages.gfp(type)));
        } else if (what < 90) {
            beginFree(cpu);
        } else if (what < 98) {
            asked(cpu, model.worker(cpu));
        } else {
            asked(cpu, model.drainAll(cpu));
        }
    }

    private void beginFree(int cpu) {
        allocating[cpu] = NOBODY;
        int n = Math.min(1 + random.nextInt(AllocatorModel.MAX_BATCH), live.size());
        for (int i = 0; i < n; i++) {
            Pages.Chunk chunk = live.remove(random.nextInt(live.size()));
            model.stage(cpu, chunk.page(), chunk.order());
        }
        asked(cpu, model.freeStaged(cpu, random.nextBoolean()));
    }

    private void goOn(int cpu) {
        asked(cpu, model.resume(cpu, granted[cpu]));
    }

    private void asked(int cpu, int request) {
        if (request == Request.DONE) {
            rules.done(cpu);
            state[cpu] = State.IDLE;
            if (allocating[cpu] != NOBODY && model.page(cpu) != AllocatorModel.NO_PAGE) {
                live.add(model.page(cpu), allocating[cpu]);
            }
            return;
        }
        int lock = Request.lock(request);
        path[cpu] = Request.path(request);
        if (holder[lock] == NOBODY) {
            give(cpu, lock);
        } else if (Request.isTry(request)) {
            refusals++;
            granted[cpu] = false;
            state[cpu] = State.READY;
        } else {
            waits++;
            queues.get(lock).add(cpu);
            state[cpu] = State.WAITING;
        }
    }

    private void give(int cpu, int lock) {
        holder[lock] = cpu;
        rules.taken(cpu, lock);
        if (rules.isZone(lock)) {
            zonePath[lock] = path[cpu];
            grants[path[cpu]]++;
            freeAtTake[lock] = model.zones().get(lock).freePages();
        }
        granted[cpu] = true;
        state[cpu] = State.READY;
    }

    @Override
    public void drop(int cpu, int lock) {
        rules.dropped(cpu, lock);
        if (rules.isZone(lock)) {
            boolean drains = zonePath[lock] == LockPath.DRAIN || zonePath[lock] == LockPath.DRAIN_ALL;
            if (drains && model.zones().get(lock).freePages() <= freeAtTake[lock]) {
                throw new AssertionError("zone lock taken to drain nothing: " + LockPath.name(zonePath[lock]));
            }
        }
        Integer next = queues.get(lock).poll();
        if (next == null) {
            holder[lock] = NOBODY;
        } else {
            give(next, lock);
        }
    }
}
