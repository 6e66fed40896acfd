package org.pcpsim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame.OutputType;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * The image does what the launcher does on this machine. {@code PCPSIM_TEST_IMAGE} names an image built from the jar in
 * {@code cli/target}; {@code .ci/run} builds it and fails when this test was skipped.
 */
@EnabledIfEnvironmentVariable(named = "PCPSIM_TEST_IMAGE", matches = ".+")
class ContainerTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String TRACE = """
            {"schema": "pcpsim.trace/1", "name": "three events",
             "machine": {"cpus": 4, "nodes": 1, "memory": "8G", "kernel": "6.18"},
             "events": [
              {"t": 1000, "cpu": 0, "op": "alloc", "pfn": 4096, "order": 0, "mt": "movable"},
              {"t": 1200, "cpu": 1, "op": "alloc", "pfn": 8192, "order": 3, "mt": "unmovable"},
              {"t": 1420, "cpu": 2, "op": "free", "pfn": 4096, "order": 0}]}
            """;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void findTheEngineAndLayOutTheTraces() throws IOException {
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "no Docker engine answers");
        Files.writeString(folder.resolve("trace.json"), TRACE, UTF_8);
        Path recording = Files.createDirectory(folder.resolve("compile"));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(ROOT.resolve("sample-traces/compile"))) {
            for (Path file : files) {
                Files.copy(file, recording.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void theImageIsOfThisVersion() throws Exception {
        assertThat(inContainer("--version")).isEqualTo(onHost("--version")).startsWith("pcpsim ");
    }

    @Test
    void aReplayOfJsonInTheImageGivesTheBytesOfTheHost() throws Exception {
        replaysAlike("trace.json");
    }

    /** A real recording, its trace compressed: the native library of zstd has to load as well. */
    @Test
    void aReplayOfARecordingInTheImageGivesTheBytesOfTheHost() throws Exception {
        replaysAlike("compile");
    }

    private static void replaysAlike(String trace) throws Exception {
        String[] replay = {"replay", trace, "--format", "json"};
        String host = onHost(replay);
        assertThat(host).contains("pcpsim.result/1");
        assertThat(withoutPlace(inContainer(replay))).isEqualTo(withoutPlace(host));
    }

    private static String inContainer(String... arguments) {
        DockerImageName image = DockerImageName.parse(System.getenv("PCPSIM_TEST_IMAGE"));
        try (GenericContainer<?> container = new GenericContainer<>(image)) {
            // Readable, and folders searchable, for the unprivileged user of the image.
            container
                    .withNetworkMode("none")
                    .withCopyFileToContainer(MountableFile.forHostPath(folder, 0755), "/data")
                    .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(LIMIT))
                    .withCommand(arguments)
                    .start();
            return container.getLogs(OutputType.STDOUT);
        }
    }

    private static String onHost(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ROOT.resolve("pcpsim").toString());
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("pcpsim", ".out");
        Path errors = Files.createTempFile("pcpsim", ".err");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("%s ends", command)
                    .isTrue();
            assertThat(process.exitValue())
                    .as("exit code of %s, which said: %s", command, Files.readString(errors, UTF_8))
                    .isZero();
            return Files.readString(output, UTF_8);
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    /** The result without the command and the paths in it, which may say where it was made. */
    private static String withoutPlace(String json) {
        return json.replaceAll("\"command\"\\s*:\\s*\\[[^\\]]*\\]", "\"command\": []")
                .replaceAll("\"path\"\\s*:\\s*\"[^\"]*\"", "\"path\": \"\"");
    }
}
