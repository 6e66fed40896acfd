package org.pcpsim.model.blockeconomy;

import org.pcpsim.lock.LockPath;
import org.pcpsim.lock.Request;
import org.pcpsim.model.FolioBatch;

/**
 * Freeing of up to 31 chunks in steps: orders 9 and 10 to their zone, the others to their owner's buddy, whose lock is kept
 * from one chunk to the next of the same owner; blocks that an owner need not keep go to the zone.
 *
 * <p>What an owner's lock is not to be had for, or with {@code freeLock=REMOTE_LLIST} not asked for, waits on the owner's
 * lock-free list: a zone without buddy below order 9 has no place for it ([INFERRED]).
 *
 * <p>The first CPU that frees a page of a block without owner, such as a huge page that was split, owns it from then on
 * ([INFERRED]; one atomic). Source: pcp-buddy spec section 7b. Per-CPU state in arrays. Not thread-safe.
 */
final class FreeSteps {
    private static final int NO_LOCK = -1;

    private static final int LARGE = 0;
    private static final int PUT = 1;
    private static final int EXCESS = 2;
    private static final int PUSH = 3;

    private final Economy economy;
    private final FolioBatch batch;
    private final int[] phase;
    private final int[] at;
    private final int[] target;
    private final int[] heldLock;
    private final boolean[] inTask;

    FreeSteps(Economy economy) {
        this.economy = economy;
        int cpus = economy.cpus;
        batch = new FolioBatch(cpus, economy.zoneList);
        phase = new int[cpus];
        at = new int[cpus];
        target = new int[cpus];
        heldLock = new int[cpus];
        inTask = new boolean[cpus];
    }

    void stage(int cpu, int page, int order) {
        batch.stage(cpu, page, order);
    }

    int begin(int cpu, boolean task) {
        inTask[cpu] = task;
        heldLock[cpu] = NO_LOCK;
        at[cpu] = 0;
        batch.clearAllocated(cpu);
        return next(cpu);
    }

    int step(int cpu, boolean granted) {
        return switch (phase[cpu]) {
            case LARGE -> stepLarge(cpu);
            case PUT -> stepPut(cpu, granted);
            case PUSH -> stepPush(cpu);
            default -> stepExcess(cpu);
        };
    }

    private int next(int cpu) {
        while (at[cpu] < batch.size(cpu)) {
            int z = batch.zone(cpu, at[cpu]);
            if (batch.order(cpu, at[cpu]) >= OwnedBlocks.ORDER) {
                dropHeld(cpu);
                return ask(cpu, LARGE, Request.take(z, LockPath.DIRECT_FREE));
            }
            target[cpu] = owner(cpu, z);
            int lock = economy.lock(z, target[cpu]);
            if (lock != heldLock[cpu]) {
                dropHeld(cpu);
                return askForOwner(cpu, z, lock);
            }
            if (put(cpu)) {
                return ask(cpu, EXCESS, Request.take(z, LockPath.DRAIN));
            }
        }
        dropHeld(cpu);
        batch.clear(cpu);
        return Request.DONE;
    }

    private int askForOwner(int cpu, int z, int lock) {
        if (economy.rules.freeLock() == Rules.FreeLock.REMOTE_LLIST && target[cpu] != cpu) {
            return push(cpu, z);
        }
        boolean waits = inTask[cpu] && economy.rules.freeLock() == Rules.FreeLock.BLOCK_IN_TASK;
        return ask(cpu, PUT, waits ? Request.take(lock, LockPath.OTHER) : Request.tryTake(lock, LockPath.OTHER));
    }

    private int push(int cpu, int z) {
        return ask(cpu, PUSH, Request.take(economy.list(z, target[cpu]), LockPath.OTHER));
    }

    private int ask(int cpu, int next, int request) {
        phase[cpu] = next;
        return request;
    }

    private void dropHeld(int cpu) {
        if (heldLock[cpu] != NO_LOCK) {
            economy.locks.drop(cpu, heldLock[cpu]);
            heldLock[cpu] = NO_LOCK;
        }
    }

    private int owner(int cpu, int z) {
        OwnedBlocks blocks = economy.zones[z].buddies.blocks;
        int block = batch.frame(cpu, at[cpu]) >>> OwnedBlocks.ORDER;
        if (blocks.owner(block) < 0) {
            blocks.give(block, cpu);
        }
        return blocks.owner(block);
    }

    private int stepLarge(int cpu) {
        int z = batch.zone(cpu, at[cpu]);
        economy.zones[z].stock.free(batch.frame(cpu, at[cpu]), batch.order(cpu, at[cpu]));
        economy.locks.drop(cpu, z);
        economy.choice.freed(z);
        at[cpu]++;
        return next(cpu);
    }

    private int stepPut(int cpu, boolean granted) {
        int z = batch.zone(cpu, at[cpu]);
        int lock = economy.lock(z, target[cpu]);
        if (!granted) {
            return push(cpu, z);
        }
        heldLock[cpu] = lock;
        return put(cpu) ? ask(cpu, EXCESS, Request.take(z, LockPath.DRAIN)) : next(cpu);
    }

    /** Leaves the present chunk on its owner's lock-free list: the zone has no place for it. */
    private int stepPush(int cpu) {
        int z = batch.zone(cpu, at[cpu]);
        int to = target[cpu];
        economy.zones[z].pushed.push(to, batch.frame(cpu, at[cpu]), batch.order(cpu, at[cpu]));
        economy.locks.drop(cpu, economy.list(z, to));
        economy.remotePushes++;
        economy.counts.routedFrees += to == cpu ? 0 : 1;
        economy.workerDue[to] = true;
        at[cpu]++;
        return next(cpu);
    }

    /** Puts the present chunk on its owner's lists; says whether the owner has too much then. */
    private boolean put(int cpu) {
        int z = batch.zone(cpu, at[cpu]);
        int to = target[cpu];
        EconomyZone in = economy.zones[z];
        in.put(to, batch.frame(cpu, at[cpu]), batch.order(cpu, at[cpu]));
        at[cpu]++;
        economy.counts.routedFrees += to == cpu ? 0 : 1;
        economy.workerDue[to] = true;
        economy.choice.freed(z);
        in.freed();
        if (in.hasExcess(to)) {
            economy.counts.drains++;
            return true;
        }
        return false;
    }

    /** The chunk before the present one made its owner have too much. */
    private int stepExcess(int cpu) {
        int z = batch.zone(cpu, at[cpu] - 1);
        EconomyZone in = economy.zones[z];
        int to = target[cpu];
        economy.counts.drainPages += in.giveBack(to, in.limits.blocks(to), economy.drainHold(z));
        economy.locks.drop(cpu, z);
        return in.hasExcess(to) ? Request.take(z, LockPath.DRAIN) : next(cpu);
    }
}
