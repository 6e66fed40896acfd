package org.pcpsim.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    @Test
    void halfNineOfTenAndNinetyNineOfAHundred() {
        Distribution values = new Distribution();
        for (long value = 1; value <= 1_000_000; value++) {
            values.add(value, 1);
        }
        Percentiles found = Percentiles.of(values).orElseThrow();
        Percentage tenth = Percentage.withPercentage(0.1);
        assertThat(found.p50()).isGreaterThanOrEqualTo(500_000).isCloseTo(500_000, tenth);
        assertThat(found.p90()).isGreaterThanOrEqualTo(900_000).isCloseTo(900_000, tenth);
        assertThat(found.p99()).isGreaterThanOrEqualTo(990_000).isCloseTo(990_000, tenth);
        assertThat(found.max()).isEqualTo(1_000_000);
    }

    @Test
    void noneIsLargerThanTheLargest() {
        Distribution values = new Distribution();
        values.add(1_234_567, 3);
        assertThat(Percentiles.of(values)).contains(new Percentiles(1_234_567, 1_234_567, 1_234_567, 1_234_567));
    }

    @Test
    void theLargestNumbersFit() {
        Distribution values = new Distribution();
        values.add(0, 1);
        values.add(Long.MAX_VALUE, 1);
        assertThat(Percentiles.of(values).orElseThrow().max()).isEqualTo(Long.MAX_VALUE / 2);
        assertThat(Percentiles.of(values).orElseThrow().p50()).isZero();
    }

    @Test
    void withoutValuesThereAreNone() {
        assertThat(Percentiles.of(new Distribution())).isEmpty();
    }
}
