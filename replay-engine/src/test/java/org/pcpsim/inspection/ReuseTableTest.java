package org.pcpsim.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReuseTableTest {
    private final ReuseTable reuse = new ReuseTable();

    @Test
    void theDistanceIsWhatTheCpuAllocatedInBetween() {
        reuse.alloc(100, 0, 0);
        reuse.free(100, 0, 0);
        reuse.alloc(100, 0, 0); // nothing in between
        reuse.free(100, 0, 0);
        reuse.alloc(200, 3, 0); // 8 pages
        reuse.alloc(300, 1, 1); // of another CPU
        reuse.alloc(400, 2, 0); // 4 pages
        reuse.alloc(100, 0, 0);
        Reuse found = reuse.result();
        assertThat(found.byDecade()).containsExactly(new Reuse.Decade(0, 10, 1), new Reuse.Decade(10, 100, 1));
        assertThat(found.distance()).contains(new Percentiles(0, 12, 12, 12));
        assertThat(found.sameCpuPages()).isEqualTo(2);
        assertThat(found.otherCpuPages()).isZero();
        assertThat(found.unseenPages()).isEqualTo(1 + 8 + 2 + 4);
    }

    @Test
    void theFreeingCpuDecidesWhetherAnotherTookThePage() {
        reuse.alloc(1, 0, 0);
        reuse.free(1, 0, 5);
        reuse.alloc(1, 0, 0);
        reuse.free(1, 0, 20);
        reuse.alloc(1, 0, 20);
        Reuse found = reuse.result();
        assertThat(found.otherCpuPages()).isEqualTo(1);
        assertThat(found.sameCpuPages()).isEqualTo(1);
        assertThat(found.distance()).contains(new Percentiles(0, 0, 0, 0));
    }

    @Test
    void thePagesOfAChunkDoNotCountForEachOther() {
        reuse.alloc(0, 3, 0);
        reuse.free(0, 3, 0);
        reuse.alloc(0, 2, 0);
        reuse.alloc(4, 2, 0);
        assertThat(reuse.result().distance()).contains(new Percentiles(0, 4, 4, 4));
    }

    @Test
    void nothingHasNoDistance() {
        assertThat(reuse.result()).isEqualTo(new Reuse(0, 0, 0, 1 << 20, Optional.empty(), List.of()));
    }
}
