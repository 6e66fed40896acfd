package org.pcpsim.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DrainChunkTest {
    @Test
    void aHoldTakesEverythingOrThirtyTwoBatchesOrOne() {
        // 63 << 5 = 2016.
        assertThat(DrainChunk.NONE.limit(5_000, 63)).isEqualTo(5_000);
        assertThat(DrainChunk.SCALED_BATCH.limit(5_000, 63)).isEqualTo(2_016);
        assertThat(DrainChunk.BATCH.limit(5_000, 63)).isEqualTo(63);
    }

    @Test
    void aHoldTakesNoMoreThanIsLeft() {
        assertThat(DrainChunk.SCALED_BATCH.limit(2_015, 63)).isEqualTo(2_015);
        assertThat(DrainChunk.BATCH.limit(62, 63)).isEqualTo(62);
    }
}
