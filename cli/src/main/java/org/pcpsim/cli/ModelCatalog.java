package org.pcpsim.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pcpsim.model.ModelDeclaration;
import org.pcpsim.model.Models;

/**
 * The models that a command can name: pcpsim's own and those of jars given on the command line. Immutable.
 *
 * @param models pcpsim's own first, the reference at their head, then those of the jars in the order given
 */
record ModelCatalog(List<Known> models) {

    /**
     * A model and where it comes from.
     *
     * @param declaration what its factory says of it
     * @param source the jar as it was given; empty for one of pcpsim's own
     */
    record Known(ModelDeclaration declaration, Optional<String> source) {
        /** Its name. */
        String name() {
            return declaration.name();
        }

        /** Where it comes from, in words. */
        String from() {
            return source.orElse("built in");
        }
    }

    /** Copies the list. */
    ModelCatalog {
        models = List.copyOf(models);
    }

    /** pcpsim's own models. */
    static ModelCatalog builtIn() {
        return new ModelCatalog(Models.all().stream()
                .map(factory -> new Known(ModelDeclaration.of(factory), Optional.empty()))
                .toList());
    }

    /** The same and those of jars; ends the command if one cannot be had, or has the name of another. */
    static ModelCatalog with(List<String> jars) {
        List<Known> all = new ArrayList<>(builtIn().models());
        for (String jar : jars) {
            for (ModelDeclaration declaration : new ModelJar(Path.of(jar)).models()) {
                for (Known other : all) {
                    if (other.name().equals(declaration.name())) {
                        throw CommandException.input(
                                jar + ": its model '" + declaration.name() + "' has the name of another, "
                                        + (other.source().isEmpty() ? "" : "from ") + other.from(),
                                "return another name in "
                                        + declaration.factory().getClass().getName() + ".name()");
                    }
                }
                all.add(new Known(declaration, Optional.of(jar)));
            }
        }
        return new ModelCatalog(all);
    }

    /** The model of that name; wrong usage with a better idea otherwise. */
    Known named(String name) {
        return models.stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow(() -> CommandException.usage(
                        "unknown model '" + name + "'",
                        Nearest.hint(name, models.stream().map(Known::name).toList())));
    }
}
