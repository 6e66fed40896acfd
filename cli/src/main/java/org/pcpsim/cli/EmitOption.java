package org.pcpsim.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pcpsim.replay.ModelChoice;
import picocli.CommandLine.Option;

/** Where modelled runs are written as traces. */
final class EmitOption {
    private static final String MODEL = "%s";

    @Option(
            names = "--emit",
            paramLabel = "FILE",
            description =
                    "Write the modelled run as a trace, with the model's own refills, drains and fallbacks: ftrace text, "
                            + "or as the name says (.dat for trace-cmd and KernelShark, .pcpt …). %%s in FILE is the model's "
                            + "name, needed for several models. A last .gz, .zst or .xz compresses.")
    private String file = "";

    /** Wrong usage, or a file that could not be written, before anything is replayed. */
    void check(List<String> traces, List<ModelChoice> choices) throws IOException {
        if (file.isEmpty()) {
            return;
        }
        if (file.equals("-")) {
            throw CommandException.usage("--emit: found '-', expected a file: standard output has the result");
        }
        if (traces.size() > 1) {
            throw CommandException.usage("--emit: " + traces.size() + " traces are given, expected one");
        }
        if (choices.size() > 1 && !file.contains(MODEL)) {
            throw CommandException.usage(
                    "--emit: found '" + file + "', expected %s in it for the model's name, or one model",
                    "for instance --emit run-%s.txt, or --model " + name(choices.get(0)));
        }
        for (ModelChoice choice : choices) {
            Output.apart("--emit", path(choice).toString(), traces);
            Output.check(path(choice));
        }
    }

    /** Whether modelled runs are to be written. */
    boolean isGiven() {
        return !file.isEmpty();
    }

    /** The files for these models; none if nobody asked. */
    EmittedTraces of(List<ModelChoice> choices) {
        List<Path> paths = new ArrayList<>();
        if (!file.isEmpty()) {
            choices.forEach(choice -> paths.add(path(choice)));
        }
        return new EmittedTraces(paths);
    }

    private Path path(ModelChoice choice) {
        return Path.of(file.replace(MODEL, name(choice)));
    }

    private static String name(ModelChoice choice) {
        return choice.factory().name();
    }
}
