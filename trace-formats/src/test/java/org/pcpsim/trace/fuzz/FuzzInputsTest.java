package org.pcpsim.trace.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every seed, and every input that a fuzz test failed on once, without the fuzzer and its agent. */
class FuzzInputsTest {
    private static final List<Class<?>> TARGETS = List.of(
            CompressedFuzz.class,
            FtraceFuzz.class,
            JsonFuzz.class,
            NdjsonFuzz.class,
            PcptFuzz.class,
            PcptRowsFuzz.class,
            PerfDataFuzz.class,
            PerfScriptFuzz.class,
            ProcFuzz.class,
            RecordingFuzz.class,
            TraceCmdReportFuzz.class,
            TraceDatFuzz.class);

    @TempDir
    static Path folder;

    @TestFactory
    List<DynamicTest> everyInputIsReadOrRefused() throws IOException, ReflectiveOperationException, URISyntaxException {
        RecordingFuzz.folder = folder;
        List<DynamicTest> tests = new ArrayList<>();
        for (Class<?> target : TARGETS) {
            Method method = Stream.of(target.getDeclaredMethods())
                    .filter(m -> m.getName().startsWith("any"))
                    .findFirst()
                    .orElseThrow();
            var constructor = target.getDeclaredConstructor();
            for (Path input : inputs(target, method)) {
                byte[] content = Files.readAllBytes(input);
                tests.add(DynamicTest.dynamicTest(
                        target.getSimpleName() + " " + input.getFileName(),
                        () -> method.invoke(constructor.newInstance(), (Object) content)));
            }
        }
        return tests;
    }

    private static List<Path> inputs(Class<?> target, Method method) throws IOException, URISyntaxException {
        var found = target.getResource(target.getSimpleName() + "Inputs/" + method.getName());
        assertThat(found).as("inputs of %s", target).isNotNull();
        try (Stream<Path> files = Files.list(Path.of(found.toURI()))) {
            return files.sorted().toList();
        }
    }

    /** A fuzz test that is not in the list would have its findings forgotten. */
    @Test
    void everyFuzzTestIsInTheList() throws IOException, URISyntaxException {
        Path classes = Path.of(FuzzInputsTest.class.getResource(".").toURI());
        try (Stream<Path> files = Files.list(classes)) {
            List<String> fuzz = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Fuzz.class"))
                    .sorted()
                    .toList();
            assertThat(TARGETS.stream().map(target -> target.getSimpleName() + ".class"))
                    .containsExactlyElementsOf(fuzz);
        }
    }
}
