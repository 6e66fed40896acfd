package org.pcpsim.zone;

import java.util.Arrays;

/**
 * The lock-free list of each CPU of one zone, to which others push what they free of that CPU's blocks
 * ({@code freeLock=REMOTE_LLIST}).
 *
 * <p>A chunk on it is neither free nor given out, and its PCP does not count it before the CPU has taken it off: to whoever
 * looks at frames it lies on that CPU's PCP, unmarked. The last one pushed comes off first. Linked through the frames, two
 * ints a CPU beside; constant time but for {@link #check}. Who pushes and who takes pays for the list's cache line with
 * {@link org.pcpsim.lock.Locks#remoteList}. Source: pcp-buddy spec section 6. Not thread-safe.
 */
public final class RemoteList {
    private static final int NONE = Frames.NONE;

    private final Zone zone;
    private final Frames frames;
    private final int[] head;
    private final int[] pages;
    private long allPages;

    /** Empty lists of that many CPUs. */
    public RemoteList(Zone zone, int cpus) {
        this.zone = zone;
        frames = zone.frames();
        head = new int[cpus];
        pages = new int[cpus];
        Arrays.fill(head, NONE);
    }

    /** Pushes a freed chunk, in no list and without state, for a CPU. */
    public void push(int cpu, int pfn, int order) {
        zone.setOnPcp(pfn, order, zone.typeAt(pfn), cpu, false);
        frames.set(pfn, frames.stateAt(pfn) | Frames.REMOTE);
        frames.setNext(pfn, order >= Frames.BLOCK_ORDER, head[cpu]);
        zone.lists().touch(pfn);
        head[cpu] = pfn;
        pages[cpu] += 1 << order;
        allPages += 1L << order;
    }

    /** Whether a CPU's list has no chunk. */
    public boolean isEmpty(int cpu) {
        return head[cpu] == NONE;
    }

    /** Order of the chunk that {@link #pop} takes next; the list must have one. */
    public int firstOrder(int cpu) {
        return Frames.order(frames.stateAt(head[cpu]));
    }

    /** Takes off the chunk pushed last; it is then in no list and has no state. The list must have one. */
    public int pop(int cpu) {
        int pfn = head[cpu];
        int order = Frames.order(frames.stateAt(pfn));
        head[cpu] = frames.next(pfn, order >= Frames.BLOCK_ORDER);
        zone.clearOnPcp(pfn, order);
        zone.lists().touch(pfn);
        pages[cpu] -= 1 << order;
        allPages -= 1L << order;
        return pfn;
    }

    /** Pages on a CPU's list. */
    public int pages(int cpu) {
        return pages[cpu];
    }

    /** Pages on all lists. */
    public long pages() {
        return allPages;
    }

    /**
     * Verifies a CPU's list; time in its length.
     *
     * @throws InvariantException naming the first fault
     */
    public void check(int cpu) {
        int found = 0;
        for (int at = head[cpu]; at != NONE; ) {
            int state = frames.stateAt(at);
            int order = Frames.order(state);
            if (Frames.kind(state) != Frames.ON_PCP
                    || (state & (Frames.REMOTE | Frames.MARK)) != Frames.REMOTE
                    || Frames.cpu(state) != cpu) {
                throw new InvariantException("frame " + at + " is on the remote list of CPU " + cpu + " and has state "
                        + Integer.toHexString(state));
            }
            found += 1 << order;
            if (found > pages[cpu]) {
                break;
            }
            at = frames.next(at, order >= Frames.BLOCK_ORDER);
        }
        if (found != pages[cpu]) {
            throw new InvariantException("remote list of CPU " + cpu + " in zone "
                    + zone.spec().name() + " counts " + pages[cpu] + " pages and has " + found);
        }
    }
}
