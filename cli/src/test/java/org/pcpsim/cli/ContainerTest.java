package org.pcpsim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
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
    static void findTheEngineAndWriteTheTrace() throws IOException {
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "no Docker engine answers");
        Files.writeString(folder.resolve("trace.json"), TRACE, UTF_8);
    }

    @Test
    void theImageIsOfThisVersion() throws Exception {
        assertThat(inContainer("--version")).isEqualTo(onHost("--version")).startsWith("pcpsim ");
    }

    @Test
    void aReplayInTheImageGivesTheBytesOfTheHost() throws Exception {
        String[] replay = {"replay", "trace.json", "--format", "json"};
        String host = onHost(replay);
        assertThat(host).contains("pcpsim.result/1");
        assertThat(withoutPlace(inContainer(replay))).isEqualTo(withoutPlace(host));
    }

    private static String inContainer(String... arguments) {
        DockerImageName image = DockerImageName.parse(System.getenv("PCPSIM_TEST_IMAGE"));
        try (GenericContainer<?> container = new GenericContainer<>(image)) {
            container
                    .withNetworkMode("none")
                    .withCopyFileToContainer(
                            MountableFile.forHostPath(folder.resolve("trace.json"), 0644), "/data/trace.json")
                    .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(LIMIT))
                    .withCommand(arguments)
                    .start();
            return container.getLogs(OutputType.STDOUT);
        }
    }

    private static String onHost(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of("..", "pcpsim").toRealPath().toString());
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "host", ".out");
        Path errors = Files.createTempFile(folder, "host", ".err");
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
    }

    /** The result without the command and the paths in it, which may say where it was made. */
    private static String withoutPlace(String json) {
        return json.replaceAll("\"command\"\\s*:\\s*\\[[^\\]]*\\]", "\"command\": []")
                .replaceAll("\"path\"\\s*:\\s*\"[^\"]*\"", "\"path\": \"\"");
    }
}
