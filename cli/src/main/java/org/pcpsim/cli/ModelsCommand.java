package org.pcpsim.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.pcpsim.cli.report.Json;
import org.pcpsim.cli.report.TextColumns;
import org.pcpsim.cli.report.Tree;
import org.pcpsim.model.ModelFactory;
import org.pcpsim.model.Models;
import org.pcpsim.model.Parameter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pcpsim models}: the allocator designs there are and their parameters. */
@Command(
        name = "models",
        description = "Lists the models, or describes one with its parameters.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {"", "Example: pcpsim models baseline"})
final class ModelsCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Describe this model only.")
    private String name = "";

    @Option(names = "--verbose", description = "Describe every model with its parameters.")
    private boolean verbose;

    @Option(names = "--format", paramLabel = "FORMAT", description = "table or json.")
    private String format = "table";

    ModelsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        boolean json = ListFormat.isJson(format);
        List<ModelFactory> models = name.isEmpty() ? Models.all() : List.of(named(name));
        String text;
        if (json) {
            text = Json.of(new Tree()
                    .put("models", models.stream().map(ModelsCommand::tree).toList()));
        } else if (verbose || !name.isEmpty()) {
            text = String.join(
                    "\n", models.stream().map(ModelsCommand::described).toList());
        } else {
            TextColumns columns = new TextColumns();
            models.forEach(model -> columns.add(model.name(), model.summary()));
            text = columns.toString();
        }
        invocation.output().append(text);
        return ExitCode.DONE;
    }

    /** The model of that name; wrong usage with a better idea otherwise. */
    static ModelFactory named(String name) {
        List<ModelFactory> all = Models.all();
        return all.stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow(() -> CommandException.usage(
                        "unknown model '" + name + "'",
                        Nearest.hint(name, all.stream().map(ModelFactory::name).toList())));
    }

    private static String described(ModelFactory model) {
        StringBuilder text = new StringBuilder(model.name()).append('\n');
        text.append(TextColumns.wrapped(model.summary(), "  "));
        for (Parameter parameter : model.parameters()) {
            text.append("\n  --param ").append(model.name()).append('.').append(parameter.name());
            text.append('=').append(parameter.defaultValue()).append('\n');
            text.append(TextColumns.wrapped(parameter.description(), "      "));
            text.append(TextColumns.wrapped("Allowed: " + parameter.allowed() + ".", "      "));
        }
        return text.toString();
    }

    private static Tree tree(ModelFactory model) {
        return new Tree()
                .put("name", model.name())
                .put("summary", model.summary())
                .put(
                        "parameters",
                        model.parameters().stream().map(ModelsCommand::tree).toList());
    }

    private static Tree tree(Parameter parameter) {
        Tree tree = new Tree().put("name", parameter.name()).put("default", parameter.defaultValue());
        if (parameter.choices().isEmpty()) {
            tree.put("min", parameter.min()).put("max", parameter.max());
        } else {
            tree.put("choices", parameter.choices());
        }
        return tree.put("description", parameter.description());
    }
}
