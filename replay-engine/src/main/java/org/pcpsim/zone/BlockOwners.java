package org.pcpsim.zone;

/**
 * Hears what happens to the fragments of pageblocks that a CPU owns.
 *
 * <p>Called under the zone lock, only for blocks whose {@link Pageblocks#owner} is set.
 */
public interface BlockOwners {
    /** For designs without ownership. */
    BlockOwners NONE = new BlockOwners() {
        @Override
        public void fragmentFreed(int block) {}

        @Override
        public void blockAssembled(int block) {}
    };

    /** A chunk below order 9 of the block went to the zone's free lists. */
    void fragmentFreed(int block);

    /** All pages of the block came together in one free chunk of the zone. */
    void blockAssembled(int block);
}
