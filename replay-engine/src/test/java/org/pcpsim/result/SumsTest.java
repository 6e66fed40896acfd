package org.pcpsim.result;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Figures of results that are sums of others. */
class SumsTest {
    @Test
    void acquisitionsAreThoseOfAllPaths() {
        ZoneLock.ByPath byPath = new ZoneLock.ByPath(1, 20, 300, 4_000, 50_000, 600_000, 7_000_000, 80_000_000, 9, 11);

        assertThat(byPath.total()).isEqualTo(87_654_321 + 9 + 11);
    }

    @Test
    void whatFoundNoPlaceInSeveralZonesIsAddedUp() {
        InitialAdjustment both = new InitialAdjustment(1, 20, 300).plus(new InitialAdjustment(4, 50, 600));

        assertThat(both).isEqualTo(new InitialAdjustment(5, 70, 900));
        assertThat(both.plus(InitialAdjustment.NONE)).isEqualTo(both);
    }
}
