package org.pcpsim.trace.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.pcpsim.trace.TraceException;

class DamageTest {
    private static final TraceException WRONG = TraceException.atByte("t", 5, "a", "b");

    @Test
    void damageIsAnErrorUnlessItIsAllowed() {
        assertThatThrownBy(() -> new Damage(ReadOptions.DEFAULT).accept(WRONG)).isSameAs(WRONG);
    }

    @Test
    void eachDamageIsAWarningAndVeryManyAreCounted() throws TraceException {
        Damage damage = new Damage(ReadOptions.DEFAULT.withAllowDamaged(true));
        assertThat(damage.warnings()).isEmpty();
        damage.accept(WRONG);
        assertThat(damage.warnings())
                .containsExactly("damaged, what is intact was read: t: byte 5: found 'a', expected b");
        for (int i = 0; i < 99; i++) {
            damage.accept(WRONG);
        }
        assertThat(damage.warnings()).hasSize(11).last().isEqualTo("damaged in 90 more places");
    }
}
