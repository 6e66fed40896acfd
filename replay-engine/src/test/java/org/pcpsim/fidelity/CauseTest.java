package org.pcpsim.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CauseTest {
    @Test
    void fieldsAreTheWordsInCamelCase() {
        assertThat(Cause.values())
                .extracting(Cause::field)
                .containsExactly("unseenEvent", "startValue", "watermark", "concurrency", "unknown");
        assertThat(Cause.values())
                .extracting(Cause::label)
                .containsExactly("unseen event", "start value", "watermark", "concurrency", "unknown");
    }
}
