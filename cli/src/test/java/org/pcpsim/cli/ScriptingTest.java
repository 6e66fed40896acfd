package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/scripting.md do what it says. */
@Tag("page")
class ScriptingTest {
    private static final Path PAGE = Path.of("..", "docs", "scripting.md");

    @TempDir
    Path folder;

    /** All of the shell's, one after the other: later ones use the files of earlier ones. */
    @Test
    void everyExampleWorks() throws IOException, InterruptedException {
        Path samples = Files.createDirectory(folder.resolve("sample-traces"));
        for (String sample : List.of(Samples.REFILL, Samples.OWNED)) {
            Files.copy(Path.of(sample), samples.resolve(Path.of(sample).getFileName()));
        }
        Path pcpsim = folder.resolve("bin/pcpsim");
        Files.createDirectories(pcpsim.getParent());
        Files.writeString(
                pcpsim,
                "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java")
                        + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '" + System.getProperty("java.class.path")
                        + "' "
                        + Main.class.getName() + " \"$@\"\n");
        Files.setPosixFilePermissions(pcpsim, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> shell = blocks("sh");
        assertThat(shell).hasSizeGreaterThan(5);
        assertThat(run("sh", "-e", "-c", String.join("\n", shell))).isZero();
        assertThat(Files.readAllLines(folder.resolve("all.csv"))).hasSize(1 + 2 * 2);
        assertThat(Files.readAllLines(folder.resolve("sweep.csv"))).hasSize(1 + 2 * 3 * 2);
        assertThat(Files.readString(folder.resolve("log")))
                .contains("pcpsim: --fail-if 'models.pcp-buddy.pcp.routedFrees < 1x'")
                .contains("machine.memoryBytes")
                .doesNotContain("not reached");
        assumeTrue(run("python3", "-c", "import pandas") == 0, "needs pandas");
        assertThat(run("python3", "-c", String.join("\n", blocks("python")))).isZero();
    }

    private int run(String... command) throws IOException, InterruptedException {
        ProcessBuilder process =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        process.environment().merge("PATH", folder.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
        Path log = folder.resolve("log");
        int exitCode = process.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start()
                .waitFor();
        if (exitCode != 0 && command[0].equals("sh")) {
            System.err.println(Files.readString(log));
        }
        return exitCode;
    }

    private static List<String> blocks(String language) throws IOException {
        List<String> blocks = new ArrayList<>();
        String[] parts = Files.readString(PAGE).split("```");
        for (int i = 1; i < parts.length; i += 2) {
            if (parts[i].startsWith(language + "\n")) {
                blocks.add(parts[i].substring(language.length() + 1));
            }
        }
        return blocks;
    }
}
