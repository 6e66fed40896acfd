package org.pcpsim.zone;

import java.util.Arrays;
import org.pcpsim.lock.PageTouches;
import org.pcpsim.lock.Work;
import org.pcpsim.trace.Migratetype;

/**
 * Doubly linked lists of chunks, each list of one order: the zone's free lists and every PCP's lists.
 *
 * <p>Lists are numbered: first the zone's, {@code order · }{@link #TYPES}{@code  + type}, then those of each CPU, last the
 * back parts of the zone's while blocks are yet to be laid out ({@link LateBlocks}). The links live in {@link Frames}, so a chunk
 * is on one list at most. Every operation counts its work: one list operation, and a touch for the chunk and each neighbour.
 * It takes constant time, on a PCP's list amortised: each push leaves one link at most for others to write.
 *
 * <p>What goes onto a PCP at its head mostly leaves it there, and who takes it asks for no link back. So a push onto a PCP's list
 * leaves the chunk that was first alone; links back are written once somebody goes backwards or takes a chunk out of the middle,
 * for all chunks that have none. The first chunk of such a list has no chunk before it whatever its link says. Not thread-safe.
 */
public final class ChunkLists {
    /** Free lists of a zone per order: unmovable, movable, reclaimable, highatomic, CMA. */
    static final int TYPES = Migratetype.COUNT;
    /** Free lists of a zone. */
    static final int ZONE_LISTS = (Frames.MAX_ORDER + 1) * TYPES;

    private static final int NONE = Frames.NONE;

    private final Frames frames;
    private final Work work;
    private final int pcpLists;
    private final int[] head;
    private final int[] tail;
    private final int[] length;
    /** Of a PCP's list, how many chunks after the first have no link back. */
    private final int[] unlinked;

    private final boolean[] whole;
    private final LentChunks lent;
    private PageTouches touches = PageTouches.NONE;
    private boolean followed;
    private int basePfn;

    /**
     * Empty lists.
     *
     * @param pcpOrders order of each of a PCP's lists
     */
    ChunkLists(Frames frames, Work work, int cpus, int[] pcpOrders) {
        this.frames = frames;
        this.work = work;
        lent = new LentChunks(work);
        this.pcpLists = pcpOrders.length;
        int lists = ZONE_LISTS + cpus * pcpLists + ZONE_LISTS;
        head = new int[lists];
        tail = new int[lists];
        length = new int[lists];
        unlinked = new int[lists];
        whole = new boolean[lists];
        Arrays.fill(head, NONE);
        Arrays.fill(tail, NONE);
        for (int list = 0; list < lists; list++) {
            whole[list] = order(list, pcpOrders) >= Frames.BLOCK_ORDER;
        }
    }

    private int order(int list, int[] pcpOrders) {
        int back = head.length - ZONE_LISTS;
        if (list >= back) {
            return (list - back) / TYPES;
        }
        return list < ZONE_LISTS ? list / TYPES : pcpOrders[(list - ZONE_LISTS) % pcpLists];
    }

    /** From now on tells whose {@code struct page}s are touched; frame 0 is the page {@code base}. */
    void follow(PageTouches record, int base) {
        touches = record;
        followed = record.isOn();
        basePfn = base;
    }

    /** A {@code struct page} is read or written; a frame outside the zone is none. */
    public void touch(int pfn) {
        work.pageTouches++;
        if (followed) {
            touches.touch(basePfn + pfn);
        }
    }

    /** The zone's free list of an order and migratetype. */
    public static int zoneList(int order, int type) {
        return order * TYPES + type;
    }

    /** The list of a CPU's PCP at an index. */
    public int pcpList(int cpu, int index) {
        return ZONE_LISTS + cpu * pcpLists + index;
    }

    /** Those of the PCPs' chunks that count as free all the same. */
    public LentChunks lent() {
        return lent;
    }

    /** First chunk of a list, {@link Frames#NONE} if it is empty. */
    public int head(int list) {
        return head[list];
    }

    /** Last chunk of a list, {@link Frames#NONE} if it is empty. */
    public int tail(int list) {
        return tail[list];
    }

    /** The chunk after one on a list, {@link Frames#NONE} after the last. */
    public int next(int list, int pfn) {
        return frames.next(pfn, whole[list]);
    }

