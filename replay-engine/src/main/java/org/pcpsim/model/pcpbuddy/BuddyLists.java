package org.pcpsim.model.pcpbuddy;

import java.util.List;
import java.util.Map;
import org.pcpsim.model.OrderLists;
import org.pcpsim.model.PartialBlockCounts;
import org.pcpsim.model.PcpLists;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.zone.InvariantException;
import org.pcpsim.zone.Pageblocks;
import org.pcpsim.zone.PcpChunks;
import org.pcpsim.zone.Zone;

/**
 * What lies on the PCPs of {@code pcp-buddy}: chunks of every order up to a block, marked where the CPU owns them.
 *
 * <p>Frees go to the PCP of the block's owner and are not merged there until a drain. Not thread-safe.
 */
final class BuddyLists implements PcpLists {
    private final Rules rules;
    private final BuddyZone[] on;
    private final Refill[] refills;
    private final MergePass[] merges;
    private final Drain[] drains;

    BuddyLists(Rules rules, List<BuddyZone> zones) {
        this.rules = rules;
        on = zones.toArray(BuddyZone[]::new);
        refills = zones.stream().map(z -> new Refill(z, rules)).toArray(Refill[]::new);
        merges = zones.stream().map(z -> new MergePass(z, rules)).toArray(MergePass[]::new);
        drains = zones.stream().map(z -> new Drain(z, rules)).toArray(Drain[]::new);
    }

    private static int index(Zone zone) {
        return zone.spec().index();
    }

    @Override
    public int take(Zone zone, int cpu, int order, int migratetype) {
        return on[index(zone)].takeSmallest(cpu, order, migratetype);
    }

    @Override
    public int giveOut(Zone zone, int cpu, int order, int migratetype) {
        return on[index(zone)].giveOutSmallest(cpu, order, migratetype);
    }

    @Override
    public int giveOut(Zone zone, int cpu, int order, int migratetype, int[] given, int from, int most) {
        BuddyZone of = on[index(zone)];
        int list = of.list(cpu, order, migratetype);
        if (of.lists.isEmpty(list)) {
            return PcpLists.super.giveOut(zone, cpu, order, migratetype, given, from, most);
        }
        int count = zone.pcp().giveOut(list, order, migratetype, cpu, given, from, most);
        of.sets.count[cpu] -= count << order;
        return count;
    }

    @Override
    public boolean serves(int order) {
        return order < BuddyZone.ORDERS;
    }

    @Override
    public int refill(Zone zone, int cpu, int n, int order, int migratetype, int flags) {
        return refills[index(zone)].run(cpu, n, order, migratetype, flags);
    }

    @Override
    public int freeTarget(Zone zone, int cpu, int pfn) {
        int owner = zone.blocks().owner(pfn >>> BuddyZone.BLOCK);
        return owner == 0 ? cpu : owner - 1;
    }

    @Override
    public boolean freeWaits(boolean inTask) {
        return inTask && rules.freeLock() == Rules.FreeLock.BLOCK_IN_TASK;
    }

    @Override
    public boolean pushesRemoteFrees() {
        return rules.freeLock() == Rules.FreeLock.REMOTE_LLIST;
    }

    @Override
    public boolean allocWaits() {
        return rules.allocLock() == Rules.AllocLock.SPIN;
    }

    @Override
    public int put(Zone zone, int target, int pfn, int order) {
        BuddyZone to = on[index(zone)];
        int type = zone.typeAt(pfn);
        int listed = type < Migratetype.PCP_TYPES ? type : Migratetype.MOVABLE;
        to.push(target, pfn, order, listed, to.owns(target, pfn));
        return order * Migratetype.PCP_TYPES + listed;
    }

    @Override
    public boolean takeBack(Zone zone, int cpu, int[] frames, int from, int count) {
        Pageblocks blocks = zone.blocks();
        for (int i = from; i < from + count; i++) {
            int owner = blocks.owner(frames[i] >>> BuddyZone.BLOCK);
            if (owner != 0 && owner != cpu + 1) {
                return false;
            }
        }
        BuddyZone to = on[index(zone)];
        PcpChunks pcp = zone.pcp();
        int first = to.list(cpu, 0, 0);
        for (int i = from; i < from + count; i++) {
            int block = frames[i] >>> BuddyZone.BLOCK;
            int type = OrderLists.listedType(blocks.type(block));
            // The owner, if there is one, is this CPU.
            boolean marked = blocks.owner(block) != 0;
            pcp.takeBack(first + type, frames[i], 0, type, cpu, marked);
        }
        to.sets.count[cpu] += count;
        return true;
    }

