package org.pcpsim.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.pcpsim.result.BlockMeans;
import org.pcpsim.result.FragmentationMeans;

/** Sums over operations, brought up to date only when a value changes. Not thread-safe. */
final class MemoryMeans {
    private final long[] chunks = new long[FreeMemory.ORDERS];
    private long blocks;
    private long pages;
    private double unusable;
    private double index;
    private long mixed;
    private long shared;
    private long owned;
    private long partial;
    private long operations;
    private long freeSince;
    private long useSince;

    void restart() {
        Arrays.fill(chunks, 0);
        blocks = 0;
        pages = 0;
        unusable = 0;
        index = 0;
        mixed = 0;
        shared = 0;
        owned = 0;
        partial = 0;
        operations = 0;
        freeSince = 0;
        useSince = 0;
    }

    void operations(int more) {
        operations += more;
    }

    /** The free memory was this since it last changed. */
    void addFree(FreeMemory free) {
        long times = operations - freeSince;
        freeSince = operations;
        if (times == 0) {
            return;
        }
        for (int order = 0; order < chunks.length; order++) {
            chunks[order] += free.chunks[order] * times;
        }
        blocks += free.blocks() * times;
        pages += free.pages * times;
        unusable += free.unusableIndex() * times;
        index += free.fragmentationIndex() * times;
    }

    /** The use of blocks was this since it last changed. */
    void addUse(BlockUse use) {
        long times = operations - useSince;
        useSince = operations;
        mixed += use.mixed * times;
        shared += use.shared * times;
        owned += use.owned * times;
        partial += use.partial * times;
    }

    BlockMeans blocks(FreeMemory now, BlockUse useNow, long total) {
        bringUpToDate(now, useNow);
        return new BlockMeans(
                mean(blocks, now.blocks()),
                mean(mixed, useNow.mixed),
                mean(shared, useNow.shared),
                useNow.owned < 0 ? OptionalDouble.empty() : OptionalDouble.of(mean(owned, useNow.owned)),
                useNow.partial < 0 ? OptionalDouble.empty() : OptionalDouble.of(mean(partial, useNow.partial)),
                total);
    }

    FragmentationMeans free(FreeMemory now) {
        addFree(now);
        List<Double> byOrder = new ArrayList<>();
        for (int order = 0; order < chunks.length; order++) {
            byOrder.add(mean(chunks[order], now.chunks[order]));
        }
        return new FragmentationMeans(
                mean(pages, now.pages),
                operations == 0 ? now.unusableIndex() : unusable / operations,
                operations == 0 ? now.fragmentationIndex() : index / operations,
                byOrder);
    }

    private void bringUpToDate(FreeMemory now, BlockUse useNow) {
        addFree(now);
        addUse(useNow);
    }

    private double mean(long sum, long now) {
        return operations == 0 ? now : (double) sum / operations;
    }
}
