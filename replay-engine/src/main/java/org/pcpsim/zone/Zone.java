package org.pcpsim.zone;

import org.pcpsim.lock.PageTouches;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.FallbackRule;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.trace.Migratetype;

/**
 * One memory zone: its frames, pageblocks and free lists, and the buddy that splits and merges them.
 *
 * <p>Everything that changes free lists is done under the zone's lock, which the caller holds; the zone itself knows no
 * locks. Frames are numbered from {@link #basePfn()}. Source: baseline spec section 5. Not thread-safe; every operation
 * takes time in the number of orders it passes.
 */
public final class Zone {
    /** No frame. */
    public static final int NONE = Frames.NONE;

    private static final int MAX_ORDER = Frames.MAX_ORDER;
    private static final int BLOCK_ORDER = Frames.BLOCK_ORDER;

    private final ZoneSpec spec;
    private final Work work;
    private final Frames frames;
    private final Pageblocks blocks;
    private final ChunkLists lists;
    private final Fallback fallback;
    private final Watermark watermark;
    private final int basePfn;
    private final int first;
    private final int end;
    private final FreeLists free;
    private final PcpChunks pcp;
    private BlockOwners owners = BlockOwners.NONE;
    private ChunkLog log = ChunkLog.NONE;

    /**
     * A zone in which no page is free.
     *
     * @param spec its place, size and marks
     * @param cpus CPUs that have a PCP here
     * @param pcpOrders order of each of a PCP's lists
     * @param rule how it takes pages from another migratetype
     * @param work where its work is counted
     * @param boostFactor {@code vm.watermark_boost_factor}, 0 for no boost
     */
    public Zone(ZoneSpec spec, int cpus, int[] pcpOrders, FallbackRule rule, Work work, int boostFactor) {
        this.spec = spec;
        this.work = work;
        basePfn = Math.toIntExact(spec.startPfn() & -(1L << MAX_ORDER));
        first = Math.toIntExact(spec.startPfn() - basePfn);
        end = Math.toIntExact(first + spec.managed());
        frames = new Frames(end);
        blocks = new Pageblocks(frames, work);
        lists = new ChunkLists(frames, work, cpus, pcpOrders);
        free = new FreeLists(frames, lists, work);
        pcp = new PcpChunks(this);
        watermark = new Watermark(this, boostFactor);
        fallback = Fallback.of(rule, this, watermark, work);
    }

    /** Its place, size and marks. */
    public ZoneSpec spec() {
        return spec;
    }

    /** Frames of the zone, by number from {@link #basePfn()}. */
    public Frames frames() {
        return frames;
    }

    /** Types, owners and use of its pageblocks. */
    public Pageblocks blocks() {
        return blocks;
    }

    /** Its free lists and the lists of its PCPs. */
    public ChunkLists lists() {
        return lists;
    }

    /** What goes between the lists of its PCPs and those who are given pages. */
    public PcpChunks pcp() {
        return pcp;
    }

    /** Its marks and flags. */
    public Watermark watermark() {
        return watermark;
    }

    /** What it does when a migratetype has no free chunk. */
    public Fallback fallback() {
        return fallback;
    }

    /** Page frame number of frame 0, a multiple of 1024. */
    public int basePfn() {
        return basePfn;
    }

    /** First frame of the zone. */
    public int first() {
        return first;
    }

    /** Frame after the last of the zone. */
    public int end() {
        return end;
    }

    /** Whether a page, named by its page frame number, lies in the zone. */
    public boolean contains(int pfn) {
        return pfn - basePfn >= first && pfn - basePfn < end;
    }

    /** Free pages on the zone's own lists ({@code NR_FREE_PAGES}); PCP pages do not count. */
    public long freePages() {
        return free.pages();
    }

    /** Free pages in highatomic blocks. */
    public long freeHighatomic() {
        return free.pagesOfType(Migratetype.HIGHATOMIC);
    }

    /** Free pages on the lists of CMA blocks ({@code NR_FREE_CMA}). */
    public long freeCma() {
        return free.pagesOfType(Migratetype.CMA);
    }

    /** Free chunks of an order, all migratetypes together. */
    public long freeChunks(int order) {
        return free.chunks(order);
    }

