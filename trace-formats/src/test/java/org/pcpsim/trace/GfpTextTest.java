package org.pcpsim.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GfpTextTest {
    private static final int RECLAIM = Gfp.DIRECT_RECLAIM | Gfp.KSWAPD_RECLAIM;

    @Test
    void aggregatesAreWhatTheKernelDefines() {
        assertThat(GfpText.bits("GFP_KERNEL")).isEqualTo(RECLAIM);
        assertThat(GfpText.bits("GFP_KERNEL_ACCOUNT")).isEqualTo(RECLAIM);
        assertThat(GfpText.bits("GFP_ATOMIC")).isEqualTo(Gfp.HIGH | Gfp.KSWAPD_RECLAIM);
        assertThat(GfpText.bits("GFP_NOWAIT")).isEqualTo(Gfp.KSWAPD_RECLAIM);
        assertThat(GfpText.bits("GFP_NOIO")).isEqualTo(RECLAIM);
        assertThat(GfpText.bits("GFP_NOFS")).isEqualTo(RECLAIM);
        assertThat(GfpText.bits("GFP_USER")).isEqualTo(RECLAIM);
        assertThat(GfpText.bits("GFP_DMA")).isEqualTo(Gfp.DMA);
        assertThat(GfpText.bits("GFP_DMA32")).isEqualTo(Gfp.DMA32);
        assertThat(GfpText.bits("GFP_HIGHUSER")).isEqualTo(RECLAIM | Gfp.HIGHMEM);
        assertThat(GfpText.bits("GFP_HIGHUSER_MOVABLE")).isEqualTo(RECLAIM | Gfp.HIGHMEM | Gfp.MOVABLE);
        assertThat(GfpText.bits("GFP_TRANSHUGE_LIGHT")).isEqualTo(Gfp.HIGHMEM | Gfp.MOVABLE | Gfp.NOMEMALLOC);
        assertThat(GfpText.bits("GFP_TRANSHUGE"))
                .isEqualTo(Gfp.HIGHMEM | Gfp.MOVABLE | Gfp.NOMEMALLOC | Gfp.DIRECT_RECLAIM);
    }

    @Test
    void flagsAddTheirBitsInAnyOrder() {
        int bits = RECLAIM | Gfp.HIGHMEM | Gfp.MOVABLE | Gfp.ZERO;
        assertThat(GfpText.bits("GFP_HIGHUSER_MOVABLE|__GFP_ZERO|__GFP_COMP")).isEqualTo(bits);
        assertThat(GfpText.bits("GFP_HIGHUSER_MOVABLE|__GFP_COMP|__GFP_ZERO")).isEqualTo(bits);
        assertThat(GfpText.bits("__GFP_IO|__GFP_NORETRY|__GFP_RECLAIMABLE|__GFP_MEMALLOC"))
                .isEqualTo(Gfp.NORETRY | Gfp.RECLAIMABLE | Gfp.MEMALLOC);
        assertThat(GfpText.bits("GFP_TRANSHUGE_LIGHT|__GFP_THISNODE|__GFP_RETRY_MAYFAIL|__GFP_HIGH"))
                .isEqualTo(Gfp.HIGHMEM | Gfp.MOVABLE | Gfp.NOMEMALLOC | Gfp.THISNODE | Gfp.RETRY_MAYFAIL | Gfp.HIGH);
    }

    @Test
    void noneIsNoBitWhateverTheMigratetype() {
        assertThat(GfpText.isSymbolic("none")).isTrue();
        assertThat(GfpText.bits("none", Migratetype.MOVABLE)).isZero();
    }

    @Test
    void unknownNamesAndBitsCountAsNone() {
        assertThat(GfpText.bits("GFP_KERNEL|0x8000000|__GFP_FROM_THE_FUTURE", Migratetype.MOVABLE))
                .isEqualTo(RECLAIM);
    }

    @Test
    void namesWithoutUnderscoresAreThoseOfOldKernels() {
        assertThat(GfpText.bits("GFP_KERNEL|GFP_ZERO|GFP_MOVABLE|GFP_REPEAT"))
                .isEqualTo(RECLAIM | Gfp.ZERO | Gfp.MOVABLE | Gfp.RETRY_MAYFAIL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x540dc0", "5508544", "__GFP_FROM_THE_FUTURE", "|"})
    void aTextThatSaysNothingLeavesItToTheMigratetype(String text) {
        assertThat(GfpText.isSymbolic(text)).isFalse();
        assertThat(GfpText.bits(text, Migratetype.UNMOVABLE)).isEqualTo(RECLAIM);
        assertThat(GfpText.bits(text, Migratetype.MOVABLE)).isEqualTo(RECLAIM | Gfp.MOVABLE | Gfp.HIGHMEM);
        assertThat(GfpText.bits(text, Migratetype.RECLAIMABLE)).isEqualTo(RECLAIM | Gfp.RECLAIMABLE);
        assertThat(GfpText.bits(text, Migratetype.HIGHATOMIC)).isEqualTo(RECLAIM);
    }

    @Test
    void everySetOfBitsHasATextThatStandsForIt() {
        assertThat(GfpText.of(0)).isEqualTo("none");
        assertThat(GfpText.of(Gfp.MOVABLE | Gfp.ZERO)).isEqualTo("__GFP_MOVABLE|__GFP_ZERO");
        for (int bits = 0; bits < 1 << 14; bits++) {
            assertThat(GfpText.bits(GfpText.of(bits), 0)).isEqualTo(bits);
        }
    }
}
