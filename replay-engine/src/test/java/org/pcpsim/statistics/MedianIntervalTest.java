package org.pcpsim.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MedianIntervalTest {

    /** All five on one side: 2 of 32 cases, more than 5 %. */
    @Test
    void fiveValuesHaveNone() {
        assertThat(MedianInterval.outside(5)).isEmpty();
    }

    /**
     * Of n values, one end left out misses the median in 2 (1 + n) of 2^n cases: 18 of 256 for 8 are too many, 20 of 512
     * for 9 are not. Two left out of 12: 2 (1 + 12 + 66) of 4096 are 3.9 %; of 11: 2 (1 + 11 + 55) of 2048 are 6.5 %.
     */
    @ParameterizedTest
    @CsvSource({"6, 0", "8, 0", "9, 1", "11, 1", "12, 2"})
    void valuesOutside(int size, int outside) {
        assertThat(MedianInterval.outside(size)).hasValue(outside);
    }
}
