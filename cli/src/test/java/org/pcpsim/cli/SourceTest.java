package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can only be said of the source files. Runs in the module's folder, as Maven does. */
class SourceTest {

    private static final int LONGEST = 500;

    @Test
    void noMainFileIsLongerThan500Lines() throws IOException {
        List<Path> files = mainFiles();
        assertThat(files).as("main source files found").isNotEmpty();
        assertThat(files)
                .allSatisfy(
                        file -> assertThat(lines(file)).as("lines of %s", file).isLessThanOrEqualTo(LONGEST));
    }

    @Test
    void noScriptOrStyleIsLongerThan500Lines() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("src", "main", "resources"))) {
            List<Path> files = all.filter(file -> file.toString().matches(".*\\.(js|css|sh)"))
                    .toList();
            assertThat(files).hasSizeGreaterThan(10);
            assertThat(files)
                    .allSatisfy(file ->
                            assertThat(lines(file)).as("lines of %s", file).isLessThanOrEqualTo(LONGEST));
        }
    }

    private static List<Path> mainFiles() throws IOException {
        Path main = Path.of("src", "main", "java");
        try (Stream<Path> rooms = Files.list(Path.of("..").toRealPath())) {
            return rooms.map(room -> room.resolve(main))
                    .filter(Files::isDirectory)
                    .flatMap(SourceTest::javaFilesUnder)
                    .toList();
        }
    }

    private static Stream<Path> javaFilesUnder(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int lines(Path file) {
        try {
            return Files.readAllLines(file).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
