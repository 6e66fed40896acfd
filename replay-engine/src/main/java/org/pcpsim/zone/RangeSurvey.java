package org.pcpsim.zone;

import java.util.BitSet;
import org.pcpsim.trace.Migratetype;

/**
 * What stands in the way of each aligned range of a zone that somebody wants as one: pages on PCPs, which a drain brings back,
 * movable pages, which compaction would have to move, and others, which bar it.
 *
 * <p>Pages that were allocated as movable count as movable. Looking changes nothing and counts no work. Time in the number of
 * chunks. Not thread-safe.
 */
public final class RangeSurvey {
    /**
     * One range.
     *
     * @param startPfn first page frame number
     * @param freePages on the zone's lists
     * @param pcpPages on PCPs
     * @param pcps CPUs on whose PCPs these are
     * @param movablePages allocated, to be moved
     * @param otherPages allocated, not to be moved
     */
    public record Range(long startPfn, long freePages, long pcpPages, int pcps, long movablePages, long otherPages) {

        /** Whether nothing bars it. */
        public boolean isPossible() {
            return otherPages == 0;
        }

        /** Whether it costs less to get than another: fewer pages to move, then fewer on PCPs, then the lower one. */
        public boolean isCheaperThan(Range other) {
            if (movablePages != other.movablePages) {
                return movablePages < other.movablePages;
            }
            return pcpPages != other.pcpPages ? pcpPages < other.pcpPages : startPfn < other.startPfn;
        }
    }

    /** Takes the ranges one by one. */
    @FunctionalInterface
    public interface Visitor {
        /** One range, in the order of their pages. */
        void visit(Range range);
    }

    private RangeSurvey() {}

    /**
     * Shows every range that lies in the zone as a whole.
     *
     * @param pages size and alignment: a power of two, 1024 or more
     * @throws IllegalArgumentException if it is not
     */
    public static void visit(Zone zone, long pages, Visitor visitor) {
        if (pages < 1 << Frames.MAX_ORDER || Long.bitCount(pages) != 1) {
            throw new IllegalArgumentException("range of " + pages + " pages");
        }
        long end = (long) zone.basePfn() + zone.end();
        long start = (long) zone.basePfn() + zone.first();
        for (long at = (start + pages - 1) / pages * pages; at + pages <= end; at += pages) {
            visitor.visit(range(zone, at, pages));
        }
    }

    private static Range range(Zone zone, long startPfn, long pages) {
        long free = 0;
        long onPcp = 0;
        long movable = 0;
        long other = 0;
        BitSet cpus = new BitSet();
        int first = (int) (startPfn - zone.basePfn());
        int at = first;
        while (at < first + pages) {
            int block = at >>> Frames.BLOCK_ORDER;
            if (zone.freeLists().isLate(block)) {
                int live = zone.blocks().live(block);
                boolean isMovable = zone.blocks().type(block) == Migratetype.MOVABLE;
                free += Frames.BLOCK_PAGES - live;
                movable += isMovable ? live : 0;
                other += isMovable ? 0 : live;
                at += Frames.BLOCK_PAGES;
                continue;
            }
            int state = zone.frames().stateAt(at);
            int size = state == 0 ? 1 : 1 << Frames.order(state);
            switch (Frames.kind(state)) {
                case Frames.FREE -> free += size;
                case Frames.ON_PCP -> {
                    onPcp += size;
                    cpus.set(Frames.cpu(state));
                }
                default -> {
                    if (Frames.type(state) == Migratetype.MOVABLE) {
                        movable += size;
                    } else {
                        other += size;
                    }
                }
            }
            at += size;
        }
        return new Range(startPfn, free, onPcp, cpus.cardinality(), movable, other);
    }
}