    /** Free pageblocks: those inside free chunks of order 9 and 10. */
    public long freeBlocks() {
        return free.chunks(BLOCK_ORDER) + 2 * free.chunks(MAX_ORDER);
    }

    /** Grows with every change of the free lists, so that observers can tell whether to look again. */
    public long changes() {
        return free.changes() + lists.lent().changes();
    }

    /** Registers who hears of the fragments of owned blocks. */
    public void setOwners(BlockOwners owners) {
        this.owners = owners;
    }

    /** From now on writes down every chunk that it gives and gets. */
    public void setLog(ChunkLog log) {
        this.log = log;
    }

    /** From now on counts the pages of each block. */
    void setFill(BlockFill fill) {
        pcp.setFill(fill);
        free.setFill(fill);
    }

    /** Its free lists, of which blocks may be laid out late. */
    FreeLists freeLists() {
        return free;
    }

    /** From now on tells whose {@code struct page}s are touched. */
    public void follow(PageTouches touches) {
        lists.follow(touches, basePfn);
    }

    /** First free chunk of an order and migratetype, {@link #NONE} if there is none. */
    public int firstFree(int order, int type) {
        return free.first(order, type);
    }

    /** Whether a free chunk of an order and migratetype exists. */
    public boolean hasFree(int order, int type) {
        return free.has(order, type);
    }

    /** The chunk after one on a free list, {@link #NONE} after the last. */
    public int nextFree(int order, int type, int pfn) {
        return free.next(order, type, pfn);
    }

    /**
     * Brings what is kept of a frame and its block into the cache.
     *
     * @return something that depends on what was read
     */
    public int prefetch(int pfn) {
        return frames.prefetch(pfn) + blocks.prefetch(pfn >>> BLOCK_ORDER);
    }

    /**
     * The same for several frames.
     *
     * @param room as many places to use meanwhile
     */
    public int prefetch(int[] pfns, int number, int[] room) {
        return frames.prefetch(pfns, number, room) + blocks.prefetch(pfns, number);
    }

    /** Whether exactly this chunk is on the free lists. */
    public boolean isFree(int pfn, int order) {
        free.layOut(pfn >>> BLOCK_ORDER);
        return frames.isFree(pfn, order);
    }

    /** Migratetype of the pageblock of a frame. */
    public int typeAt(int pfn) {
        return blocks.type(pfn >>> BLOCK_ORDER);
    }

    /**
     * Frees one chunk and merges it with its free buddies as far as that goes ({@code __free_one_page}).
     *
     * @param pfn first frame; the chunk must be in no list
     * @param type migratetype whose list it goes to, as a rule its block's
     * @param toTail whether it goes last on its list whatever its neighbours
     */
    public void free(int pfn, int order, int type, boolean toTail) {
        log.freed(basePfn + (long) pfn, order, type);
        work.chunks++;
        work.pages += 1L << order;
        int at = pfn;
        int size = order;
        int buddy = at ^ 1 << size;
        while (size < MAX_ORDER) {
            buddy = at ^ 1 << size;
            touchIfInside(buddy);
            if (!frames.isFree(buddy, size) || !mayMerge(buddy, size, type)) {
                break;
            }
            free.remove(buddy, size);
            if (size >= BLOCK_ORDER) {
                blocks.setType(buddy >>> BLOCK_ORDER, type);
            }
            at &= buddy;
            size++;
            work.merges++;
        }
        boolean tail = toTail || size < BLOCK_ORDER && mergeIsLikely(at & buddy, size + 1);
        if (tail) {
            listTail(at, size, type);
        } else {
            listHead(at, size, type);
        }
        tellOwner(at, size, 1 << order);
    }

    private boolean mayMerge(int buddy, int order, int type) {
        if (order < BLOCK_ORDER) {
            return true;
        }
        int other = typeAt(buddy);
        return other == type || other < Migratetype.PCP_TYPES && type < Migratetype.PCP_TYPES;
    }

    /** Whether the buddy of the chunk that this one and its missing buddy would form is free. */
    private boolean mergeIsLikely(int combined, int order) {
        touchIfInside(combined ^ 1 << order);
        return frames.isFree(combined ^ 1 << order, order);
    }

