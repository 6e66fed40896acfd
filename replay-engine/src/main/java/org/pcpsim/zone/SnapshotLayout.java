package org.pcpsim.zone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pcpsim.random.SplitMix64;
import org.pcpsim.trace.Migratetype;

/**
 * The state that a recording's snapshot describes: as many free chunks of each order and migratetype, as many blocks of
 * each type, as many pages on each PCP; where they lie is drawn at random from a seed.
 *
 * <ul>
 *   <li>Free chunks of order 9 and 10 go to pageblocks drawn at random; never two of order 9 side by side where they
 *       would merge.
 *   <li>Smaller ones are spread evenly over {@code pages / }{@value #FREE_PAGES_OF_PARTIAL} of their type's other
 *       blocks. Half a block is the most that free chunks of one order can fill without merging, so it is what fits
 *       whatever the orders are; in the kernel too, frees merge fuller blocks and allocations prefer the smaller pieces
 *       of emptier ones. Within a block they lie at random, no two buddies free.
 *   <li>All else is allocated since before the trace. A block without a free page is one chunk of order 9 and costs no
 *       row.
 *   <li>Pages that are known to have lain on PCPs ({@link ShownPages}) lie there, at their own frames: their blocks are
 *       none of those that are free as a whole. What else is known to be free in these blocks is so if the snapshot has
 *       a chunk of that order and type; they are the last to be given others.
 *   <li>Other pages of PCPs come out of allocated space of blocks of the list's type, in runs of at most
 *       {@value #RUN_PAGES} pages a block: longer than a refill, so that one allocation after another gets ascending
 *       frames, but short of a block, so that a drain does not bring whole blocks out of nothing. See {@link PcpFill}.
 * </ul>
 *
 * <p>What does not fit (the snapshot's files are read at different moments, and the modelled zone has no holes) is
 * shrunk: a chunk without a place is broken into its halves, a page without a place is dropped; the result counts both.
 * pagetypeinfo counts blocks that boot reserved, which the modelled zone does not have: what is too many comes off each
 * type in proportion to its blocks without a free page, as reserved ones have none. The place of whole chunks and the
 * type of each block are drawn from the seed in one sequence, the inside of a block from the seed and the block's
 * number.
 *
 * <p>Time in the number of blocks and free chunks; rows only for blocks in pieces.
 */
public final class SnapshotLayout {
    /** Free pages of a partly free block on average. */
    static final int FREE_PAGES_OF_PARTIAL = Frames.BLOCK_PAGES / 2;

    /** Most pages that the PCPs get out of one block while there are others. */
    static final int RUN_PAGES = Frames.BLOCK_PAGES / 2;

    private static final int BLOCK_ORDER = Frames.BLOCK_ORDER;
    private static final int TYPES = ChunkLists.TYPES;

    private final Zone zone;
    private final ZoneSnapshot snapshot;
    private final long seed;
    private final SplitMix64 random;
    private final int blocks;
    private final long[][] left = new long[Frames.MAX_ORDER + 1][TYPES];
    private final long[] quota = new long[TYPES];
    private final boolean[] used;
    private final BlockPieces pieces = new BlockPieces();
    private final KnownPlaces known;
    private final int[] strange = new int[TYPES];
    private final Map<Integer, List<Integer>> knownFree = new HashMap<>();
    private long broken;
    private long droppedFree;

    private SnapshotLayout(Zone zone, ZoneSnapshot snapshot, long seed) {
        this.zone = zone;
        this.snapshot = snapshot;
        this.seed = seed;
        random = new SplitMix64(seed);
        blocks = zone.frames().blocks();
        used = new boolean[blocks];
        known = new KnownPlaces(zone, snapshot);
        for (int order = 0; order <= Frames.MAX_ORDER; order++) {
            for (int type = 0; type < TYPES; type++) {
                left[order][type] = snapshot.freeChunks(order, type);
            }
        }
    }

    /**
     * What came of a snapshot.
     *
     * @param pcps content of the PCPs, to be given to the model before anything else happens
     * @param brokenChunks free chunks that were broken into halves for lack of a place
     * @param droppedFreePages free pages of the snapshot that are allocated in the zone
     * @param droppedPcpPages pages of PCPs that are not in {@code pcps}
     */
    public record Result(List<PcpContent> pcps, long brokenChunks, long droppedFreePages, long droppedPcpPages) {
        /** Whether the zone is exactly as the snapshot says. */
        public boolean exact() {
            return brokenChunks + droppedFreePages + droppedPcpPages == 0;
        }
    }

    /**
     * Lays out a zone that has no page in any chunk yet.
     *
     * @param seed the run's seed
     */
    public static Result apply(Zone zone, ZoneSnapshot snapshot, long seed) {
        return new SnapshotLayout(zone, snapshot, seed).run();
    }

