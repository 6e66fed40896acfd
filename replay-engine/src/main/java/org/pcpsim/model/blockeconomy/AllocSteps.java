package org.pcpsim.model.blockeconomy;

import org.pcpsim.lock.LockPath;
import org.pcpsim.lock.Request;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.model.DrainAllRule;
import org.pcpsim.model.ZoneChoice;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.zone.Zone;

/**
 * Allocation in steps: from the CPU's own buddy, else from a block that the zone gives it, else from another CPU's. Orders 9 and
 * 10 come from the zone, order 9 from a CPU's free blocks if that has none.
 *
 * <p>The CPU's own lock is waited for: there is nothing below a block that an allocation could turn to ([INFERRED]). Whether
 * the zone has a block is seen without its lock. Source: pcp-buddy spec section 7b. Per-CPU state in arrays. Not
 * thread-safe.
 */
final class AllocSteps {
    /** Result of a step: all PCPs are to be drained, then {@link #tryNextZone} goes on. */
    static final int WANTS_DRAIN_ALL = -1;

    private static final int OWN = 0;
    private static final int BLOCK = 1;
    private static final int LARGE = 2;
    private static final int STEAL = 3;
    private static final int STOLEN = 4;
    private static final int EXCESS = 5;

    private final Economy economy;
    private final Stealing stealing;
    private final int[] phase;
    private final int[] order;
    private final int[] type;
    private final int[] zone;
    private final int[] page;
    private final int[] stolen;
    private final int[] targeted;
    private final boolean[] wasShort;
    private final boolean[] drainedBefore;

    AllocSteps(Economy economy) {
        this.economy = economy;
        stealing = new Stealing(economy);
        int cpus = economy.cpus;
        phase = new int[cpus];
        order = new int[cpus];
        type = new int[cpus];
        zone = new int[cpus];
        page = new int[cpus];
        stolen = new int[cpus];
        targeted = new int[cpus];
        wasShort = new boolean[cpus];
        drainedBefore = new boolean[cpus];
    }

    int begin(int cpu, int allocOrder, int migratetype, int gfp) {
        order[cpu] = allocOrder;
        type[cpu] = migratetype;
        page[cpu] = AllocatorModel.NO_PAGE;
        wasShort[cpu] = drainedBefore[cpu];
        drainedBefore[cpu] = false;
        economy.choice.begin(cpu, allocOrder, gfp);
        if (migratetype == Migratetype.MOVABLE) {
            economy.choice.mayUseCma(cpu);
        }
        return tryNextZone(cpu);
    }

    /** All PCPs were drained for the allocation that the CPU is about to begin. */
    void drainedBefore(int cpu) {
        drainedBefore[cpu] = true;
    }

    int page(int cpu) {
        return page[cpu];
    }

    int step(int cpu, boolean granted) {
        return switch (phase[cpu]) {
            case OWN -> stepOwn(cpu);
            case BLOCK -> stepBlock(cpu);
            case LARGE -> stepLarge(cpu);
            case EXCESS -> stepExcess(cpu);
            case STEAL -> stepSteal(cpu, granted);
            default -> stepStolen(cpu);
        };
    }

    /** Goes on with the next zone that may serve the allocation. */
    int tryNextZone(int cpu) {
        int z = economy.choice.next(cpu);
        if (z == ZoneChoice.FAILED) {
            return Request.DONE;
        }
        if (z == ZoneChoice.DRAIN_ALL_FIRST) {
            targeted[cpu] = 0;
            wasShort[cpu] = true;
            return economy.rules.drainAll() == DrainAllRule.TARGETED ? askPastMarks(cpu) : WANTS_DRAIN_ALL;
        }
        targeted[cpu] = -1;
        zone[cpu] = z;
        if (order[cpu] < OwnedBlocks.ORDER) {
            return ask(cpu, OWN, economy.lock(z, cpu), LockPath.OTHER);
        }
        return economy.zones[z].stock.has(order[cpu], economy.choice.flags(cpu))
                ? ask(cpu, LARGE, z, LockPath.DIRECT_ALLOC)
                : steal(cpu);
    }

    private int ask(int cpu, int next, int lock, int path) {
        phase[cpu] = next;
        return Request.take(lock, path);
    }

    private int stepOwn(int cpu) {
        int z = zone[cpu];
        EconomyZone in = economy.zones[z];
        economy.workerDue[cpu] = true;
        economy.absorb(cpu, z, cpu);
        if (in.hasExcess(cpu)) {
            economy.counts.drains++;
            return ask(cpu, EXCESS, z, LockPath.DRAIN);
        }
        return serve(cpu);
    }

