package org.pcpsim.metrics;

import java.util.List;
import java.util.Optional;
import org.pcpsim.lock.Work;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.result.Blocks;
import org.pcpsim.result.Cma;
import org.pcpsim.result.Fragmentation;
import org.pcpsim.zone.Zone;

/**
 * How blocks were used and free memory was fragmented over a run: at the end, at the peak, on average, at worst.
 *
 * <p>Looked at after every operation, where it costs a few loads unless something changed. The mean gives each
 * operation the state that it left; members of a folio batch leave the same. The peak is when most pages of the trace
 * were live, as late as that held; it is taken down before the first free after it. The worst of each count of blocks
 * is taken by itself: fewest free ones, most of any other use; of fragmentation it is the moment with the largest share
 * of free pages outside of free blocks. Not thread-safe.
 */
public final class MemoryRecord {
    private static final int BLOCK_PAGES = 512;

    private final AllocatorModel model;
    private final List<Zone> zones;
    private final long totalBlocks;
    private final Zone[] zoneOf;
    private final Work work;
    private long seenWork;
    private long seenChanges;
    private long seenUses;
    private int seenOwned;
    private int seenPartial;
    private final FreeMemory free = new FreeMemory();
    private final BlockUse use = new BlockUse();
    private final BlockUse seen = new BlockUse();
    private final FreeMemory atPeak = new FreeMemory();
    private final BlockUse useAtPeak = new BlockUse();
    private final BlockUse mostUse = new BlockUse();
    private long fewestBlocks;
    private final FreeMemory mostUnusable = new FreeMemory();
    private final MemoryMeans means = new MemoryMeans();
    private final CmaRecord cma;
    private final boolean hasCma;
    private long extfragBefore;
    private long livePages;
    private long peakPages;
    private boolean peakIsNow;

    /**
     * Begins with the model as it is.
     *
     * @param work where the model counts its work
     */
    public MemoryRecord(AllocatorModel model, Work work) {
        this.model = model;
        this.work = work;
        zones = model.zones();
        zoneOf = zones.toArray(Zone[]::new);
        long blocks = 0;
        for (Zone zone : zones) {
            blocks += (zone.end() + BLOCK_PAGES - 1) / BLOCK_PAGES - zone.first() / BLOCK_PAGES;
        }
        totalBlocks = blocks;
        cma = new CmaRecord(zones);
        hasCma = cma.isPresent();
        restart();
    }

    /** Forgets the past: what is now is the first state, the peak and the worst. */
    public void restart() {
        zonesChanged();
        useChanged();
        free.read(zones);
        use.read(model, zones);
        fewestBlocks = free.blocks();
        mostUse.set(use);
        mostUnusable.set(free);
        means.restart();
        cma.restart();
        extfragBefore = extfragEvents();
        peakPages = livePages;
        takeDownPeak();
    }

    /** Pages of the trace become live. */
    public void allocated(long pages) {
        livePages += pages;
        if (livePages >= peakPages) {
            peakPages = livePages;
            peakIsNow = true;
        }
    }

    /** Pages of the trace are about to be freed. */
    public void freeing(long pages) {
        if (peakIsNow) {
            takeDownPeak();
        }
        livePages -= pages;
    }

    /** Live pages of the trace. */
    public long livePages() {
        return livePages;
    }

    private void takeDownPeak() {
        atPeak.set(free);
        useAtPeak.set(use);
        peakIsNow = false;
    }

    /** Looks at the state that operations left, of which only the last may have changed anything. */
    public void afterAlike(int operations) {
        means.operations(operations - 1);
        if (hasCma) {
            cma.operations(operations - 1);
        }
        after(1);
    }

    /** Looks at the state that operations left. */
    public void after(int operations) {
        if (work.changes != seenWork || model.ownedBlocks() != seenOwned || model.partialBlockCount() != seenPartial) {
            look();
        }
        means.operations(operations);
        if (hasCma) {
            cma.operations(operations);
        }
    }

    private void look() {
        seenWork = work.changes;
        if (zonesChanged()) {
            means.addFree(free);
            free.read(zones);
            if (hasCma) {
                cma.changed();
            }
            fewestBlocks = Math.min(fewestBlocks, free.blocks());
            if (free.isWorseThan(mostUnusable)) {
                mostUnusable.set(free);
            }
        }
        if (useChanged()) {
            seen.read(model, zones);
            if (!seen.isSameAs(use)) {
                means.addUse(use);
                use.set(seen);
                mostUse.raise(seen);
            }
        }
    }

    /** Whether free lists have changed since this was asked last. Each count only grows, and so does their sum. */
    private boolean zonesChanged() {
        long changes = 0;
        for (Zone zone : zoneOf) {
            changes += zone.changes();
        }
        boolean changed = changes != seenChanges;
        seenChanges = changes;
        return changed;
    }

    /** Whether blocks may be used otherwise than when this was asked last. */
    private boolean useChanged() {
        long uses = 0;
        for (Zone zone : zoneOf) {
            uses += zone.blocks().changes();
        }
        int owned = model.ownedBlocks();
        int partial = model.partialBlockCount();
        boolean changed = uses != seenUses || owned != seenOwned || partial != seenPartial;
        seenUses = uses;
        seenOwned = owned;
        seenPartial = partial;
        return changed;
    }

    private long extfragEvents() {
        long events = 0;
        for (Zone zone : zones) {
            events += zone.fallback().extfragEvents();
        }
        return events;
    }

    /** Use of blocks up to now. */
    public Blocks blocks() {
        if (peakIsNow) {
            takeDownPeak();
        }
        return new Blocks(
                use.counts(free.blocks(), totalBlocks),
                useAtPeak.counts(atPeak.blocks(), totalBlocks),
                means.blocks(free, use, totalBlocks),
                mostUse.counts(fewestBlocks, totalBlocks));
    }

    /** Use of CMA blocks up to now, if there are any. */
    public Optional<Cma> cma() {
        return cma.result();
    }

    /** Fragmentation up to now. */
    public Fragmentation fragmentation() {
        if (peakIsNow) {
            takeDownPeak();
        }
        return new Fragmentation(
                free.state(), atPeak.state(), means.free(free), mostUnusable.state(), extfragEvents() - extfragBefore);
    }
}