    private Result run() {
        setQuotas();
        int[][] withKnown = typeKnown();
        claimKnownFree(withKnown);
        placeWholeChunks();
        int[][] rest = typeTheRest(withKnown);
        zone.fallback().countReserved(blocksOf(Migratetype.HIGHATOMIC));
        int[] inPieces = new int[TYPES];
        for (int type = 0; type < TYPES; type++) {
            inPieces[type] = placePieces(rest[type], type);
        }
        PcpFill fill = new PcpFill(zone, known, rest, inPieces, strange, random);
        List<PcpContent> pcps = fill.run(snapshot);
        return new Result(pcps, broken, droppedFree, fill.dropped());
    }

    /** How many blocks each type gets: what the snapshot says, less those that boot reserved, and all others movable. */
    private void setQuotas() {
        long sum = 0;
        long full = 0;
        for (int type = 0; type < TYPES; type++) {
            quota[type] = Math.max(snapshot.blocks(type), blocksWithFree(type));
            sum += quota[type];
            full += quota[type] - blocksWithFree(type);
        }
        long tooMany = Math.max(0, sum - blocks);
        for (int type = 0; type < TYPES && full > 0; type++) {
            long own = quota[type] - blocksWithFree(type);
            long share = (Math.min(tooMany, full) * own + full / 2) / full;
            quota[type] -= share;
            tooMany -= share;
            full -= own;
        }
        long unassigned = blocks;
        for (int type = 0; type < TYPES; type++) {
            if (type != Migratetype.MOVABLE) {
                quota[type] = Math.min(quota[type], unassigned);
                unassigned -= quota[type];
            }
        }
        quota[Migratetype.MOVABLE] = unassigned;
    }

    /** Blocks of a type that have free pages. */
    private long blocksWithFree(int type) {
        return wholeBlocks(type) + halfFull(type);
    }

    private long wholeBlocks(int type) {
        return left[BLOCK_ORDER][type] + 2 * left[Frames.MAX_ORDER][type];
    }

    private long halfFull(int type) {
        return (piecePages(type) + FREE_PAGES_OF_PARTIAL - 1) / FREE_PAGES_OF_PARTIAL;
    }

    private long piecePages(int type) {
        long pages = 0;
        for (int order = 0; order < BLOCK_ORDER; order++) {
            pages += left[order][type] << order;
        }
        return pages;
    }

    /** Gives the blocks that known pages lie in their types, as long as enough of each are left for whole chunks. */
    private int[][] typeKnown() {
        List<List<Integer>> typed = new ArrayList<>();
        for (int type = 0; type < TYPES; type++) {
            typed.add(new ArrayList<>());
        }
        for (int block = 0; block < blocks; block++) {
            if (known.has(block)) {
                int type = spare(known.type(block));
                quota[type]--;
                typed.get(type).add(block);
                zone.blocks().setType(block, type);
            }
        }
        return typed.stream()
                .map(own -> own.stream().mapToInt(block -> block).toArray())
                .toArray(int[][]::new);
    }

    /** Sets chunks apart that are known to be free in blocks with known pages. */
    private void claimKnownFree(int[][] withKnown) {
        for (int type = 0; type < TYPES; type++) {
            for (int block : withKnown[type]) {
                int end = (block + 1) * Frames.BLOCK_PAGES;
                List<Integer> heads = new ArrayList<>();
                for (int at = known.nextFree(end - Frames.BLOCK_PAGES); at >= 0 && at < end; ) {
                    int order = known.freeOrder(at);
                    if (left[order][type] > 0) {
                        left[order][type]--;
                        heads.add(at);
                    }
                    at = known.nextFree(at + (1 << order));
                }
                knownFree.put(block, heads);
            }
        }
    }

    /** A type that has a block to spare: this one if it has. */
    private int spare(int wanted) {
        int most = wanted;
        for (int type = 0; type < TYPES && wholeBlocks(wanted) >= quota[wanted]; type++) {
            most = quota[type] - wholeBlocks(type) > quota[most] - wholeBlocks(most) ? type : most;
        }
        return most;
    }

    private boolean isWhole(int block) {
        return block < blocks
                && !known.has(block)
                && block * Frames.BLOCK_PAGES >= zone.first()
                && (block + 1L) * Frames.BLOCK_PAGES <= zone.end();
    }

