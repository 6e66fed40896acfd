package org.pcpsim.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.pcpsim.cli.ModelCatalog.Known;
import org.pcpsim.cli.report.Json;
import org.pcpsim.cli.report.TextColumns;
import org.pcpsim.cli.report.Tree;
import org.pcpsim.model.EventData;
import org.pcpsim.model.ModelDeclaration;
import org.pcpsim.model.Parameter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private ListFormat format;

    ModelsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Mixin
    private ModelPath path;

    @Override
    public Integer call() {
        boolean json = format.isJson();
        ModelCatalog catalog = path.catalog();
        List<Known> models = name.isEmpty() ? catalog.models() : List.of(catalog.named(name));
        String text;
        if (json) {
            text = Json.of(new Tree()
                    .put("models", models.stream().map(ModelsCommand::tree).toList()));
        } else if (verbose || !name.isEmpty()) {
            text = String.join(
                    "\n", models.stream().map(ModelsCommand::described).toList());
        } else {
            TextColumns columns = new TextColumns();
            models.forEach(model -> columns.add(model.name(), listed(model)));
            text = columns.toString();
        }
        invocation.output().append(text);
        return ExitCode.DONE;
    }

    private static String listed(Known model) {
        ModelDeclaration declared = model.declaration();
        return declared.summary() + " (" + model.from() + "; needs " + needs(declared) + ")";
    }

    private static String described(Known model) {
        ModelDeclaration declared = model.declaration();
        StringBuilder text = new StringBuilder(model.name()).append('\n');
        text.append(TextColumns.wrapped(declared.summary(), "  "));
        text.append(TextColumns.wrapped("From: " + model.from(), "  "));
        text.append(TextColumns.wrapped("Needs of an event: CPU, pages, order, " + needs(declared), "  "));
        for (Parameter parameter : declared.parameters()) {
            text.append("\n  --param ").append(model.name()).append('.').append(parameter.name());
            text.append('=').append(parameter.defaultValue()).append('\n');
            text.append(TextColumns.wrapped(parameter.description(), "      "));
            String type = parameter.choices().isEmpty() ? "A whole number, " : "One of ";
            text.append(TextColumns.wrapped(type + parameter.allowed() + ".", "      "));
        }
        return text.toString();
    }

    /** What it looks at beside CPU, pages and order. */
    private static String needs(ModelDeclaration declared) {
        return declared.needs().isEmpty()
                ? "nothing else"
                : declared.needs().stream().map(EventData::words).collect(Collectors.joining(", "));
    }

    private static Tree tree(Known model) {
        ModelDeclaration declared = model.declaration();
        return new Tree()
                .put("name", model.name())
                .put("summary", declared.summary())
                .put("source", model.from())
                .put(
                        "needs",
                        declared.needs().stream()
                                .map(data -> data.name().toLowerCase(Locale.ROOT))
                                .toList())
                .put(
                        "parameters",
                        declared.parameters().stream().map(ModelsCommand::tree).toList());
    }

    private static Tree tree(Parameter parameter) {
        Tree tree = new Tree()
                .put("name", parameter.name())
                .put("type", parameter.type())
                .put("default", parameter.defaultValue());
        if (parameter.choices().isEmpty()) {
            tree.put("min", parameter.min()).put("max", parameter.max());
        } else {
            tree.put("choices", parameter.choices());
        }
        return tree.put("description", parameter.description());
    }
}
