package org.pcpsim.zone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pcpsim.machine.FallbackRule;

/** The zone against {@link ReferenceZone}, on random sequences of operations. */
class ZoneDifferentialTest {
    /** Sequences; more with {@code -Dpcpsim.sequences=10000}. */
    private static final long SEQUENCES = Long.getLong("pcpsim.sequences", 500);

    private static final long FIRST_SEED = Long.getLong("pcpsim.seed", 1);

    @ParameterizedTest
    @EnumSource
    void everyOperationLeavesTheZoneAsTheReferenceHasIt(FallbackRule rule) {
        int withExtfrag = 0;
        int withBoost = 0;
        int withSharedBlocks = 0;
        int withReserved = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEQUENCES; seed++) {
            ZoneSequence sequence = new ZoneSequence(rule, seed);
            try {
                sequence.run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        rule + ", seed " + seed + " (-Dpcpsim.seed=" + seed + " -Dpcpsim.sequences=1), operations: "
                                + sequence.log(),
                        e);
            }
            withExtfrag += sequence.extfrag() > 2 ? 1 : 0;
            withBoost += sequence.boost() > 0 ? 1 : 0;
            withReserved += sequence.reserved() > 0 ? 1 : 0;
            withSharedBlocks += sequence.shared() > 0 ? 1 : 0;
        }
        if (SEQUENCES < 100) {
            return;
        }
        // Sequences that reach nothing compare nothing.
        assertThat(withExtfrag).isGreaterThan((int) (SEQUENCES / 3));
        assertThat(withBoost).isGreaterThan((int) (SEQUENCES / 20));
        assertThat(withReserved).isGreaterThan((int) (SEQUENCES / 200));
        assertThat(withSharedBlocks).isGreaterThan((int) (SEQUENCES / 3));
    }
}
