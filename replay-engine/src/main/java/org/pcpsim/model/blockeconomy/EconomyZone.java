package org.pcpsim.model.blockeconomy;

import org.pcpsim.lock.Work;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.ZoneClass;
import org.pcpsim.model.ModelCounts;
import org.pcpsim.zone.AllocFlags;
import org.pcpsim.zone.RemoteList;
import org.pcpsim.zone.Watermark;
import org.pcpsim.zone.Zone;

/** One zone: its stock of whole blocks, the CPUs' buddies over the others, and what each CPU keeps. Not thread-safe. */
final class EconomyZone {
    final Zone zone;
    final Buddies buddies;
    final Stock stock;
    final FreeLimits limits;
    final FreeBitmap bitmap;
    /** What was freed for CPUs whose lock was not taken. */
    final RemoteList pushed;

    EconomyZone(Zone zone, int cpus, KernelProfile kernel, Rules rules, Work work, ModelCounts counts) {
        this.zone = zone;
        buddies = new Buddies(zone, cpus, work, counts);
        stock = new Stock(zone, buddies);
        limits = new FreeLimits(zone.spec(), cpus, kernel, rules);
        bitmap = new FreeBitmap(rules.victims() == Rules.Victims.BITMAP, cpus, work);
        pushed = new RemoteList(zone, cpus);
    }

    /** A CPU's free chunks have changed: tells the bitmap. */
    void changed(int cpu) {
        if (bitmap.isOn()) {
            bitmap.set(cpu, buddies.largest(cpu));
        }
    }

    /**
     * Takes a chunk below order 9 from what a CPU has, whole blocks last.
     *
     * @param flags {@link AllocFlags}: whether CMA blocks may be taken of
     * @return {@link Zone#NONE} if nothing of its type suffices
     */
    int take(int cpu, int order, int type, int flags) {
        int pfn = takePiece(cpu, order, type, flags);
        if (pfn == Zone.NONE) {
            pfn = buddies.takeFromWhole(cpu, order, type);
        }
        if (pfn == Zone.NONE && (flags & AllocFlags.CMA) != 0) {
            pfn = buddies.takeFromWhole(cpu, order, Buddies.CMA);
        }
        changed(cpu);
        return pfn;
    }

    /** The same without whole blocks. */
    int takePiece(int cpu, int order, int type, int flags) {
        int pfn = buddies.take(cpu, order, type);
        return pfn == Zone.NONE && (flags & AllocFlags.CMA) != 0 ? buddies.take(cpu, order, Buddies.CMA) : pfn;
    }

    /** Takes a whole free block of a CPU, which nobody owns then; {@link Zone#NONE} if it has none. */
    int takeWhole(int cpu, int flags) {
        int pfn = buddies.takeWhole(cpu, false);
        return pfn == Zone.NONE && (flags & AllocFlags.CMA) != 0 ? buddies.takeWhole(cpu, true) : pfn;
    }

    /** Puts a freed chunk on its owner's lists. */
    void put(int owner, int pfn, int order) {
        buddies.put(owner, pfn, order);
        changed(owner);
    }

    /** Puts what was pushed for a CPU, whose lock is held, on its lists; returns the number of chunks. */
    int absorb(int owner) {
        int chunks = 0;
        while (!pushed.isEmpty(owner)) {
            int order = pushed.firstOrder(owner);
            buddies.put(owner, pushed.pop(owner), order);
            chunks++;
        }
        changed(owner);
        freed();
        return chunks;
    }

    /** A CPU, whose lock is held, gets a block of the zone's, whose lock is held too, to take from; returns its pages. */
    int refill(int cpu, int type, int flags) {
        int pages = stock.giveBlock(cpu, type, flags);
        if (pages > 0) {
            limits.grow(cpu, zone.watermark().belowHigh());
        }
        return pages;
    }

    /** Whether a CPU has more than it keeps. */
    boolean hasExcess(int cpu) {
        return buddies.wholes(cpu) > limits.blocks(cpu) || stock.hasCut(cpu);
    }

    /** Whether a CPU has blocks that it can give back, whatever it keeps. */
    boolean hasBlocks(int cpu) {
        return buddies.wholes(cpu) > 0 || stock.hasCut(cpu);
    }

    /**
     * Gives whole free blocks of a CPU back to the zone, both locks held, and its free blocks at the zone's ends.
     *
     * @param kept blocks that it keeps
     * @param pages pages to return, a block at least
     * @return pages returned
     */
    int giveBack(int cpu, int kept, int pages) {
        int returned = stock.putBackCut(cpu);
        while (buddies.wholes(cpu) > kept && returned < Math.max(1, pages)) {
            stock.putBack(takeWhole(cpu, AllocFlags.CMA));
            returned += OwnedBlocks.PAGES;
        }
        changed(cpu);
        return returned;
    }

    /** Pages are free again, in the zone or on a PCP: it may be above its high mark now. */
    void freed() {
        Watermark watermark = zone.watermark();
        if (watermark.belowHigh() && watermark.allows(0, watermark.high(), ZoneClass.MOVABLE, 0)) {
            watermark.setBelowHigh(false);
        }
    }
}
