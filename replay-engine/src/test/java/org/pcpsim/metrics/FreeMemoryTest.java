package org.pcpsim.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FreeMemoryTest {
    private static FreeMemory of(long... chunks) {
        FreeMemory free = new FreeMemory();
        for (int order = 0; order < chunks.length; order++) {
            free.chunks[order] = chunks[order];
            free.pages += chunks[order] << order;
        }
        return free;
    }

    @Test
    void indicesFollowTheKernelsFormulas() {
        FreeMemory free = of(4, 0, 3, 0, 0, 0, 0, 0, 0, 1, 1);

        // F = 4 + 12 + 512 + 1024 = 1552; S = 1 + 2 = 3 blocks; (1552 - 1536) / 1552.
        assertThat(free.pages).isEqualTo(1552);
        assertThat(free.blocks()).isEqualTo(3);
        assertThat(free.unusableIndex()).isEqualTo(16.0 / 1552);
        assertThat(free.fragmentationIndex()).isEqualTo(-1);
    }

    @Test
    void withoutAFreeBlockTheFragmentationIndexTellsLackFromFragments() {
        // F = 1024 pages in B = 4 chunks of order 8: 1 - (1 + 1024/512)/4 = 0.25.
        assertThat(of(0, 0, 0, 0, 0, 0, 0, 0, 4).fragmentationIndex()).isEqualTo(0.25);
        // The same pages one by one: 1 - 3/1024.
        assertThat(of(1024).fragmentationIndex()).isEqualTo(1 - 3.0 / 1024);
        assertThat(of(1024).unusableIndex()).isEqualTo(1);
    }

    @Test
    void nothingFreeIsUnusableAndNotFragmented() {
        assertThat(of().unusableIndex()).isEqualTo(1);
        assertThat(of().fragmentationIndex()).isZero();
    }

    @Test
    void worseMeansALargerShareUnusable() {
        FreeMemory third = of(256, 0, 0, 0, 0, 0, 0, 0, 0, 1);
        FreeMemory half = of(1024, 0, 0, 0, 0, 0, 0, 0, 0, 2);

        assertThat(half.isWorseThan(third)).isTrue();
        assertThat(third.isWorseThan(half)).isFalse();
        assertThat(half.isWorseThan(half)).isFalse();
        assertThat(of().isWorseThan(half)).isTrue();
        assertThat(half.isWorseThan(of())).isFalse();
    }
}
