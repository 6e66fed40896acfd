package org.pcpsim.model.pcpbuddy;

import org.pcpsim.model.RefillPhase;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.zone.AllocFlags;
import org.pcpsim.zone.Zone;

/**
 * The four phases of a refill, all under one hold of the zone lock: recover fragments of owned blocks, claim whole
 * blocks, take chunks below a block, fall back to what the baseline does.
 *
 * <p>Only the first two bring chunks that the CPU owns. Source: pcp-buddy spec section 2.1 and amendments. Not
 * thread-safe.
 */
final class Refill {
    /** Chunks of a list that adoption looks at before it gives up; the thread names no number. */
    private static final int ADOPTION_LOOKS = 16;

    private final BuddyZone on;
    private final Rules rules;
    private int cpu;
    private int order;
    private int type;
    private int want;
    private int got;
    private int brought;
    private boolean fitting;
    private long refills;
    private long listLengths;
    private long blocksPassed;
    private long adoptedPages;

    Refill(BuddyZone on, Rules rules) {
        this.on = on;
        this.rules = rules;
    }

    /** Brings chunks until {@code n} of the wanted order are there; returns the pages brought. */
    int run(int forCpu, int n, int wantedOrder, int migratetype, int flags) {
        cpu = forCpu;
        order = wantedOrder;
        type = migratetype;
        want = n << wantedOrder;
        got = 0;
        brought = 0;
        fitting = false;
        refills++;
        listLengths += on.owned.length(cpu, type);
        recover();
        claim(flags);
        if (adopts()) {
            adopt();
        }
        if (!fitting || rules.topUp() == Rules.TopUp.TO_WANT) {
            subBlock();
            fallBack(flags);
        }
        if (rules.tune() == Rules.Tune.GOT && got > want && !on.zone.watermark().belowHigh()) {
            on.sets.raiseHigh(cpu, got - want);
        }
        return brought;
    }

    /** Refills so far. */
    long refills() {
        return refills;
    }

    /** Remembered blocks of other types that refills came across. */
    long blocksPassed() {
        return blocksPassed;
    }

    /** Pages of the chunks that made a CPU the owner of their block. */
    long adoptedPages() {
        return adoptedPages;
    }

    /** Sum over refills of the number of remembered blocks that each found. */
    long listLengths() {
        return listLengths;
    }

    private void bring(int phase, int pfn, int chunkOrder, boolean marked) {
        on.add(rules.refilledTo(), cpu, pfn, chunkOrder, type, marked);
        on.counts.phaseChunks[phase]++;
        on.counts.phasePages[phase] += 1L << chunkOrder;
        brought += 1 << chunkOrder;
        if (chunkOrder >= order) {
            fitting = true;
        }
        if (chunkOrder >= order || rules.got() == Rules.Got.ALL) {
            got += 1 << chunkOrder;
        }
    }

    private void count(int phase, int before) {
        if (brought > before) {
            on.counts.phaseRefills[phase]++;
        }
    }

    private void recover() {
        if (order == BuddyZone.BLOCK || rules.phase0() == Rules.Phase0.OFF) {
            return;
        }
        int before = brought;
        on.owned.setRecovering(true);
        int block = on.owned.first(cpu, type);
        while (block >= 0 && !recoveredEnough()) {
            int after = on.owned.after(block);
            if (on.zone.blocks().type(block) != type) {
                blocksPassed++;
                on.owned.passed(block);
            } else if (fragmentsFit(block)) {
                recover(block);
            }
            block = after;
        }
        on.owned.setRecovering(false);
        count(RefillPhase.RECOVER, before);
    }

    private boolean recoveredEnough() {
        if (rules.phase0() == Rules.Phase0.UNTIL_WANT && got >= want) {
            return true;
        }
        return rules.phase0Cap() == Rules.Phase0Cap.COUNT_BELOW_HIGH && on.sets.count[cpu] >= on.sets.high[cpu];
    }

    private boolean fragmentsFit(int block) {
        if (rules.phase0Cap() != Rules.Phase0Cap.FRAGMENTS_FIT) {
            return true;
        }
        int pages = 0;
        int first = firstFrame(block);
        for (int at = on.zone.nextFragment(block, first); at != Zone.NONE; ) {
            int size = 1 << on.zone.orderAt(at);
            pages += size;
            at = on.zone.nextFragment(block, at + size);
        }
        return on.sets.count[cpu] + pages <= on.sets.high[cpu];
    }

    private void recover(int block) {
        int at = on.zone.nextFragment(block, firstFrame(block));
        while (at != Zone.NONE) {
            int chunkOrder = on.zone.orderAt(at);
            on.zone.takeFree(at, chunkOrder);
            bring(RefillPhase.RECOVER, at, chunkOrder, true);
            at = on.zone.nextFragment(block, at + (1 << chunkOrder));
        }
        on.owned.recovered(block);
    }

    private int firstFrame(int block) {
        return Math.max(block << BuddyZone.BLOCK, on.zone.first());
    }

