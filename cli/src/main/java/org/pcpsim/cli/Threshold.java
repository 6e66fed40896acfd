package org.pcpsim.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pcpsim.cli.report.Tree;

/**
 * One {@code --fail-if 'FIELD OP NUMBER[x|%]'}.
 *
 * <p>FIELD is a path in the result. One that begins with a top-level field ({@code quality.lostEvents}) is looked at
 * once; {@code models.NAME.PATH} in that model; any other in every model, passing over those that do not have the field
 * as long as one does. {@code x} means times the first model's value and {@code %} percent more than it; the first model
 * itself is then not looked at. A field that is missing, is no number, or lacks what it is compared with fails.
 */
final class Threshold {
    private static final String MODELS = "models.";

    private final Condition condition;
    private final String field;

    private Threshold(Condition condition) {
        this.condition = condition;
        this.field = condition.field();
    }

    /** Reads a condition; wrong usage if it is not one. */
    static Threshold parse(String text) {
        return new Threshold(Condition.parse(text));
    }

    /** What is wrong with a result, in words; empty if the condition does not hold anywhere. */
    List<String> failures(Tree result) {
        List<Tree> models = result.trees("models");
        if (!field.startsWith(MODELS) && result.at(field.split("\\.", 2)[0]).isPresent()) {
            if (condition.isRelative()) {
                return List.of(said(result, field + " is not a model's, so there is nothing to compare it with"));
            }
            return judge(result, "it", result.number(field), BigDecimal.ONE);
        }
        if (field.startsWith(MODELS)) {
            return ofOneModel(result, models);
        }
        return ofEveryModel(result, models);
    }

    private List<String> ofOneModel(Tree result, List<Tree> models) {
        String rest = field.substring(MODELS.length());
        for (int i = 0; i < models.size(); i++) {
            for (String key : List.of(name(models.get(i)), Integer.toString(i))) {
                if (rest.startsWith(key + ".")) {
                    String path = rest.substring(key.length() + 1);
                    return judge(result, name(models.get(i)), models.get(i).number(path), reference(models, path));
                }
            }
        }
        return List.of(said(result, "there is no such model"));
    }

    private List<String> ofEveryModel(Tree result, List<Tree> models) {
        boolean relative = condition.isRelative();
        List<Tree> judged = relative ? models.subList(1, models.size()) : models;
        List<String> failures = new ArrayList<>();
        boolean found = false;
        for (Tree model : judged) {
            Optional<BigDecimal> value = model.number(field);
            found |= value.isPresent();
            if (value.isPresent() || model.at("error").isPresent()) {
                failures.addAll(judge(result, name(model), value, reference(models, field)));
            }
        }
        if (!found && failures.isEmpty()) {
            boolean alone = relative && judged.isEmpty();
            String why = alone ? "there is no second model to compare" : "no model has this field" + meant(models);
            failures.add(said(result, why));
        }
        return failures;
    }

    private String meant(List<Tree> models) {
        List<String> known = new ArrayList<>();
        models.forEach(model -> addNumbers(model, "", known));
        return Nearest.to(field, known)
                .map(path -> ", did you mean " + path + "?")
                .orElse("");
    }

    private static void addNumbers(Tree tree, String prefix, List<String> paths) {
        tree.fields().forEach((name, value) -> {
            if (value instanceof Tree inner) {
                addNumbers(inner, prefix + name + ".", paths);
            } else if (value instanceof Number) {
                paths.add(prefix + name);
            }
        });
    }

    private Optional<BigDecimal> reference(List<Tree> models, String path) {
        return condition.isRelative() ? models.get(0).number(path) : Optional.of(BigDecimal.ONE);
    }

    private List<String> judge(Tree result, String who, Optional<BigDecimal> value, BigDecimal reference) {
        return judge(result, who, value, Optional.of(reference));
    }

    private List<String> judge(Tree result, String who, Optional<BigDecimal> value, Optional<BigDecimal> reference) {
        if (value.isEmpty()) {
            return List.of(said(result, who + " has no such number"));
        }
        if (reference.isEmpty()) {
            return List.of(said(result, "the first model has no such number"));
        }
        if (!condition.holds(value.get(), reference.get())) {
            return List.of();
        }
        String against = condition.isRelative() ? ", the first model " + Tree.text(reference.get()) : "";
        return List.of(said(result, who + " has " + Tree.text(value.get()) + against));
    }

    private String said(Tree result, String what) {
        return "--fail-if '" + condition.text() + "': "
                + result.at("trace.path").map(Tree::text).orElse("") + ": " + what;
    }

    private static String name(Tree model) {
        return model.at("name").map(Tree::text).orElse("");
    }
}