    /** A buddy beyond the zone's end has a {@code struct page} too, but nobody else touches it. */
    private void touchIfInside(int pfn) {
        if (pfn < end) {
            lists.touch(pfn);
        } else {
            work.pageTouches++;
        }
    }

    private void tellOwner(int pfn, int order, int pages) {
        int block = pfn >>> BLOCK_ORDER;
        if (order < BLOCK_ORDER) {
            if (blocks.owner(block) != 0) {
                owners.fragmentFreed(block, pages);
            }
            return;
        }
        for (int b = block; b < block + (1 << order - BLOCK_ORDER); b++) {
            if (blocks.owner(b) != 0) {
                owners.blockAssembled(b);
            }
        }
    }

    /**
     * Frees a chunk of any order as the allocator's direct path does: in pieces of a pageblock at most, each under its
     * own block's type ({@code split_large_buddy}).
     */
    public void freeDirect(int pfn, int order) {
        for (int at = pfn; at < pfn + (1 << order); at += Frames.BLOCK_PAGES) {
            free(at, Math.min(order, BLOCK_ORDER), typeAt(at), false);
        }
    }

    /**
     * Takes the first chunk of the smallest sufficient order of one migratetype and splits it
     * ({@code __rmqueue_smallest}).
     *
     * @return the chunk, in no list and without state, or {@link #NONE}
     */
    public int takeSmallest(int order, int type) {
        for (int o = order; o <= MAX_ORDER; o++) {
            int pfn = firstFree(o, type);
            if (pfn != NONE) {
                takeFree(pfn, o);
                expand(pfn, order, o, type);
                return pfn;
            }
        }
        return NONE;
    }

    /** Takes one given free chunk off its list; it is then in no list and has no state. */
    public void takeFree(int pfn, int order) {
        log.taken(basePfn + (long) pfn, order);
        free.remove(pfn, order);
        work.chunks++;
        work.pages += 1L << order;
        if (blocks.owner(pfn >>> BLOCK_ORDER) != 0) {
            owners.fragmentTaken(pfn >>> BLOCK_ORDER, 1 << order);
        }
    }

    /** Gives the upper halves of a chunk back, largest first, until its lower end has the wanted order. */
    void expand(int pfn, int wanted, int order, int type) {
        log.narrowed(wanted);
        for (int o = order - 1; o >= wanted; o--) {
            listHead(pfn + (1 << o), o, type);
            work.splits++;
            work.pages -= 1L << o;
            if (blocks.owner(pfn >>> BLOCK_ORDER) != 0) {
                owners.fragmentTaken(pfn >>> BLOCK_ORDER, -(1 << o));
            }
        }
    }

    /** What it writes down. */
    ChunkLog log() {
        return log;
    }

    /** Moves a free chunk to the end of another migratetype's list. */
    void move(int pfn, int order, int type) {
        free.remove(pfn, order);
        listTail(pfn, order, type);
    }

    /** Puts a chunk at the front of a free list without merging. */
    void listHead(int pfn, int order, int type) {
        free.pushHead(pfn, order, type);
    }

    /** Puts a chunk at the end of a free list without merging. */
    void listTail(int pfn, int order, int type) {
        free.pushTail(pfn, order, type);
    }

    /** The next free chunk below order 9 of a block from the beginning of a chunk on, by stepping over them, or {@link #NONE}. */
    public int nextFragment(int block, int from) {
        free.layOut(block);
        int blockEnd = Math.min((block + 1) * Frames.BLOCK_PAGES, end);
        for (int at = from; at < blockEnd; ) {
            int state = frames.stateAt(at);
            work.pagesScanned++;
            if (Frames.kind(state) == Frames.FREE && Frames.order(state) < BLOCK_ORDER) {
                return at;
            }
            at += state == 0 ? 1 : 1 << Frames.order(state);
        }
        return NONE;
    }

    /** Pages of a block in free chunks below order 9; looks through the block without counting work. */
    public int fragmentPages(int block) {
        long scanned = work.pagesScanned;
        int pages = 0;
        int at = nextFragment(block, Math.max(block << BLOCK_ORDER, first));
        for (; at != NONE; at = nextFragment(block, at + (1 << orderAt(at)))) {
            pages += 1 << orderAt(at);
        }
        work.pagesScanned = scanned;
        return pages;
    }

