package example;

import java.util.List;
import org.pcpsim.lock.LockPath;
import org.pcpsim.lock.Locks;
import org.pcpsim.lock.Request;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.model.FolioBatch;
import org.pcpsim.model.ModelContext;
import org.pcpsim.model.ModelCounts;
import org.pcpsim.model.ZoneChoice;
import org.pcpsim.zone.Zone;

/** A zone with no per-CPU pages: every allocation and every free takes its lock. */
final class NoPcp implements AllocatorModel {
    private final List<Zone> zones;
    private final Locks locks;
    private final ModelCounts counts = new ModelCounts();
    private final ZoneChoice choice;
    private final FolioBatch batch;
    private final int chunksPerHold;
    private final int[] order;
    private final int[] type;
    private final int[] zone;
    private final int[] page;
    private final int[] freed;

    NoPcp(ModelContext context) {
        int cpus = context.machine().cpus();
        zones = context.zones();
        locks = context.locks();
        choice = new ZoneChoice(context.machine(), zones, counts, false);
        batch = new FolioBatch(cpus, zones);
        chunksPerHold = context.parameters().number("chunksPerHold");
        order = new int[cpus];
        type = new int[cpus];
        zone = new int[cpus];
        page = new int[cpus];
        freed = new int[cpus];
    }

    @Override
    public int alloc(int cpu, int allocOrder, int migratetype, int gfp) {
        order[cpu] = allocOrder;
        type[cpu] = migratetype;
        page[cpu] = NO_PAGE;
        choice.begin(cpu, allocOrder, gfp);
        return askForZone(cpu);
    }

    private int askForZone(int cpu) {
        zone[cpu] = choice.next(cpu);
        return zone[cpu] == ZoneChoice.FAILED ? Request.DONE : Request.take(zone[cpu], LockPath.DIRECT_ALLOC);
    }

    @Override
    public int resume(int cpu, boolean granted) {
        return batch.size(cpu) > 0 ? freeSome(cpu) : takeOne(cpu);
    }

    private int takeOne(int cpu) {
        Zone from = zones.get(zone[cpu]);
        int frame = from.fallback().takeOne(order[cpu], type[cpu], choice.flags(cpu));
        locks.drop(cpu, zone[cpu]);
        if (frame == Zone.NONE) {
            choice.skip(cpu);
            return askForZone(cpu);
        }
        from.setAllocated(frame, order[cpu], type[cpu], cpu);
        page[cpu] = from.basePfn() + frame;
        choice.served(cpu, zone[cpu]);
        return Request.DONE;
    }

    @Override
    public int page(int cpu) {
        return page[cpu];
    }

    @Override
    public void stage(int cpu, int first, int ofOrder) {
        batch.stage(cpu, first, ofOrder);
    }

    @Override
    public int freeStaged(int cpu, boolean inTask) {
        batch.clearAllocated(cpu);
        freed[cpu] = 0;
        return askToFree(cpu);
    }

    private int askToFree(int cpu) {
        if (freed[cpu] == batch.size(cpu)) {
            batch.clear(cpu);
            return Request.DONE;
        }
        return Request.take(batch.zone(cpu, freed[cpu]), LockPath.DIRECT_FREE);
    }

    private int freeSome(int cpu) {
        int at = freed[cpu];
        int z = batch.zone(cpu, at);
        int end = Math.min(at + chunksPerHold, batch.size(cpu));
        while (at < end && batch.zone(cpu, at) == z) {
            zones.get(z).freeDirect(batch.frame(cpu, at), batch.order(cpu, at));
            at++;
        }
        freed[cpu] = at;
        choice.freed(z);
        locks.drop(cpu, z);
        return askToFree(cpu);
    }

    @Override
    public List<Zone> zones() {
        return zones;
    }

    @Override
    public ModelCounts counts() {
        return counts;
    }
}
