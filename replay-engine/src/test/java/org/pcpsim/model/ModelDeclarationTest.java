package org.pcpsim.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a factory may say of its design, and what is told to its author otherwise. */
class ModelDeclarationTest {
    private static final Parameter SIZE = Models.named("pcp-buddy").parameters().get(0);

    private record Said(String name, String summary, List<Parameter> parameters, Set<EventData> needs)
            implements ModelFactory {
        @Override
        public AllocatorModel create(ModelContext context) {
            throw new AssertionError("only asked");
        }
    }

    private static void refused(ModelFactory factory, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelDeclaration.of(factory))
                .withMessageContaining(why);
    }

    private static Said named(String name) {
        return new Said(name, "A design", List.of(), Set.of());
    }

    private static Said summarised(String summary) {
        return new Said("mine", summary, List.of(), Set.of());
    }

    private static Said with(Parameter... parameters) {
        return new Said("mine", "A design", Arrays.asList(parameters), Set.of());
    }

    @Test
    void whatIsInOrderIsTakenOver() {
        List<Parameter> parameters = new ArrayList<>(List.of(SIZE));
        Set<EventData> needs = EnumSet.allOf(EventData.class);
        Said said = new Said("my-2nd", "A design", parameters, needs);
        ModelDeclaration declared = ModelDeclaration.of(said);
        parameters.clear();

        assertThat(declared.factory()).isSameAs(said);
        assertThat(declared.name()).isEqualTo("my-2nd");
        assertThat(declared.summary()).isEqualTo("A design");
        assertThat(declared.parameters()).containsExactly(SIZE);
        assertThat(declared.needs()).containsExactly(EventData.values());
        assertThat(ModelDeclaration.of(named("x")).needs()).isEmpty();
    }

    @Test
    void aNameIsLowerCaseLettersDigitsAndHyphens() {
        for (String name : Arrays.asList(null, "", "2nd", "Mine", "my model")) {
            refused(named(name), "name() is '" + name + "'");
        }
    }

    @Test
    void aSummaryIsOneLine() {
        for (String summary : Arrays.asList(null, "", " ", "one\ntwo")) {
            refused(summarised(summary), "summary() is not one line");
        }
    }

    @Test
    void nothingIsNull() {
        refused(new Said("mine", "A design", null, Set.of()), "parameters() has or is null");
        refused(with(SIZE, null), "parameters() has or is null");
        refused(new Said("mine", "A design", List.of(), null), "needs() is null");
    }

    @Test
    void parametersHaveNamesOfTheirOwnAndDefaultsThatTheyAllow() {
        refused(with(SIZE, SIZE), "two parameters are named '" + SIZE.name() + "'");
        refused(
                with(new Parameter("my size", "1", List.of("1", "2"), 0, 0, "A size")),
                "a parameter's name is 'my size'");
        refused(
                with(new Parameter("size", "3", List.of("1", "2"), 0, 0, "A size")),
                "parameter 'size' has the default '3', which is not one of");
    }
}
