package org.pcpsim.metrics;

import java.util.List;
import java.util.OptionalLong;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.result.BlockCounts;
import org.pcpsim.zone.Zone;

/** Pageblocks of all zones together by use at one moment, free ones apart. Not thread-safe. */
final class BlockUse {
    /** Blocks with live pages of two or more migratetypes. */
    long mixed;
    /** Blocks with live pages allocated by two or more CPUs. */
    long shared;
    /** Blocks owned by a CPU, −1 if the design has no owners. */
    long owned;
    /** Blocks remembered as partly free, −1 if the design remembers none. */
    long partial;

    void read(AllocatorModel model, List<Zone> zones) {
        mixed = 0;
        shared = 0;
        for (int z = 0; z < zones.size(); z++) {
            mixed += zones.get(z).blocks().mixed();
            shared += zones.get(z).blocks().shared();
        }
        owned = model.ownedBlocks();
        partial = model.partialBlockCount();
    }

    void set(BlockUse other) {
        mixed = other.mixed;
        shared = other.shared;
        owned = other.owned;
        partial = other.partial;
    }

    /** Takes over every count of another that is higher. */
    void raise(BlockUse other) {
        mixed = Math.max(mixed, other.mixed);
        shared = Math.max(shared, other.shared);
        owned = Math.max(owned, other.owned);
        partial = Math.max(partial, other.partial);
    }

    boolean isSameAs(BlockUse other) {
        return mixed == other.mixed && shared == other.shared && owned == other.owned && partial == other.partial;
    }

    BlockCounts counts(long free, long total) {
        return new BlockCounts(free, mixed, shared, present(owned), present(partial), total);
    }

    private static OptionalLong present(long count) {
        return count < 0 ? OptionalLong.empty() : OptionalLong.of(count);
    }
}