    /** The chunk before one on a list, {@link Frames#NONE} before the first. */
    public int previous(int list, int pfn) {
        linkBack(list);
        return isPcp(list) && pfn == head[list] ? NONE : frames.prev(pfn, whole[list]);
    }

    /**
     * Whether the link back of a chunk must be right: on a PCP's list only beyond those that are yet to be written. The head of
     * any other list links back to {@link Frames#NONE}.
     *
     * @param position of the chunk, 0 at the head
     */
    boolean linksBack(int list, int position) {
        return !isPcp(list) || position > unlinked[list];
    }

    private boolean isPcp(int list) {
        return list >= ZONE_LISTS && list < head.length - ZONE_LISTS;
    }

    /** Writes the links back that are missing. */
    private void linkBack(int list) {
        if (unlinked[list] == 0) {
            return;
        }
        frames.linkBack(head[list], whole[list], unlinked[list]);
        unlinked[list] = 0;
    }

    /** That many chunks are no longer at the front of a list, which now begins with another one, or is empty. */
    private void begin(int list, int after, int gone) {
        head[list] = after;
        if (after == NONE) {
            tail[list] = NONE;
        } else if (!isPcp(list)) {
            frames.setPrev(after, whole[list], NONE);
        }
        unlinked[list] = Math.max(unlinked[list] - gone, 0);
        length[list] -= gone;
    }

    /** Number of chunks on a list. */
    public int length(int list) {
        return length[list];
    }

    /** Whether a list has no chunk. */
    public boolean isEmpty(int list) {
        return head[list] == NONE;
    }

    /** Takes the first chunk off a list, and with that its state; {@link Frames#NONE} if the list is empty. */
    public int popHead(int list) {
        return popHead(list, 0);
    }

    /** Takes the first chunk off a list and gives it this state; {@link Frames#NONE} if the list is empty. */
    int popHead(int list, int state) {
        int pfn = head[list];
        if (pfn == NONE) {
            return NONE;
        }
        popped(list, pfn, frames.replaceHead(pfn, whole[list], state));
        return pfn;
    }

    /** The first chunk of a list no longer belongs to it, now that its state has changed: the list begins with the one after it. */
    void popped(int list, int pfn, int after) {
        touch(pfn);
        begin(list, after, 1);
        if (after != NONE) {
            touch(after);
        }
        work.listOps++;
    }

    /**
     * The first chunks of a list were given other states by {@link #replaceHead}: takes them off, {@code after} is the first
     * that is left, {@link Frames#NONE} if there is none. The work is that of as many times {@link #popHead}.
     */
    void dropHeads(int list, int count, int after) {
        begin(list, after, count);
        work.pageTouches += 2L * count - (after == NONE ? 1 : 0);
        work.listOps += count;
    }

    /** Gives a chunk at the front of a list another state; the chunk after it. To be followed by {@link #dropHeads}. */
    int replaceHead(int list, int pfn, int state) {
        return frames.replaceHead(pfn, whole[list], state);
    }

    /** Whether somebody is told of each page touched. */
    boolean isFollowed() {
        return followed;
    }

    /** Puts a chunk that now gets this state at the front. */
    public void pushHead(int list, int pfn, int state) {
        int old = head[list];
        frames.set(pfn, state, old);
        pushed(list, pfn, old);
    }

    /**
     * Puts a chunk at the front that now gets this state, if it was of a kind and order.
     *
     * @return its state until now
     */
    int pushHeadIf(int list, int pfn, int kind, int order, int state) {
        int old = head[list];
        int before = frames.replaceIf(pfn, kind, order, state, old);
        if (Frames.is(before, kind, order)) {
            pushed(list, pfn, old);
        }
        return before;
    }

    /** Puts a chunk at the front. */
    public void pushHead(int list, int pfn) {
        int old = head[list];
        frames.setLinks(pfn, whole[list], NONE, old);
        pushed(list, pfn, old);
    }

    private void pushed(int list, int pfn, int old) {
        if (old == NONE) {
            tail[list] = pfn;
        } else if (isPcp(list)) {
            unlinked[list]++;
        } else {
            frames.setPrev(old, whole[list], pfn);
        }
        head[list] = pfn;
        length[list]++;
        work.listOps++;
        touchBoth(pfn, old);
    }

