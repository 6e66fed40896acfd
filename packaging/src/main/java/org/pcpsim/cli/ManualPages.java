package org.pcpsim.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** Writes what a release has beside the program: the manual pages, as AsciiDoc, and the completion of bash. */
final class ManualPages {
    private ManualPages() {}

    /**
     * Writes all of it.
     *
     * @param arguments the folder for it and the version of the program
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Console nowhere =
                new Console(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream(), System.err, false);
        CommandLine pcpsim = Main.commandLine(new Invocation(nowhere, List.of(), new StringBuilder()));

        // The generator breaks lines where a terminal would.
        pcpsim.setUsageHelpWidth(1000);

        Path completion = Files.createDirectories(folder.resolve("completion")).resolve("pcpsim");
        Files.writeString(completion, withoutDate(AutoComplete.bash("pcpsim", pcpsim)));

        File manual = Files.createDirectories(folder.resolve("manual")).toFile();
        List<CommandSpec> specs = new ArrayList<>(List.of(pcpsim.getCommandSpec()));
        pcpsim.getSubcommands().values().forEach(command -> specs.add(command.getCommandSpec()));
        int status =
                ManPageGenerator.generateManPage(manual, null, new boolean[0], true, specs.toArray(CommandSpec[]::new));
        if (status != 0) {
            throw new IOException("no manual pages: " + status);
        }
        for (CommandSpec spec : specs) {
            Path page = manual.toPath().resolve(spec.qualifiedName("-") + ".adoc");
            Files.writeString(page, Files.readString(page).replace(Version.line(), "pcpsim " + arguments[1]));
        }
    }

    /** Two builds of the same program give the same bytes. */
    private static String withoutDate(String script) {
        return script.replaceAll("(?m)^# Date: .*\\R", "");
    }
}