    private void placeWholeChunks() {
        int[] pairs = new int[(blocks + 1) / 2];
        for (int pair = 0; pair < pairs.length; pair++) {
            pairs[pair] = pair;
        }
        random.shuffle(pairs, pairs.length);
        int next = 0;
        for (int type = 0; type < TYPES; type++) {
            for (; left[Frames.MAX_ORDER][type] > 0 && quota[type] >= 2 && next < pairs.length; next++) {
                int block = 2 * pairs[next];
                if (isWhole(block) && isWhole(block + 1)) {
                    list(block, Frames.MAX_ORDER, type);
                }
            }
            breakUp(Frames.MAX_ORDER, type);
        }
        next = 0;
        for (int type = 0; type < TYPES; type++) {
            for (; left[BLOCK_ORDER][type] > 0 && quota[type] >= 1 && next < pairs.length; next++) {
                int block = 2 * pairs[next];
                boolean lower = isWhole(block) && !used[block];
                boolean upper = isWhole(block + 1) && !used[block + 1];
                if (lower || upper) {
                    boolean goUp = lower && upper ? random.nextLong() < 0 : upper;
                    list(goUp ? block + 1 : block, BLOCK_ORDER, type);
                }
            }
            breakUp(BLOCK_ORDER, type);
        }
    }

    private void list(int block, int order, int type) {
        int count = 1 << order - BLOCK_ORDER;
        for (int b = block; b < block + count; b++) {
            zone.blocks().setType(b, type);
            used[b] = true;
        }
        zone.listTail(block << BLOCK_ORDER, order, type);
        quota[type] -= count;
        left[order][type]--;
    }

    /** Turns the chunks of an order that are left into halves; those of order 0 are dropped. */
    private void breakUp(int order, int type) {
        if (order == 0) {
            droppedFree += left[0][type];
        } else {
            left[order - 1][type] += 2 * left[order][type];
            broken += left[order][type];
        }
        left[order][type] = 0;
    }

    /** Gives every other block a type, at random; those with known pages are the last of theirs. */
    private int[][] typeTheRest(int[][] withKnown) {
        int[] others = new int[blocks];
        int count = 0;
        for (int block = 0; block < blocks; block++) {
            if (!used[block] && !known.has(block)) {
                others[count++] = block;
            }
        }
        random.shuffle(others, count);
        int[][] rest = new int[TYPES][];
        int from = 0;
        for (int type = 0; type < TYPES; type++) {
            int to = type == TYPES - 1 ? count : from + (int) Math.min(Math.max(0, quota[type]), count - from);
            strange[type] = to - from;
            for (int i = from; i < to; i++) {
                zone.blocks().setType(others[i], type);
            }
            int[] own = withKnown[type];
            rest[type] = Arrays.copyOf(Arrays.copyOfRange(others, from, to), strange[type] + own.length);
            System.arraycopy(own, 0, rest[type], strange[type], own.length);
            from = to;
        }
        return rest;
    }

    private long blocksOf(int type) {
        long count = 0;
        for (int block = 0; block < blocks; block++) {
            count += zone.blocks().type(block) == type ? 1 : 0;
        }
        return count;
    }

    /** Spreads the small chunks of a type over its blocks and says how many of these are in pieces. */
    private int placePieces(int[] typeBlocks, int type) {
        int planned = (int) Math.min(halfFull(type), typeBlocks.length);
        int inPieces = 0;
        for (int i = 0; i < typeBlocks.length; i++) {
            int block = typeBlocks[i];
            int first = block * Frames.BLOCK_PAGES;
            pieces.begin(Math.max(0, zone.first() - first), Math.min(Frames.BLOCK_PAGES, zone.end() - first));
            for (int at = known.next(first); at >= 0 && at < first + Frames.BLOCK_PAGES; at = known.next(at + 1)) {
                pieces.exclude(at - first);
            }
            for (int at : knownFree.getOrDefault(block, List.of())) {
                pieces.put(at - first, known.freeOrder(at));
            }
            if (placeShare(type, block, Math.max(1, planned - i), i == typeBlocks.length - 1)) {
                inPieces = i + 1;
            }
            pieces.write(zone, first, type, allocatedType(type));
        }
        for (int order = BLOCK_ORDER - 1; order >= 0; order--) {
            breakUp(order, type);
        }
        return inPieces;
    }

    /** Migratetype that pages of a block were allocated for: atomic allocations are never of movable pages, those of CMA always. */
    private static int allocatedType(int blockType) {
        if (blockType == Migratetype.CMA) {
            return Migratetype.MOVABLE;
        }
        return blockType < Migratetype.PCP_TYPES ? blockType : Migratetype.UNMOVABLE;
    }

    /** Places a block's part of what is left and says whether there was any. */
    private boolean placeShare(int type, int block, int sharers, boolean last) {
        SplitMix64 own = SplitMix64.ofPart(seed, block);
        boolean any = false;
        for (int order = BLOCK_ORDER - 1; order >= 0; order--) {
            long all = left[order][type];
            long share = all / sharers + (own.nextInt(sharers) < all % sharers ? 1 : 0);
            for (long n = 0; n < share && pieces.hasPlace(order); n++) {
                pieces.place(order, own);
                left[order][type]--;
                any = true;
            }
            if (last) {
                breakUp(order, type);
            }
        }
        return any;
    }
}
