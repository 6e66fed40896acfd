package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pcpsim.model.Models;

class ModelChoiceTest {
    private static final Map<String, String> INFERRED = Map.of("freeHighKeepsBatch", "0");

    @Test
    void whatATraceShowsStandsInForDefaults() {
        ModelChoice choice = new ModelChoice(Models.named("baseline"), Map.of("drainAccounting", "ACTUAL"));

        assertThat(choice.withInferred(INFERRED).parameters())
                .containsOnly(Map.entry("drainAccounting", "ACTUAL"), Map.entry("freeHighKeepsBatch", "0"));
        assertThat(choice.withInferred(Map.of())).isEqualTo(choice);
    }

    @Test
    void whatAUserGaveStays() {
        ModelChoice choice = new ModelChoice(Models.named("baseline"), Map.of("freeHighKeepsBatch", "1"));

        assertThat(choice.withInferred(INFERRED)).isEqualTo(choice);
    }

    @Test
    void designsWithoutTheParameterDoNotGetIt() {
        ModelChoice choice = ModelChoice.of(Models.named("baseline"));

        assertThat(choice.withInferred(Map.of("ofAnotherDesign", "7"))).isEqualTo(choice);
    }
}
