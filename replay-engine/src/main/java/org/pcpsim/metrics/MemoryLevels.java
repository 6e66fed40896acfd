package org.pcpsim.metrics;

import java.util.List;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.zone.Zone;

/** How blocks are used and free memory is fragmented, whenever somebody looks. Not thread-safe. */
public final class MemoryLevels {
    private final AllocatorModel model;
    private final List<Zone> zones;
    private final FreeMemory free = new FreeMemory();
    private final BlockUse use = new BlockUse();

    /** Of a model; nobody has looked yet. */
    public MemoryLevels(AllocatorModel model) {
        this.model = model;
        zones = model.zones();
    }

    /** Looks; a few loads a zone and order. */
    public void look() {
        free.read(zones);
        use.read(model, zones);
    }

    /** Free pageblocks. */
    public long freeBlocks() {
        return free.blocks();
    }

    /** Blocks with live pages of two or more migratetypes. */
    public long mixed() {
        return use.mixed;
    }

    /** Blocks with live pages allocated by two or more CPUs. */
    public long shared() {
        return use.shared;
    }

    /** Blocks owned by a CPU, −1 if the design has no owners. */
    public long owned() {
        return use.owned;
    }

    /** Blocks remembered as partly free, −1 if the design remembers none. */
    public long partial() {
        return use.partial;
    }

    /** Free pages. */
    public long freePages() {
        return free.pages;
    }

    /** Share of them of no use to order 9. */
    public double unusableIndex() {
        return free.unusableIndex();
    }

    /** The kernel's index for order 9. */
    public double fragmentationIndex() {
        return free.fragmentationIndex();
    }
}