    /** What others had pushed made the CPU have too much; its own lock stays held. */
    private int stepExcess(int cpu) {
        int z = zone[cpu];
        EconomyZone in = economy.zones[z];
        economy.counts.drainPages += in.giveBack(cpu, in.limits.blocks(cpu), economy.drainHold(z));
        economy.locks.drop(cpu, z);
        return in.hasExcess(cpu) ? ask(cpu, EXCESS, z, LockPath.DRAIN) : serve(cpu);
    }

    private int serve(int cpu) {
        int z = zone[cpu];
        EconomyZone in = economy.zones[z];
        int pfn = in.take(cpu, order[cpu], type[cpu], economy.choice.flags(cpu));
        if (pfn != Zone.NONE) {
            economy.counts.hits++;
        } else if (in.stock.hasPages(economy.choice.flags(cpu))) {
            return ask(cpu, BLOCK, z, LockPath.REFILL);
        }
        economy.locks.drop(cpu, economy.lock(z, cpu));
        return pfn == Zone.NONE ? steal(cpu) : allocated(cpu, pfn);
    }

    private int stepBlock(int cpu) {
        int z = zone[cpu];
        EconomyZone in = economy.zones[z];
        int pages = in.refill(cpu, type[cpu], economy.choice.flags(cpu));
        economy.locks.drop(cpu, z);
        int pfn = Zone.NONE;
        if (pages > 0) {
            economy.refilled(cpu);
            economy.counts.refills++;
            economy.counts.refillPages += pages;
            pfn = in.take(cpu, order[cpu], type[cpu], economy.choice.flags(cpu));
        }
        economy.locks.drop(cpu, economy.lock(z, cpu));
        return pfn == Zone.NONE ? steal(cpu) : allocated(cpu, pfn);
    }

    private int stepLarge(int cpu) {
        int z = zone[cpu];
        int pfn = economy.zones[z].stock.take(order[cpu], type[cpu], economy.choice.flags(cpu));
        economy.locks.drop(cpu, z);
        return pfn == Zone.NONE ? steal(cpu) : allocated(cpu, pfn);
    }

    private int steal(int cpu) {
        phase[cpu] = STEAL;
        boolean pastMarks = targeted[cpu] >= 0;
        return asked(cpu, stealing.begin(cpu, zone[cpu], order[cpu], type[cpu], pastMarks, economy.choice.flags(cpu)));
    }

    private int asked(int cpu, int request) {
        if (request != Stealing.NOBODY) {
            return request;
        }
        if (targeted[cpu] >= 0) {
            return askPastMarks(cpu);
        }
        economy.choice.skip(cpu);
        return tryNextZone(cpu);
    }

    /** Asks for one chunk of any zone of the request, whatever its marks; drains all if there is none. */
    private int askPastMarks(int cpu) {
        int[] zonelist = economy.choice.zonelist(cpu);
        while (targeted[cpu] < zonelist.length) {
            int z = zonelist[targeted[cpu]++];
            if (economy.choice.mayUse(cpu, z)) {
                zone[cpu] = z;
                return steal(cpu);
            }
        }
        return WANTS_DRAIN_ALL;
    }

    private int stepSteal(int cpu, boolean granted) {
        int pfn = stealing.take(cpu, granted);
        if (targeted[cpu] >= 0) {
            economy.pcpsVisited += granted ? 1 : 0;
        }
        if (pfn == Zone.NONE) {
            return asked(cpu, stealing.goOn(cpu));
        }
        if (targeted[cpu] >= 0) {
            economy.targetedServed++;
            economy.targetedPages += 1L << order[cpu];
            economy.shortPagesDrained += stealing.pages(cpu);
        }
        if (!stealing.isBlock(cpu)) {
            return allocated(cpu, pfn);
        }
        if (order[cpu] == OwnedBlocks.ORDER) {
            economy.zones[zone[cpu]].stock.retype(pfn, type[cpu]);
            return allocated(cpu, pfn);
        }
        stolen[cpu] = pfn;
        return ask(cpu, STOLEN, economy.lock(zone[cpu], cpu), LockPath.OTHER);
    }

    private int stepStolen(int cpu) {
        int z = zone[cpu];
        EconomyZone in = economy.zones[z];
        in.buddies.putWhole(cpu, stolen[cpu]);
        in.limits.grow(cpu, in.zone.watermark().belowHigh());
        economy.refilled(cpu);
        int pfn = in.take(cpu, order[cpu], type[cpu], economy.choice.flags(cpu));
        economy.locks.drop(cpu, economy.lock(z, cpu));
        return allocated(cpu, pfn);
    }

    private int allocated(int cpu, int pfn) {
        int z = zone[cpu];
        Zone in = economy.zones[z].zone;
        in.setAllocated(pfn, order[cpu], type[cpu], cpu);
        page[cpu] = in.basePfn() + pfn;
        economy.shortPagesUsed += wasShort[cpu] ? 1L << order[cpu] : 0;
        economy.choice.served(cpu, z);
        return Request.DONE;
    }
}