    @Override
    public void beforeDrain(Zone zone, int target, int n, int hold, int start, boolean firstHold) {
        if (rules.mergePer() == Rules.MergePer.CHUNK || firstHold && rules.mergePer() == Rules.MergePer.OPERATION) {
            merges[index(zone)].run(target, n);
        }
    }

    @Override
    public int drain(Zone zone, int target, int n, int start) {
        int got = drains[index(zone)].run(target, n, start);
        BuddyZone of = on[index(zone)];
        if (rules.clearOwner() == Rules.ClearOwner.PCP_EMPTY && of.sets.count[target] == 0) {
            of.owned.disown(target);
        }
        return got;
    }

    @Override
    public void afterDrainAll(Zone zone, int target) {
        if (rules.clearOwner() == Rules.ClearOwner.DRAIN_ALL) {
            on[index(zone)].owned.disown(target);
        }
    }

    @Override
    public void fill(Zone zone, int cpu, int pfn, int order, int migratetype) {
        on[index(zone)].append(cpu, pfn, order, migratetype, false);
    }

    @Override
    public void check(Zone zone, int cpu) {
        BuddyZone of = on[index(zone)];
        int pages = 0;
        for (int list = 0; list < BuddyZone.LISTS; list++) {
            int order = list / Migratetype.PCP_TYPES;
            pages += zone.checkPcpList(cpu, list, order) << order;
            int at = of.lists.head(of.lists.pcpList(cpu, list));
            for (; at != Zone.NONE; at = of.lists.next(of.lists.pcpList(cpu, list), at)) {
                if (zone.isMarked(at) && !of.owns(cpu, at)) {
                    throw new InvariantException(
                            "frame " + at + " is marked on the PCP of CPU " + cpu + ", which does not own its block");
                }
            }
        }
        if (pages != of.sets.count[cpu]) {
            throw new InvariantException("PCP of CPU " + cpu + " in zone "
                    + zone.spec().name() + " counts " + of.sets.count[cpu] + " pages and has " + pages);
        }
    }

    /** Verifies the ownership records of all zones. */
    void checkOwners() {
        for (BuddyZone zone : on) {
            zone.owned.check(zone.zone);
        }
    }

    @Override
    public boolean isToRelease(Zone zone, int cpu) {
        BuddyZone of = on[index(zone)];
        return rules.clearOwner() == Rules.ClearOwner.WORKER && of.sets.count[cpu] == 0 && of.owned.owns(cpu);
    }

    @Override
    public void release(Zone zone, int cpu) {
        on[index(zone)].owned.disown(cpu);
    }

    /** Counts of what only some forms of the design do. */
    void addCounts(Map<String, Long> own) {
        long passed = 0;
        long adopted = 0;
        long adoptedPages = 0;
        for (int z = 0; z < on.length; z++) {
            passed += refills[z].blocksPassed();
            adopted += on[z].owned.adopted();
            adoptedPages += refills[z].adoptedPages();
        }
        own.put("ownedBlocksPassed", passed);
        if (rules.adoptPartial() == Rules.Switch.ON) {
            own.put("adoptedBlocks", adopted);
            own.put("adoptedPages", adoptedPages);
        }
    }

    int ownedBlocks() {
        int blocks = 0;
        for (BuddyZone zone : on) {
            blocks += zone.owned.owned();
        }
        return blocks;
    }

    int partialBlocks() {
        int blocks = 0;
        for (BuddyZone zone : on) {
            blocks += zone.owned.listed();
        }
        return blocks;
    }

    PartialBlockCounts partialBlockCounts() {
        long remembered = 0;
        long recovered = 0;
        long pagesRemembered = 0;
        long pagesRecovered = 0;
        long pagesLost = 0;
        long refillCount = 0;
        long lengths = 0;
        int longest = 0;
        for (int z = 0; z < on.length; z++) {
            OwnedBlocks owned = on[z].owned;
            remembered += owned.remembered();
            recovered += owned.recovered();
            pagesRemembered += owned.pagesRemembered();
            pagesRecovered += owned.pagesRecovered();
            pagesLost += owned.pagesLost();
            refillCount += refills[z].refills();
            lengths += refills[z].listLengths();
            longest = Math.max(longest, owned.longest());
        }
        double mean = refillCount == 0 ? 0 : (double) lengths / refillCount;
        return new PartialBlockCounts(remembered, recovered, pagesRemembered, pagesRecovered, pagesLost, mean, longest);
    }
}
