package org.pcpsim.result;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeQualityTest {
    /** Times are usable up to 5 % of the span, that included; a deficit in no time at all is all of it. */
    @ParameterizedTest
    @CsvSource({
        "0,             0,                0,   true",
        "0,             1000,             0,   true",
        "50,            1000,             5,   true",
        "51,            1000,             5.1, false",
        "1,             0,                100, false",
        "5000000000000, 100000000000000,  5,   true",
    })
    void usableUpToFivePercent(long deficit, long span, double percent, boolean usable) {
        assertThat(TimeQuality.of(deficit, span)).isEqualTo(new TimeQuality(deficit, percent, usable));
    }

    /** One ns more than 5 % of 100,000 s is too much, as it is in double precision. */
    @ParameterizedTest
    @CsvSource({"5000000000000, true", "5000000000001, false"})
    void oneNanosecondDecides(long deficit, boolean usable) {
        assertThat(TimeQuality.of(deficit, 100_000_000_000_000L).timesUsable()).isEqualTo(usable);
    }
}
