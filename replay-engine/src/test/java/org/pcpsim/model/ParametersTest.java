package org.pcpsim.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.SettingException;

/** Every parameter of every model takes what it says and refuses the rest by name. */
class ParametersTest {
    static Stream<Arguments> parameters() {
        return Models.all().stream().flatMap(m -> m.parameters().stream().map(p -> Arguments.of(m, p)));
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void aWrongValueIsRefusedNamingTheParameterAndWhatIsAllowed(ModelFactory model, Parameter parameter) {
        String[] wrong = parameter.choices().isEmpty()
                ? new String[] {"", "x", "1.5", Long.toString(parameter.min() - 1), Long.toString(parameter.max() + 1)}
                : new String[] {"", "nonsense", parameter.defaultValue() + " "};
        for (String value : wrong) {
            assertThatThrownBy(() -> Parameters.of(model.name(), model.parameters(), Map.of(parameter.name(), value)))
                    .isInstanceOf(SettingException.class)
                    .hasMessageContaining(model.name() + "." + parameter.name())
                    .hasMessageContaining("'" + value + "'")
                    .hasMessageContaining(parameter.allowed());
        }
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void everyAllowedValueMakesAModelThatRuns(ModelFactory model, Parameter parameter) {
        Iterable<String> values = parameter.choices().isEmpty()
                ? java.util.List.of(Long.toString(parameter.min()), Long.toString(parameter.max()))
                : parameter.choices();
        for (String value : values) {
            StepEngine engine = StepEngine.fresh(
                    model,
                    TestMachines.oneNode(KernelProfile.V7_0),
                    Map.of(parameter.name(), value.toLowerCase(java.util.Locale.ROOT)));
            int[] pages = engine.allocMany(0, 700, 0, 1);
            engine.freeMany(1, 0, pages);
            engine.worker(0);
            engine.drainAll(0);
            engine.model().check();
            assertThat(Pages.free(engine.model())).isEqualTo(Pages.managed(engine.model()));
        }
    }

    @Test
    void anUnknownParameterIsRefusedWithThoseThereAre() {
        ModelFactory model = Models.named("baseline");
        assertThatThrownBy(() -> Parameters.of("baseline", model.parameters(), Map.of("tune", "GOT")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("baseline.tune")
                .hasMessageContaining("drainAccounting, freeHighKeepsBatch");
    }

    @Test
    void anUnknownModelIsRefusedWithThoseThereAre() {
        assertThatThrownBy(() -> Models.named("bsd"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("'bsd'")
                .hasMessageContaining("baseline, ")
                .hasMessageContaining(", pcp-buddy");
    }

    @Test
    void theBaselineIsListedFirst() {
        assertThat(Models.all().get(0).name()).isEqualTo("baseline");
    }
}
