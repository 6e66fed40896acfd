package org.pcpsim.model.pcpbuddy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.model.TestMachines.NORMAL;
import static org.pcpsim.model.pcpbuddy.Buddy.BLOCK;
import static org.pcpsim.model.pcpbuddy.Buddy.MOVABLE;
import static org.pcpsim.model.pcpbuddy.Buddy.RECLAIMABLE;
import static org.pcpsim.model.pcpbuddy.Buddy.UNMOVABLE;
import static org.pcpsim.model.pcpbuddy.Buddy.on;
import static org.pcpsim.model.pcpbuddy.Buddy.partial;

import org.junit.jupiter.api.Test;
import org.pcpsim.model.RefillPhase;
import org.pcpsim.model.StepEngine;

/**
 * {@code adoptPartial} (pcp-buddy spec section 6): PCPs too small for a whole block, so that Phase 1 never gets one. Order-4
 * requests bypass the PCP and break a block without owning it.
 */
class AdoptionTest {
    private static StepEngine adopting(String adopt) {
        return on(252, 511, "adoptPartial", adopt);
    }

    private static long own(StepEngine engine, String count) {
        return engine.model().ownCounts().get(count);
    }

    /**
     * Order 4 off an order-9 chunk leaves chunks of order 8, 7, 6, 5 and 4: 496 pages. The refill takes the largest and owns the block,
     * whose 240 other pages it remembers; the next gets those by Phase 0.
     */
    @Test
    void anUnmovableRefillOwnsThePartlyUsedBlockItTakesFrom() {
        StepEngine engine = adopting("ON");
        int block = (engine.alloc(1, 4, UNMOVABLE) - NORMAL) / BLOCK;
        engine.alloc(0, 0, UNMOVABLE);
        assertThat(engine.zone(0).blocks().owner(block)).isEqualTo(1);
        assertThat(own(engine, "adoptedBlocks")).isEqualTo(1);
        assertThat(own(engine, "adoptedPages")).isEqualTo(256);
        assertThat(partial(engine).remembered()).isEqualTo(1);
        assertThat(partial(engine).pagesRemembered()).isEqualTo(240);
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(255);
        assertThat(engine.counts().phasePages[RefillPhase.SUB_BLOCK]).isEqualTo(256);
        engine.model().check();
        engine.allocMany(0, 256, 0, UNMOVABLE);
        assertThat(engine.counts().phasePages[RefillPhase.RECOVER]).isEqualTo(240);
        assertThat(engine.model().partialBlockCount()).isZero();
        engine.model().check();
    }

    @Test
    void itsFreesAreRoutedAndItIsGivenUpWhole() {
        StepEngine engine = adopting("ON");
        int large = engine.alloc(1, 4, UNMOVABLE);
        int page = engine.alloc(0, 0, UNMOVABLE);
        engine.free(1, 0, page);
        assertThat(engine.counts().routedFrees).isEqualTo(1);
        engine.free(1, 4, large);
        engine.drainAll(0);
        assertThat(engine.model().ownedBlocks()).isZero();
        engine.model().check();
    }

    @Test
    void movableRefillsAdoptNothing() {
        StepEngine engine = adopting("ON");
        engine.alloc(1, 4, MOVABLE);
        engine.alloc(0, 0, MOVABLE);
        assertThat(engine.model().ownedBlocks()).isZero();
        assertThat(own(engine, "adoptedBlocks")).isZero();
    }

    @Test
    void withoutItNobodyOwnsTheBlock() {
        StepEngine engine = adopting("OFF");
        engine.alloc(1, 4, UNMOVABLE);
        engine.alloc(0, 0, UNMOVABLE);
        assertThat(engine.model().ownedBlocks()).isZero();
        assertThat(engine.model().ownCounts()).doesNotContainKey("adoptedBlocks");
    }

    /** CPU 0 owns an unmovable and a reclaimable block with 511 pages of each in the zone, remembered in that order. */
    private static StepEngine twoTypes(String perType) {
        StepEngine engine = on(988, 28_945, "perTypeOwnedLists", perType);
        int[] unmovable = engine.allocMany(0, BLOCK, 0, UNMOVABLE);
        int[] reclaimable = engine.allocMany(0, BLOCK, 0, RECLAIMABLE);
        for (int i = 1; i < BLOCK; i++) {
            engine.free(0, 0, unmovable[i]);
        }
        engine.drainAll(1);
        for (int i = 1; i < BLOCK; i++) {
            engine.free(0, 0, reclaimable[i]);
        }
        engine.drainAll(1);
        engine.model().check();
        assertThat(engine.model().partialBlockCount()).isEqualTo(2);
        return engine;
    }

    @Test
    void oneListMakesARefillPassTheBlocksOfOtherTypes() {
        StepEngine engine = twoTypes("OFF");
        long passed = own(engine, "ownedBlocksPassed");
        engine.alloc(0, 0, RECLAIMABLE);
        assertThat(own(engine, "ownedBlocksPassed") - passed).isEqualTo(1);
        assertThat(engine.model().partialBlockCount()).isEqualTo(1);
    }

    @Test
    void aListForEachTypeHasOnlyItsOwn() {
        StepEngine engine = twoTypes("ON");
        long passed = own(engine, "ownedBlocksPassed");
        engine.alloc(0, 0, RECLAIMABLE);
        engine.alloc(0, 0, UNMOVABLE);
        assertThat(own(engine, "ownedBlocksPassed")).isEqualTo(passed);
        assertThat(engine.model().partialBlockCount()).isZero();
        assertThat(partial(engine).listLengthMax()).isEqualTo(1);
        engine.model().check();
    }
}
