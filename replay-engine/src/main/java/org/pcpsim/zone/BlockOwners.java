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
        public void fragmentFreed(int block, int pages) {}

        @Override
        public void fragmentTaken(int block, int pages) {}

        @Override
        public void blockAssembled(int block) {}
    };

    /** Pages of the block came to the zone and left it in pieces. */
    void fragmentFreed(int block, int pages);

    /** Pages of the block left the zone's free lists; negative if that many of them came back by a split. */
    void fragmentTaken(int block, int pages);

    /** All pages of the block came together in one free chunk of the zone. */
    void blockAssembled(int block);
}