    private void claim(int flags) {
        if (rules.phase1Claim() == Rules.Phase1.NEVER) {
            return;
        }
        int before = brought;
        while (got < want && blockFits()) {
            int pfn = rules.phase1Claim() == Rules.Phase1.YES
                    ? on.zone.fallback().take(BuddyZone.BLOCK, type, flags & ~AllocFlags.CMA)
                    : on.zone.takeSmallest(BuddyZone.BLOCK, type);
            if (pfn == Zone.NONE) {
                break;
            }
            on.owned.own(pfn >>> BuddyZone.BLOCK, cpu);
            bring(RefillPhase.CLAIM, pfn, BuddyZone.BLOCK, true);
        }
        count(RefillPhase.CLAIM, before);
    }

    private boolean blockFits() {
        int after = on.sets.count[cpu] + BuddyZone.BLOCK_PAGES;
        return switch (rules.fit()) {
            case COUNT_PLUS_512_LE_HIGH -> after <= on.sets.high[cpu];
            case HIGH_GE_512 -> on.sets.high[cpu] >= BuddyZone.BLOCK_PAGES;
            case HIGH_MIN_GE_512 -> on.sets.highMin() >= BuddyZone.BLOCK_PAGES;
            case COUNT_PLUS_512_LE_HIGH_MAX -> after <= on.sets.highMax();
        };
    }

    private boolean adopts() {
        return rules.adoptPartial() == Rules.Switch.ON
                && type != Migratetype.MOVABLE
                && order < BuddyZone.BLOCK
                && (!fitting || rules.topUp() == Rules.TopUp.TO_WANT);
    }

    /** Takes chunks of unowned blocks from the largest down and owns the blocks; phase 0 gets their other fragments later. */
    private void adopt() {
        int before = brought;
        for (int o = BuddyZone.BLOCK - 1; o >= order; o--) {
            while (got < want && on.sets.count[cpu] < on.sets.high[cpu]) {
                int pfn = unowned(o);
                if (pfn == Zone.NONE) {
                    break;
                }
                on.zone.takeFree(pfn, o);
                int block = pfn >>> BuddyZone.BLOCK;
                on.owned.adopt(block, cpu, on.zone.fragmentPages(block));
                bring(RefillPhase.SUB_BLOCK, pfn, o, true);
                adoptedPages += 1L << o;
            }
        }
        count(RefillPhase.SUB_BLOCK, before);
    }

    /** Of the first free chunks of an order one whose block nobody owns. */
    private int unowned(int chunkOrder) {
        int pfn = on.zone.firstFree(chunkOrder, type);
        for (int looked = 0; pfn != Zone.NONE && looked < ADOPTION_LOOKS; looked++) {
            int block = pfn >>> BuddyZone.BLOCK;
            on.lists.touch(pfn);
            if (on.zone.blocks().owner(block) == 0 && on.zone.typeAt(pfn) == type && isWhole(block)) {
                return pfn;
            }
            pfn = on.zone.nextFree(chunkOrder, type, pfn);
        }
        return Zone.NONE;
    }

    /** Whether all pages of a block are the zone's: others never come together again, so they would be owned for ever. */
    private boolean isWhole(int block) {
        int first = block << BuddyZone.BLOCK;
        return first >= on.zone.first() && first + BuddyZone.BLOCK_PAGES <= on.zone.end();
    }

    private void subBlock() {
        int before = brought;
        if (rules.phase2() == Rules.Phase2.TOP_DOWN) {
            for (int o = BuddyZone.BLOCK - 1; o >= order; o--) {
                while (got < want && 1 << o <= roundedUp(want - got) && takeSubBlock(o)) {}
            }
        } else {
            for (int o = order; o < BuddyZone.BLOCK; o++) {
                while (got < want && takeSubBlock(o)) {}
            }
        }
        if (rules.phase2Larger() == Rules.Phase2Larger.ONE && got < want) {
            int o = order;
            while (o < BuddyZone.BLOCK && !takeSubBlock(o)) {
                o++;
            }
        }
        count(RefillPhase.SUB_BLOCK, before);
    }

    private int roundedUp(int pages) {
        int chunk = 1 << order;
        return (pages + chunk - 1) / chunk * chunk;
    }

    private boolean takeSubBlock(int chunkOrder) {
        int pfn = on.zone.firstFree(chunkOrder, type);
        if (pfn == Zone.NONE) {
            return false;
        }
        on.zone.takeFree(pfn, chunkOrder);
        bring(RefillPhase.SUB_BLOCK, pfn, chunkOrder, false);
        return true;
    }

    private void fallBack(int flags) {
        if (rules.phase3() == Rules.Phase3.IF_NOTHING && fitting) {
            return;
        }
        int before = brought;
        on.zone.fallback().begin();
        while (got < want) {
            int pfn = on.zone.fallback().take(order, type, flags);
            if (pfn == Zone.NONE) {
                break;
            }
            bring(RefillPhase.FALLBACK, pfn, order, false);
        }
        count(RefillPhase.FALLBACK, before);
    }
}
