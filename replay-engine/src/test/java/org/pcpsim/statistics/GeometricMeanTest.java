package org.pcpsim.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class GeometricMeanTest {

    @Test
    void halfAndDoubleCancelOut() {
        assertThat(GeometricMean.of(List.of(0.5, 2.0))).isCloseTo(1, within(1e-12));
    }

    /** 1 · 3 · 9 = 27 = 3³. */
    @Test
    void threeRatios() {
        assertThat(GeometricMean.of(List.of(1.0, 3.0, 9.0))).isCloseTo(3, within(1e-12));
    }

    @Test
    void zeroHasNone() {
        assertThatThrownBy(() -> GeometricMean.of(List.of(1.0, 0.0))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GeometricMean.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
