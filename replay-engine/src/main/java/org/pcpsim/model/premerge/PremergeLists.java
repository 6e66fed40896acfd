package org.pcpsim.model.premerge;

import java.util.Optional;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.model.ModelContext;
import org.pcpsim.model.ModelCounts;
import org.pcpsim.model.OrderLists;
import org.pcpsim.model.PcpLists;
import org.pcpsim.model.PcpPath;
import org.pcpsim.model.PcpSets;
import org.pcpsim.zone.InvariantException;
import org.pcpsim.zone.Zone;

/**
 * What lies on the PCPs of {@code pcp-premerge}: the lists of today, and what a drain has merged.
 *
 * <p>Merging is done under the PCP's lock alone, before a drain asks for the zone's. Source: pcp-buddy spec section 7a. Not
 * thread-safe.
 */
final class PremergeLists implements PcpLists {
    private final Rules rules;
    private final OrderLists plain;
    private final PcpSets[] sets;
    private final MergedLists[] merged;
    private final Gathering gathering;

    PremergeLists(ModelContext context, Zone[] zones, PcpSets[] sets, ModelCounts counts, Rules rules) {
        this.rules = rules;
        KernelProfile kernel = context.machine().kernel();
        Work work = context.work();
        this.sets = sets;
        plain = new OrderLists(sets, kernel);
        merged = new MergedLists[zones.length];
        for (int z = 0; z < zones.length; z++) {
            merged[z] = new MergedLists(zones[z], plain, sets[z], counts, work, rules);
        }
        gathering = new Gathering(context.locks(), this, zones, sets, counts, rules);
    }

    private MergedLists merged(Zone zone) {
        return merged[zone.spec().index()];
    }

    MergedLists merged(int zone) {
        return merged[zone];
    }

    Gathering gathering() {
        return gathering;
    }

    @Override
    public Optional<PcpPath> beforeDrainAll() {
        return rules.window() == Rules.Window.ALL_PCPS ? Optional.of(gathering) : Optional.empty();
    }

    @Override
    public int take(Zone zone, int cpu, int order, int migratetype) {
        int pfn = plain.take(zone, cpu, order, migratetype);
        return pfn == Zone.NONE ? merged(zone).take(cpu, order, migratetype) : pfn;
    }

    @Override
    public int giveOut(Zone zone, int cpu, int order, int migratetype, int[] given, int from, int most) {
        int count = plain.giveOut(zone, cpu, order, migratetype, given, from, most);
        return count > 0 ? count : PcpLists.super.giveOut(zone, cpu, order, migratetype, given, from, most);
    }

    @Override
    public boolean takeBack(Zone zone, int cpu, int[] frames, int from, int count) {
        return plain.takeBack(zone, cpu, frames, from, count);
    }

    @Override
    public int refill(Zone zone, int cpu, int n, int order, int migratetype, int flags) {
        return plain.refill(zone, cpu, n, order, migratetype, flags);
    }

    @Override
    public int freeTarget(Zone zone, int cpu, int pfn) {
        return cpu;
    }

    @Override
    public boolean freeWaits(boolean inTask) {
        return false;
    }

    @Override
    public boolean allocWaits() {
        return false;
    }

    @Override
    public int put(Zone zone, int target, int pfn, int order) {
        return plain.put(zone, target, pfn, order);
    }

    @Override
    public void beforeDrain(Zone zone, int target, int n, int hold, int start, boolean firstHold) {
        MergedLists to = merged(zone);
        switch (rules.window()) {
            case HOLD -> select(zone, target, hold, start);
            case OPERATION -> select(zone, target, (firstHold ? n : hold) - to.pages(target), start);
            default -> {
                if (firstHold) {
                    mergeAll(zone, target);
                }
            }
        }
    }

    /** Moves the chunks that today's drain would return next to the merged ones. */
    private void select(Zone zone, int cpu, int n, int start) {
        MergedLists to = merged(zone);
        int left = Math.min(n, sets[zone.spec().index()].count[cpu] - to.pages(cpu));
        int chunks = 0;
        for (int index = start; left > 0; index = (index + 1) % plain.size()) {
            int order = plain.order(index);
            int pfn = plain.last(zone, cpu, index);
            while (left > 0 && pfn != Zone.NONE) {
                int type = plain.drainType(zone, pfn);
                plain.remove(zone, cpu, pfn, order);
                to.add(cpu, pfn, order, type);
                chunks++;
                left -= 1 << order;
                pfn = plain.last(zone, cpu, index);
            }
        }
        to.sorted(chunks);
    }

    /** Merges all that lies on a PCP; what has no buddy there stays where it is. */
    void mergeAll(Zone zone, int cpu) {
        MergedLists to = merged(zone);
        int chunks = 0;
        for (int index = 0; index < plain.size(); index++) {
            int order = plain.order(index);
            chunks += zone.lists().length(zone.lists().pcpList(cpu, index));
            int pfn = order < MergedLists.ORDERS - 1 ? plain.last(zone, cpu, index) : Zone.NONE;
            while (pfn != Zone.NONE) {
                int before = zone.lists().previous(zone.lists().pcpList(cpu, index), pfn);
                if (zone.isOnPcp(pfn ^ 1 << order, order, cpu)) {
                    if (before == (pfn ^ 1 << order)) {
                        before = zone.lists().previous(zone.lists().pcpList(cpu, index), before);
                    }
                    int type = plain.drainType(zone, pfn);
                    plain.remove(zone, cpu, pfn, order);
                    to.add(cpu, pfn, order, type);
                } else {
                    to.missed(cpu, pfn, order);
                }
                pfn = before;
            }
        }
        to.sorted(chunks);
    }

    @Override
    public void afterDrainAll(Zone zone, int target) {
        // Nothing is remembered of what was drained.
    }

    @Override
    public int drain(Zone zone, int target, int n, int start) {
        boolean all = rules.window() == Rules.Window.HOLD;
        int got = merged(zone).drain(target, all ? Integer.MAX_VALUE : n);
        return rules.window().isWholePcp() && got < n ? got + plain.drain(zone, target, n - got, start) : got;
    }

    @Override
    public void fill(Zone zone, int cpu, int pfn, int order, int migratetype) {
        plain.fill(zone, cpu, pfn, order, migratetype);
    }

    @Override
    public void check(Zone zone, int cpu) {
        int pages = plain.checkLists(zone, cpu) + merged(zone).check(cpu);
        int count = sets[zone.spec().index()].count[cpu];
        if (pages != count) {
            throw new InvariantException("PCP of CPU " + cpu + " in zone "
                    + zone.spec().name() + " counts " + count + " pages and has " + pages);
        }
    }
}