    /** Order of the chunk that begins at a frame; 0 if none begins there. */
    public int orderAt(int pfn) {
        free.layOut(pfn >>> BLOCK_ORDER);
        return Frames.order(frames.stateAt(pfn));
    }

    /** Records that a chunk was given out, to a CPU and for a migratetype; {@code cpu} −1: before the trace. */
    public void setAllocated(int pfn, int order, int type, int cpu) {
        int state = Frames.withCpu(Frames.state(Frames.ALLOCATED, order, type), cpu);
        frames.set(pfn, cpu < 0 ? state | Frames.INITIAL : state);
        blocks.countLive(pfn, order, type, cpu, true);
    }

    /**
     * Records that a chunk came back; it is then in no list and has no state.
     *
     * @throws IllegalStateException if exactly this chunk is not given out
     */
    public void clearAllocated(int pfn, int order) {
        int state = frames.clearIf(pfn, Frames.ALLOCATED, order);
        if (!Frames.is(state, Frames.ALLOCATED, order)) {
            throw notAllocated(pfn, order);
        }
        blocks.countLive(pfn, order, Frames.type(state), Frames.cpu(state), false);
    }

    IllegalStateException notAllocated(int pfn, int order) {
        return new IllegalStateException("frame " + (basePfn + pfn) + " is not an allocated chunk of order " + order);
    }

    /** Turns a given-out chunk into its two halves, so that they can come back one by one. */
    public void splitAllocated(int pfn, int order) {
        int state = frames.stateAt(pfn);
        int halves = state & ~(0xf << 2) | order - 1 << 2;
        frames.clear(pfn, order);
        frames.set(pfn, halves);
        frames.set(pfn + (1 << order - 1), halves);
    }

    /** Records that a chunk is on a PCP list; {@code type} is what {@link #pcpTypeAt} is to tell. */
    public void setOnPcp(int pfn, int order, int type, int cpu, boolean marked) {
        frames.set(pfn, Frames.withCpu(Frames.state(Frames.ON_PCP, order, type), cpu) | (marked ? Frames.MARK : 0));
        pcp.count(pfn, order, 1);
    }

    /** Records that a chunk left its PCP list. */
    public void clearOnPcp(int pfn, int order) {
        frames.clear(pfn, order);
        pcp.count(pfn, order, -1);
    }

    /** Whether a PCP chunk carries its owner's mark. */
    public boolean isMarked(int pfn) {
        return (frames.stateAt(pfn) & Frames.MARK) != 0;
    }

    /** Whether exactly this chunk lies marked on a PCP. */
    public boolean isMarkedOnPcp(int pfn, int order) {
        return pfn < end && (frames.stateAt(pfn) & (0x3f | Frames.MARK)) == (Frames.ON_PCP | order << 2 | Frames.MARK);
    }

    /** Whether exactly this chunk lies on a CPU's PCP; false for frames outside the zone. */
    public boolean isOnPcp(int pfn, int order, int cpu) {
        return pcpCpuAt(pfn, order) == cpu;
    }

    /** CPU on whose PCP exactly this chunk lies, −1 if it lies on none. */
    public int pcpCpuAt(int pfn, int order) {
        if (pfn >= end) {
            return -1;
        }
        int state = frames.stateAt(pfn);
        return (state & 0x3f) == (Frames.ON_PCP | order << 2) ? Frames.cpu(state) : -1;
    }

    /** Migratetype that a chunk came to its PCP list with. */
    public int pcpTypeAt(int pfn) {
        return Frames.type(frames.stateAt(pfn));
    }

    /**
     * Verifies frames, lists and counters.
     *
     * @param pcpPages pages that the PCPs count in this zone
     * @throws InvariantException naming the first fault
     */
    public void check(long pcpPages) {
        new ZoneCheck(this).run(pcpPages);
    }

    /**
     * Verifies one list of a PCP.
     *
     * @return its length in chunks
     * @throws InvariantException naming the first fault
     */
    public int checkPcpList(int cpu, int index, int order) {
        return new ZoneCheck(this).checkList(lists.pcpList(cpu, index), Frames.ON_PCP, order);
    }
}
