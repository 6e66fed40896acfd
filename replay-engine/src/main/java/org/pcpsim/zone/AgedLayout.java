package org.pcpsim.zone;

import java.util.Arrays;
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
 * <p>Time in the number of blocks: about 4 µs for a partly used one, whose chunks are counted and written down only when
 * they are needed ({@link LateBlocks}).
 */
public final class AgedLayout implements LateBlocks.Inside {
    /**
     * Free chunks of orders 0 to 8 in the zone Normal of the recording {@code compile_git_large}, before it.
     */
    private static final int[] WEIGHTS = {12426, 8594, 5806, 3084, 1270, 1032, 880, 756, 406};

    private static final int ALL_WEIGHTS = 34_254;
    /** Each order as often as its weight says. */
    private static final byte[] ORDERS = orders();

    private static final int BLOCK_PAGES = Frames.BLOCK_PAGES;
    private static final int ORDER_OF_BLOCKS = 0;
    private static final int USE = 1;
    private static final int TYPE = 2;
    private static final int INSIDE = 3;

    private static final byte FREE = 0;
    private static final byte PARTIAL = 1;
    private static final byte USED = 2;
    private static final byte CUT = 3;

    private final Zone zone;
    private final AgedMix mix;
    private final long seed;
    private final BlockPieces pieces = new BlockPieces();
    private final FreePlaces places = new FreePlaces();
    private final long[] lateChunks = new long[ChunkLists.ZONE_LISTS];
    private final byte[] uses;

    private AgedLayout(Zone zone, AgedMix mix, long seed) {
        this.zone = zone;
        this.mix = mix;
        this.seed = seed;
        uses = new byte[zone.frames().blocks()];
    }

    private static byte[] orders() {
        byte[] orders = new byte[ALL_WEIGHTS];
        int from = 0;
        for (int order = 0; order < WEIGHTS.length; order++) {
            Arrays.fill(orders, from, from + WEIGHTS[order], (byte) order);
            from += WEIGHTS[order];
        }
        return orders;
    }

    /** Lays out a zone that has no page in any chunk yet. */
    public static void apply(Zone zone, AgedMix mix, long seed) {
        new AgedLayout(zone, mix, seed).run();
    }

    private void run() {
        // By address what no list shows, for the sake of caches; then in the order of the lists.
        for (int block = 0; block < uses.length; block++) {
            layOut(block);
        }
        int[] pairs = new int[(uses.length + 1) / 2];
        for (int pair = 0; pair < pairs.length; pair++) {
            pairs[pair] = pair;
        }
        SplitMix64.ofPart(seed, ORDER_OF_BLOCKS).shuffle(pairs, pairs.length);
        int[] late = new int[uses.length];
        int count = 0;
        for (int pair : pairs) {
            int lower = 2 * pair;
            if (isFreePair(lower)) {
                zone.listTail(
                        lower * BLOCK_PAGES, Frames.MAX_ORDER, zone.blocks().type(lower));
                continue;
            }
            for (int block = lower; block < Math.min(lower + 2, uses.length); block++) {
                if (uses[block] == FREE) {
                    zone.listTail(
                            block * BLOCK_PAGES,
                            Frames.BLOCK_ORDER,
                            zone.blocks().type(block));
                } else if (uses[block] == PARTIAL) {
                    late[count++] = block;
                }
            }
        }
        zone.freeLists().setLate(new LateBlocks(zone, this, Arrays.copyOf(late, count), lateChunks));
    }

    private boolean isFreePair(int lower) {
        return uses[lower] == FREE && lower + 1 < uses.length && uses[lower + 1] == FREE;
    }

    private boolean isWhole(int block) {
        return block * BLOCK_PAGES >= zone.first() && (block + 1) * BLOCK_PAGES <= zone.end();
    }

    /** Numbers of a block for one purpose, those of no other. */
    private SplitMix64 draws(int block, int purpose) {
        return SplitMix64.ofPart(SplitMix64.ofPart(seed, purpose).nextLong(), block);
    }

    private byte use(int block) {
        SplitMix64 draws = draws(block, USE);
        if (draws.nextInt(100) >= mix.used()) {
            return FREE;
        }
        return draws.nextInt(100) < mix.partial() ? PARTIAL : USED;
    }

    private int type(int block) {
        int drawn = draws(block, TYPE).nextInt(100);
        if (drawn < mix.unmovable()) {
            return Migratetype.UNMOVABLE;
        }
        return drawn < mix.unmovable() + mix.reclaimable() ? Migratetype.RECLAIMABLE : Migratetype.MOVABLE;
    }

    private void layOut(int block) {
        int first = block * BLOCK_PAGES;
        uses[block] = isWhole(block) ? use(block) : CUT;
        int type = type(block % 2 == 1 && isFreePair(block - 1) ? block - 1 : block);
        zone.blocks().setType(block, type);
        switch (uses[block]) {
            case CUT -> {
                pieces.begin(Math.max(0, zone.first() - first), Math.min(BLOCK_PAGES, zone.end() - first));
                pieces.write(zone, first, type, type);
            }
            case USED -> zone.setAllocated(first, Frames.BLOCK_ORDER, type, -1);
            case PARTIAL -> countLate(block, type);
            default -> {
                // Free: it is listed later.
            }
        }
    }

    private void countLate(int block, int type) {
        placeFree(draws(block, INSIDE));
        int free = 0;
        for (int n = 0; n < places.count(); n++) {
            lateChunks[ChunkLists.zoneList(places.order(n), type)]++;
            free += 1 << places.order(n);
        }
        zone.blocks().countInitial(block, BLOCK_PAGES - free, type);
    }

    @Override
    public void draw(int block, BlockPieces into) {
        placeFree(draws(block, INSIDE));
        into.begin(0, BLOCK_PAGES);
        for (int n = 0; n < places.count(); n++) {
            into.put(places.page(n), places.order(n));
        }
    }

    @Override
    public boolean hasChunk(int block, int order) {
        placeFree(draws(block, INSIDE));
        for (int n = 0; n < places.count(); n++) {
            if (places.order(n) == order) {
                return true;
            }
        }
        return false;
    }

    /** Frees chunks until the block has its share of free pages, which is drawn evenly around the mean. */
    private void placeFree(SplitMix64 draws) {
        places.begin();
        int mean = BLOCK_PAGES * (100 - mix.fill()) / 100;
        int around = Math.min(mean, BLOCK_PAGES - mean) - 1;
        int wanted = Math.max(1, mean - around + draws.nextInt(2 * around + 1));
        while (wanted > 0) {
            int order = places.largest(Math.min(ORDERS[draws.nextInt(ALL_WEIGHTS)], log2(wanted)));
            if (order < 0) {
                return;
            }
            places.place(order, draws);
            wanted -= 1 << order;
        }
    }

    private static int log2(int number) {
        return 31 - Integer.numberOfLeadingZeros(number);
    }
}
