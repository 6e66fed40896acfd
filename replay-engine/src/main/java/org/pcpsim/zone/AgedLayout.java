package org.pcpsim.zone;

import org.pcpsim.random.SplitMix64;
import org.pcpsim.trace.Migratetype;

/**
 * Memory as it is after long use: a seeded mix of free, used and partly used pageblocks.
 *
 * <p>What a block is, its type and its inside are drawn from the seed and the block's number alone, so they do not depend
 * on the size of the zone or on other blocks; only two free neighbours that are buddies are one chunk, of the lower one's
 * type. Free chunks of partly used blocks have the orders of a recording's ({@link #WEIGHTS}), and lie at random, no two
 * buddies free. Free lists are in random order. A block that the zone's end cuts is used.
 *
 * <p>Time in the number of blocks. A free or used block costs no row; a partly used one has 6 KiB.
 */
public final class AgedLayout {
    /**
     * Free chunks of orders 0 to 8 in the zone Normal of the recording {@code compile_git_large}, before it.
     */
    private static final int[] WEIGHTS = {12426, 8594, 5806, 3084, 1270, 1032, 880, 756, 406};

    private static final int ALL_WEIGHTS = 34_254;
    private static final int BLOCK_PAGES = Frames.BLOCK_PAGES;
    private static final int ORDER_OF_BLOCKS = 0;
    private static final int USE = 1;
    private static final int TYPE = 2;
    private static final int INSIDE = 3;

    private enum Use {
        FREE,
        PARTIAL,
        USED
    }

    private final Zone zone;
    private final AgedMix mix;
    private final long seed;
    private final BlockPieces pieces = new BlockPieces();

    private AgedLayout(Zone zone, AgedMix mix, long seed) {
        this.zone = zone;
        this.mix = mix;
        this.seed = seed;
    }

    /** Lays out a zone that has no page in any chunk yet. */
    public static void apply(Zone zone, AgedMix mix, long seed) {
        new AgedLayout(zone, mix, seed).run();
    }

    private void run() {
        int blocks = zone.frames().blocks();
        int[] pairs = new int[(blocks + 1) / 2];
        for (int pair = 0; pair < pairs.length; pair++) {
            pairs[pair] = pair;
        }
        SplitMix64.ofPart(seed, ORDER_OF_BLOCKS).shuffle(pairs, pairs.length);
        for (int pair : pairs) {
            int lower = 2 * pair;
            if (isFree(lower) && lower + 1 < blocks && isFree(lower + 1)) {
                int type = type(lower);
                zone.blocks().setType(lower, type);
                zone.blocks().setType(lower + 1, type);
                zone.listTail(lower * BLOCK_PAGES, Frames.MAX_ORDER, type);
            } else {
                layOut(lower);
                if (lower + 1 < blocks) {
                    layOut(lower + 1);
                }
            }
        }
    }

    private boolean isWhole(int block) {
        return block * BLOCK_PAGES >= zone.first() && (block + 1) * BLOCK_PAGES <= zone.end();
    }

    private boolean isFree(int block) {
        return isWhole(block) && use(block) == Use.FREE;
    }

    /** Numbers of a block for one purpose, those of no other. */
    private SplitMix64 draws(int block, int purpose) {
        return SplitMix64.ofPart(SplitMix64.ofPart(seed, purpose).nextLong(), block);
    }

    private Use use(int block) {
        SplitMix64 draws = draws(block, USE);
        if (draws.nextInt(100) >= mix.used()) {
            return Use.FREE;
        }
        return draws.nextInt(100) < mix.partial() ? Use.PARTIAL : Use.USED;
    }

    private int type(int block) {
        int drawn = draws(block, TYPE).nextInt(100);
        if (drawn < mix.unmovable()) {
            return Migratetype.UNMOVABLE;
        }
        return drawn < mix.unmovable() + mix.reclaimable() ? Migratetype.RECLAIMABLE : Migratetype.MOVABLE;
    }

    private void layOut(int block) {
        int type = type(block);
        int first = block * BLOCK_PAGES;
        zone.blocks().setType(block, type);
        if (!isWhole(block)) {
            pieces.begin(Math.max(0, zone.first() - first), Math.min(BLOCK_PAGES, zone.end() - first));
            pieces.write(zone, first, type, type);
            return;
        }
        switch (use(block)) {
            case FREE -> zone.listTail(first, Frames.BLOCK_ORDER, type);
            case USED -> zone.setAllocated(first, Frames.BLOCK_ORDER, type, -1);
            case PARTIAL -> {
                pieces.begin(0, BLOCK_PAGES);
                placeFree(draws(block, INSIDE));
                pieces.write(zone, first, type, type);
            }
        }
    }

    /** Frees chunks until the block has its share of free pages, which is drawn evenly around the mean. */
    private void placeFree(SplitMix64 draws) {
        int mean = BLOCK_PAGES * (100 - mix.fill()) / 100;
        int around = Math.min(mean, BLOCK_PAGES - mean) - 1;
        int wanted = Math.max(1, mean - around + draws.nextInt(2 * around + 1));
        while (wanted > 0) {
            int order = order(draws);
            while (order > 0 && (1 << order > wanted || !pieces.hasPlace(order))) {
                order--;
            }
            if (!pieces.hasPlace(order)) {
                return;
            }
            pieces.place(order, draws);
            wanted -= 1 << order;
        }
    }

    private static int order(SplitMix64 draws) {
        int drawn = draws.nextInt(ALL_WEIGHTS);
        int order = 0;
        while (drawn >= WEIGHTS[order]) {
            drawn -= WEIGHTS[order++];
        }
        return order;
    }
}
