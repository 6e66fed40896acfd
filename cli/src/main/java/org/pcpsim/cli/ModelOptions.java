package org.pcpsim.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pcpsim.model.ModelDeclaration;
import org.pcpsim.model.Parameter;
import org.pcpsim.model.Parameters;
import org.pcpsim.replay.ModelChoice;
import picocli.CommandLine.Option;

/** The options that say which models are run. */
final class ModelOptions {

    @Option(
            names = "--model",
            split = ",",
            paramLabel = "NAME",
            description = "Models, the first being the reference (default: baseline,pcp-buddy).")
    private List<String> models = new ArrayList<>();

    @Option(
            names = "--param",
            paramLabel = "MODEL.KEY=VALUE",
            description = "A model's parameter, see 'pcpsim models --verbose'; repeatable.")
    private List<String> parameters = new ArrayList<>();

    /** The models with their parameters; wrong usage if one is not in the catalog or does not run. */
    List<ModelChoice> choices(ModelCatalog catalog) {
        List<String> names = models.isEmpty() ? List.of("baseline", "pcp-buddy") : models;
        Map<String, Map<String, String>> values = new LinkedHashMap<>();
        for (String name : names) {
            catalog.named(name);
            if (values.put(name, new LinkedHashMap<>()) != null) {
                throw CommandException.usage("--model: '" + name + "' is named twice");
            }
        }
        parameters.forEach(parameter -> assign(parameter, values));
        List<ModelChoice> choices = new ArrayList<>();
        values.forEach((name, given) -> choices.add(choice(catalog.named(name).declaration(), given)));
        return choices;
    }

    private static ModelChoice choice(ModelDeclaration model, Map<String, String> given) {
        List<String> known = model.parameters().stream().map(Parameter::name).toList();
        for (String key : given.keySet()) {
            if (!known.contains(key)) {
                throw CommandException.usage(
                        "--param: " + model.name() + " has no parameter '" + key + "'", Nearest.hint(key, known));
            }
        }
        // Refuses a wrong value now; what was not given stays open, since the trace may show it.
        Parameters.of(model.name(), model.parameters(), given);
        return new ModelChoice(model.factory(), given);
    }

    private static void assign(String assignment, Map<String, Map<String, String>> values) {
        int dot = assignment.indexOf('.');
        int equals = assignment.indexOf('=');
        if (dot < 1 || equals < dot + 2) {
            throw CommandException.usage("--param: found '" + assignment + "', expected MODEL.KEY=VALUE");
        }
        String model = assignment.substring(0, dot);
        if (!values.containsKey(model)) {
            throw CommandException.usage(
                    "--param: no model '" + model + "' is run", Nearest.hint(model, List.copyOf(values.keySet())));
        }
        values.get(model).put(assignment.substring(dot + 1, equals), assignment.substring(equals + 1));
    }
}
