package org.pcpsim.inspection;

import java.util.Arrays;
import org.pcpsim.replay.LivePages;

/**
 * Which live page belongs to which allocation of which CPU and time, by the rules of the replay.
 *
 * <p>An allocation of live pages ends what they belonged to; a free smaller than its allocation is a piece; a larger one
 * is an order mismatch and ends what is live inside. Memory follows the live pages. Not thread-safe.
 */
final class Ownership {
    private final LivePages live = new LivePages();
    private final Ends ends;
    private int[] cpus = new int[64];
    private long[] times = new long[64];
    private long chunks;
    private long unknownFrees;
    private long allocsOfLive;
    private long pieces;
    private long mismatches;

    /** What is told of each chunk, or part of one, that is freed. */
    interface Ends {
        void freed(int order, int allocCpu, long allocTime);
    }

    Ownership(Ends ends) {
        this.ends = ends;
    }

    void alloc(long pfn, int order, int cpu, long time) {
        boolean any = false;
        for (long page = pfn; page < pfn + (1L << order); page++) {
            int handle = live.at(page);
            if (handle != LivePages.NONE) {
                any = true;
                remove(handle);
            }
        }
        allocsOfLive += any ? 1 : 0;
        own(live.add(pfn, order), cpu, time);
    }

    void free(long pfn, int order) {
        int handle = live.at(pfn);
        if (handle == LivePages.NONE && !anyLive(pfn, order)) {
            unknownFrees++;
            return;
        }
        if (handle != LivePages.NONE && order < live.allocatedOrder(handle)) {
            pieces++;
        } else if (handle == LivePages.NONE || order > live.order(handle)) {
            mismatches++;
        }
        long end = pfn + (1L << order);
        for (long page = pfn; page < end; ) {
            int inside = live.at(page);
            if (inside == LivePages.NONE) {
                page++;
                continue;
            }
            while (live.first(inside) < page || live.first(inside) + (1L << live.order(inside)) > end) {
                inside = halve(inside, page);
            }
            int freed = live.order(inside);
            ends.freed(freed, cpus[inside], times[inside]);
            remove(inside);
            page += 1L << freed;
        }
    }

    private boolean anyLive(long pfn, int order) {
        for (long page = pfn + 1; page < pfn + (1L << order); page++) {
            if (live.at(page) != LivePages.NONE) {
                return true;
            }
        }
        return false;
    }

    /** Halves an allocation; returns the half that a page lies in. */
    private int halve(int handle, long page) {
        int upper = live.split(handle);
        own(upper, cpus[handle], times[handle]);
        return page >= live.first(upper) ? upper : handle;
    }

    private void own(int handle, int cpu, long time) {
        if (handle >= cpus.length) {
            cpus = Arrays.copyOf(cpus, handle * 2);
            times = Arrays.copyOf(times, handle * 2);
        }
        cpus[handle] = cpu;
        times[handle] = time;
        chunks++;
    }

    private void remove(int handle) {
        live.remove(handle);
        live.giveBack(handle);
        chunks--;
    }

    /** Live pages. */
    long pages() {
        return live.pages();
    }

    /** Allocations, and parts of split ones, that are live. */
    long chunks() {
        return chunks;
    }

    long unknownFrees() {
        return unknownFrees;
    }

    long allocsOfLive() {
        return allocsOfLive;
    }

    long pieces() {
        return pieces;
    }

    long mismatches() {
        return mismatches;
    }
}