    /** Puts a chunk that has no neighbours onto an empty list. */
    void open(int list, int pfn) {
        head[list] = pfn;
        tail[list] = pfn;
        length[list] = 1;
        work.listOps++;
        touch(pfn);
    }

    /** Puts a chunk at the end. */
    public void pushTail(int list, int pfn) {
        boolean blocks = whole[list];
        int old = tail[list];
        frames.setLinks(pfn, blocks, old, NONE);
        if (old == NONE) {
            head[list] = pfn;
        } else {
            frames.setNext(old, blocks, pfn);
        }
        tail[list] = pfn;
        length[list]++;
        work.listOps++;
        touchBoth(pfn, old);
    }

    /** A chunk is touched and, if there is one, its neighbour. */
    void touchBoth(int pfn, int neighbour) {
        touch(pfn);
        if (neighbour != NONE) {
            touch(neighbour);
        }
    }

    /** Takes a chunk off the list that it is on. */
    public void remove(int list, int pfn) {
        boolean blocks = whole[list];
        int before = previous(list, pfn);
        int after = frames.next(pfn, blocks);
        touch(pfn);
        if (before == NONE) {
            head[list] = after;
        } else {
            frames.setNext(before, blocks, after);
            touch(before);
        }
        if (after == NONE) {
            tail[list] = before;
        } else {
            frames.setPrev(after, blocks, before);
            touch(after);
        }
        length[list]--;
        work.listOps++;
    }

    /**
     * A walk along a PCP's list took chunks off, wrote the links between those that it left behind, and has come to a chunk.
     *
     * @param before the last that it left behind, {@link Frames#NONE} if none
     * @param at the chunk that it came to, {@link Frames#NONE} at the end of the list
     * @param passed chunks that it went past, those taken off too
     */
    void closeGap(int list, int before, int at, int passed, int taken) {
        if (before == NONE) {
            head[list] = at;
        } else {
            frames.setNext(before, whole[list], at);
        }
        if (at == NONE) {
            tail[list] = before;
        } else {
            frames.setPrev(at, whole[list], before);
        }
        unlinked[list] = unlinked[list] > passed ? unlinked[list] - taken : 0;
        length[list] -= taken;
    }

    /**
     * Chunks that are linked already were put at the front of a PCP's list, one after the other.
     *
     * @param lowest the first of them, which comes before what was on the list
     * @param top the last of them, which is now the list's first
     */
    void putBefore(int list, int lowest, int top, int count) {
        if (head[list] == NONE) {
            tail[list] = lowest;
            unlinked[list] = count - 1;
        } else {
            unlinked[list] += count;
        }
        head[list] = top;
        length[list] += count;
    }

    /** The list that holds the back part of a list of the zone's. */
    int backOf(int list) {
        return head.length - ZONE_LISTS + list;
    }

    /** Puts a chunk at the end of a list of the zone's as if it had lain there from the start: nothing is counted or touched. */
    void append(int list, int pfn) {
        join(list, tail[list], pfn);
        frames.setNext(pfn, whole[list], NONE);
        tail[list] = pfn;
        length[list]++;
    }

    /** Puts a chunk at the front of a list of the zone's as if it had lain there from the start. */
    void prepend(int list, int pfn) {
        int old = head[list];
        head[list] = pfn;
        frames.setLinks(pfn, whole[list], NONE, old);
        if (old == NONE) {
            tail[list] = pfn;
        } else {
            frames.setPrev(old, whole[list], pfn);
        }
        length[list]++;
    }

    /** Puts the back part of a list of the zone's behind it. */
    void joinBack(int list) {
        int back = backOf(list);
        if (head[back] != NONE) {
            join(list, tail[list], head[back]);
            tail[list] = tail[back];
        }
        length[list] += length[back];
        head[back] = NONE;
        tail[back] = NONE;
        length[back] = 0;
    }

    /** A chunk follows another on a list, or is its first. */
    void join(int list, int before, int after) {
        frames.setPrev(after, whole[list], before);
        if (before == NONE) {
            head[list] = after;
        } else {
            frames.setNext(before, whole[list], after);
        }
    }

    /** Counts and touches what taking a chunk off from between two others does, which are not linked. */
    void removeBetween(int pfn, int before, int after) {
        touchBoth(pfn, before);
        if (after != NONE) {
            touch(after);
        }
        work.listOps++;
    }
}
