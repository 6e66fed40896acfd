package org.pcpsim.replay;

import java.util.ArrayList;
import java.util.List;
import org.pcpsim.lock.LockPath;
import org.pcpsim.lock.Locks;
import org.pcpsim.lock.Request;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.FallbackRule;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.model.ModelContext;
import org.pcpsim.model.ModelCounts;
import org.pcpsim.model.ModelFactory;
import org.pcpsim.model.Parameter;
import org.pcpsim.zone.Zone;

/**
 * The least model: every operation tries PCP 0's lock, then takes the zone's, and writes down each step.
 *
 * <p>An allocation hands out page numbers counting up. A refused try goes to the zone directly.
 */
final class ToyModel implements AllocatorModel {
    private static final int AT_PCP = 0;
    private static final int IN_PCP_AT_ZONE = 1;
    private static final int AT_ZONE = 2;

    final List<String> steps = new ArrayList<>();
    final boolean[] due;
    final boolean[] waits;
    final List<Integer> kswapd = new ArrayList<>();
    final List<Integer> told = new ArrayList<>();
    private final Locks locks;
    private final Work work;
    private final int pcpLock;
    private final List<Zone> zones;
    private final int[] phase;
    private final ModelCounts counts = new ModelCounts();
    private int nextPage;
    long failAfter = Long.MAX_VALUE;
    boolean awake;
    boolean drainsAll = true;
    /** Folio batches that must be freed until an allocation finds enough. */
    int lacking;

    ToyModel(ModelContext context) {
        this(context.machine(), context.locks(), context.work());
    }

    ToyModel(Machine machine, Locks locks, Work work) {
        this(machine, locks, work, 0);
    }

    ToyModel(Machine machine, Locks locks, Work work, int boostFactor) {
        this.locks = locks;
        this.work = work;
        zones = machine.zones().stream()
                .map(spec -> new Zone(spec, machine.cpus(), new int[] {0}, FallbackRule.CLAIM, work, boostFactor))
                .toList();
        pcpLock = Locks.pcp(zones.size(), machine.cpus(), 0, 0);
        phase = new int[machine.cpus()];
        due = new boolean[machine.cpus()];
        waits = new boolean[machine.cpus()];
    }

    /** Makes toy models, the last of which is kept. */
    static final class Factory implements ModelFactory {
        ToyModel last;
        long failAfter = Long.MAX_VALUE;

        @Override
        public String name() {
            return "toy";
        }

        @Override
        public String summary() {
            return "for tests";
        }

        @Override
        public List<Parameter> parameters() {
            return List.of();
        }

        @Override
        public AllocatorModel create(ModelContext context) {
            last = new ToyModel(context);
            last.failAfter = failAfter;
            return last;
        }
    }

    private int begin(int cpu, String what) {
        steps.add("c" + cpu + " " + what);
        if (steps.size() > failAfter) {
            throw new IllegalStateException("toy breaks");
        }
        phase[cpu] = AT_PCP;
        return Request.tryTake(pcpLock, LockPath.OTHER);
    }

    @Override
    public int resume(int cpu, boolean granted) {
        steps.add("c" + cpu + (granted ? " granted " : " refused ") + phase[cpu]);
        work.listOps++;
        switch (phase[cpu]) {
            case AT_PCP -> {
                phase[cpu] = granted ? IN_PCP_AT_ZONE : AT_ZONE;
                return Request.take(0, granted ? LockPath.REFILL : LockPath.TRYLOCK_ALLOC);
            }
            case IN_PCP_AT_ZONE -> {
                locks.drop(cpu, 0);
                work.pageTouches++;
                locks.drop(cpu, pcpLock);
            }
            default -> locks.drop(cpu, 0);
        }
        return Request.DONE;
    }

    @Override
    public List<Zone> zones() {
        return zones;
    }

    @Override
    public int alloc(int cpu, int order, int migratetype, int gfp) {
        return begin(cpu, "alloc");
    }

    @Override
    public int page(int cpu) {
        return nextPage++;
    }

    @Override
    public void stage(int cpu, int page, int order) {
        steps.add("c" + cpu + " stage " + page);
    }

    @Override
    public int freeStaged(int cpu, boolean inTask) {
        lacking--;
        return begin(cpu, inTask ? "free" : "free in interrupt");
    }

    @Override
    public int worker(int cpu) {
        due[cpu] = false;
        return begin(cpu, "worker");
    }

    @Override
    public void takeFrom(int cpu, int zone) {
        told.add(zone);
    }

    @Override
    public void kswapdWorks(int cpu) {
        kswapd.add(cpu);
    }

    @Override
    public boolean kswapdAwake() {
        return awake;
    }

    @Override
    public boolean mustReclaim(int cpu, int order, int gfp) {
        return gfp != 0 && lacking > 0;
    }

    @Override
    public void reclaiming(int cpu) {
        steps.add("c" + cpu + " reclaiming");
    }

    @Override
    public boolean drainsAllWhenShort() {
        return drainsAll;
    }

    @Override
    public int drainForAlloc(int cpu) {
        steps.add("c" + cpu + " drain all");
        return Request.DONE;
    }

    @Override
    public boolean workerHasWork(int cpu) {
        return due[cpu];
    }

    @Override
    public boolean workerWaits(int cpu) {
        return waits[cpu];
    }

    @Override
    public int drainAll(int cpu) {
        return Request.DONE;
    }

    @Override
    public void splitAllocated(int page, int order) {
        steps.add("split " + page);
    }

    @Override
    public ModelCounts counts() {
        return counts;
    }

    @Override
    public long pcpPages(int zone) {
        return 0;
    }

    @Override
    public int pcpCount(int zone, int cpu) {
        return 0;
    }

    @Override
    public int pcpHigh(int zone, int cpu) {
        return 0;
    }

    @Override
    public void fillPcp(int zone, int cpu, int[] pages, int order, int migratetype, int high) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setCounters(int zone, int cpu, int doublings, int freeRun) {}

    @Override
    public void check() {
        // Nothing can break.
    }
}
