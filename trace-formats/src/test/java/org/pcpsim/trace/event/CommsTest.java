package org.pcpsim.trace.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.pcpsim.trace.TraceException;

class CommsTest {
    @Test
    void aTaskHasTheNameItGotLast() throws TraceException {
        Comms comms = new Comms("t");
        assertThat(comms.get(5)).isEqualTo(Comms.ABSENT);
        comms.put(5, 50);
        assertThat(comms.get(5)).isEqualTo(50);
        comms.put(5, 51);
        assertThat(comms.get(5)).isEqualTo(51);
        assertThat(comms.get(-1)).isEqualTo(Comms.ABSENT);
        assertThat(comms.get(6)).isEqualTo(Comms.ABSENT);
    }

    @Test
    void manyTasksKeepTheirNames() throws TraceException {
        Comms comms = new Comms("t");
        for (int i = 0; i < 100_000; i++) {
            comms.put(i * 7, i);
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(comms.get(i * 7)).isEqualTo(i);
            assertThat(comms.get(i * 7 + 1)).isEqualTo(Comms.ABSENT);
        }
    }

    @Test
    void aNegativeTaskCannotBeNamed() {
        assertThatThrownBy(() -> new Comms("t").put(-1, 1))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("a task -1");
    }

    @Test
    void tasksAreBoundedInNumber() throws TraceException {
        Comms comms = new Comms("t");
        for (int i = 0; i < Comms.LIMIT; i++) {
            comms.put(i, 1);
        }
        assertThatThrownBy(() -> comms.put(Comms.LIMIT, 1)).isInstanceOf(TraceException.class);
    }
}
