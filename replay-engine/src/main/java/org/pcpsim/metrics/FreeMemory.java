package org.pcpsim.metrics;

import java.util.ArrayList;
import java.util.List;
import org.pcpsim.result.FragmentationState;
import org.pcpsim.zone.Zone;

/**
 * Free chunks of all zones together at one moment, and the indices that follow from them.
 *
 * <p>Source: baseline spec section 13, for order 9. Not thread-safe.
 */
final class FreeMemory {
    static final int ORDERS = 11;
    private static final int BLOCK_ORDER = 9;

    final long[] chunks = new long[ORDERS];
    long pages;

    void read(List<Zone> zones) {
        pages = 0;
        for (int order = 0; order < ORDERS; order++) {
            long sum = 0;
            for (int z = 0; z < zones.size(); z++) {
                Zone zone = zones.get(z);
                sum += zone.freeChunks(order) + zone.lists().lent().chunks(order);
            }
            chunks[order] = sum;
            pages += sum << order;
        }
    }

    void set(FreeMemory other) {
        System.arraycopy(other.chunks, 0, chunks, 0, ORDERS);
        pages = other.pages;
    }

    /** Free pageblocks. */
    long blocks() {
        return chunks[BLOCK_ORDER] + 2 * chunks[BLOCK_ORDER + 1];
    }

    /** Free pages outside of free pageblocks. */
    long unusable() {
        return pages - (blocks() << BLOCK_ORDER);
    }

    /** Whether a larger share of the free pages is unusable than in another; nothing free is the worst. */
    boolean isWorseThan(FreeMemory other) {
        if (other.pages == 0) {
            return false;
        }
        return pages == 0 || unusable() * other.pages > other.unusable() * pages;
    }

    double unusableIndex() {
        return pages == 0 ? 1 : (double) unusable() / pages;
    }

    double fragmentationIndex() {
        long sum = 0;
        for (long of : chunks) {
            sum += of;
        }
        if (sum == 0) {
            return 0;
        }
        return blocks() > 0 ? -1 : 1 - (1 + pages / (double) (1 << BLOCK_ORDER)) / sum;
    }

    FragmentationState state() {
        List<Long> byOrder = new ArrayList<>();
        for (long of : chunks) {
            byOrder.add(of);
        }
        return new FragmentationState(pages, unusableIndex(), fragmentationIndex(), byOrder);
    }
}
