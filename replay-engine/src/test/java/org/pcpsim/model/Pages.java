package org.pcpsim.model;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.pcpsim.trace.Gfp;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.zone.Zone;

/** The chunks that a test holds: no page may be given out twice. */
public final class Pages {
    /** A chunk given out. */
    public record Chunk(int page, int order) {}

    private final BitSet live = new BitSet();
    private final List<Chunk> chunks = new ArrayList<>();
    private int pages;

    /** Remembers a chunk. */
    public void add(int page, int order) {
        int clash = live.nextSetBit(page);
        if (clash >= 0 && clash < page + (1 << order)) {
            throw new AssertionError("page " + clash + " is given out twice");
        }
        if ((page & (1 << order) - 1) != 0) {
            throw new AssertionError("page " + page + " does not begin a chunk of order " + order);
        }
        live.set(page, page + (1 << order));
        chunks.add(new Chunk(page, order));
        pages += 1 << order;
    }

    /** Forgets and returns the chunk at a position, in no particular order. */
    public Chunk remove(int index) {
        Chunk chunk = chunks.get(index);
        chunks.set(index, chunks.get(chunks.size() - 1));
        chunks.remove(chunks.size() - 1);
        live.clear(chunk.page, chunk.page + (1 << chunk.order));
        pages -= 1 << chunk.order;
        return chunk;
    }

    /** Number of chunks. */
    public int size() {
        return chunks.size();
    }

    /** Number of pages. */
    public int pages() {
        return pages;
    }

    /** Free pages of all zones. */
    public static long free(AllocatorModel model) {
        return model.zones().stream().mapToLong(Zone::freePages).sum();
    }

    /** Managed pages of all zones. */
    public static long managed(AllocatorModel model) {
        return model.zones().stream().mapToLong(z -> z.spec().managed()).sum();
    }

    /** Pages on all PCPs. */
    public static long onPcps(AllocatorModel model) {
        long pages = 0;
        for (int z = 0; z < model.zones().size(); z++) {
            pages += model.pcpPages(z);
        }
        return pages;
    }

    /** Checks every invariant of the model, and that it has all pages but these. */
    public void check(AllocatorModel model) {
        model.check();
        long elsewhere = free(model) + onPcps(model);
        if (elsewhere + pages() != managed(model)) {
            throw new AssertionError(elsewhere + " pages free or on PCPs and " + pages() + " given out, of "
                    + managed(model) + " managed");
        }
    }

    /** The gfp of an ordinary allocation for a migratetype. */
    public static int gfp(int migratetype) {
        int reclaim = Gfp.DIRECT_RECLAIM | Gfp.KSWAPD_RECLAIM;
        return switch (migratetype) {
            case Migratetype.MOVABLE -> reclaim | Gfp.HIGHMEM | Gfp.MOVABLE;
            case Migratetype.RECLAIMABLE -> reclaim | Gfp.RECLAIMABLE;
            default -> reclaim;
        };
    }
}
