package org.pcpsim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The help of every command as it is printed, rendered when pcpsim is built: to find every option of every command takes
 * several times as long as to start Java. Where the pages have not been rendered, help is made as it is asked for.
 */
public final class HelpPages {
    private static final String FOLDER = "help/";
    private static final String ALL = "pcpsim";

    private HelpPages() {}

    /** The page that these arguments ask for, if they ask for nothing else and it has been rendered. */
    static Optional<String> of(List<String> arguments) throws IOException {
        if (arguments.isEmpty() || arguments.size() > 2 || !isHelp(arguments.get(arguments.size() - 1))) {
            return Optional.empty();
        }
        if (arguments.size() == 1) {
            return page(ALL);
        }
        String command = arguments.get(0);
        return Commands.NAMES.contains(command) ? page(command) : Optional.empty();
    }

    private static boolean isHelp(String argument) {
        return argument.equals("--help") || argument.equals("-h");
    }

    private static Optional<String> page(String name) throws IOException {
        try (InputStream page = HelpPages.class.getResourceAsStream(FOLDER + name + ".txt")) {
            return page == null ? Optional.empty() : Optional.of(new String(page.readAllBytes(), UTF_8));
        }
    }

    /**
     * Renders all pages; part of the build.
     *
     * @param arguments the folder of compiled classes, into which the pages go
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]).resolve("org/pcpsim/cli").resolve(FOLDER);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(ALL + ".txt"), rendered("--help"));
        for (String command : Commands.NAMES) {
            Files.writeString(folder.resolve(command + ".txt"), rendered(command, "--help"));
        }
    }

    /** The help that the options themselves give. */
    static String rendered(String... arguments) {
        Console nowhere =
                new Console(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream(), System.err, false);
        Invocation invocation = new Invocation(nowhere, List.of(arguments), new StringBuilder());
        int exitCode = Main.execute(invocation);
        if (exitCode != ExitCode.DONE) {
            throw new IllegalStateException("no help of " + String.join(" ", arguments));
        }
        return invocation.output().toString();
    }
}
