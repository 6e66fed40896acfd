package org.pcpsim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.Capability;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame.OutputType;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * The image does what the launcher does on this machine: without a network, as an unprivileged user, on a file system
 * that cannot be written. {@code PCPSIM_TEST_IMAGE} names an image built from the jar in {@code cli/target};
 * {@code .ci/run} builds it and fails when this test was skipped.
 */
@EnabledIfEnvironmentVariable(named = "PCPSIM_TEST_IMAGE", matches = ".+")
class ContainerTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String IMAGE = String.valueOf(System.getenv("PCPSIM_TEST_IMAGE"));
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long MEMORY = 512L << 20;

    /** A trace of this many events would not fit into the memory limit if it were kept. */
    private static final int MANY = 2_000_000;

    @TempDir
    private static Path folder;

    /**
     * How a run ended.
     *
     * @param exitCode of the process
     * @param out its standard output
     * @param err its standard error
     */
    private record Ended(long exitCode, String out, String err) {}

    @BeforeAll
    static void findTheEngineAndLayOutTheTraces() throws IOException {
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "no Docker engine answers");
        // The unprivileged user of the image is nobody here.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.copy(ROOT.resolve("sample-traces/01-first-refill.json"), folder.resolve("trace.json"));
        Path recording = Files.createDirectory(folder.resolve("compile"));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(ROOT.resolve("sample-traces/compile"))) {
            for (Path file : files) {
                Files.copy(file, recording.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void theImageIsOfThisVersion() throws Exception {
        assertThat(inContainer("--version").out())
                .isEqualTo(onHost("--version").out())
                .startsWith("pcpsim ");
    }

    @Test
    void theImageRunsAsNobodyAndSaysWhatItIs() {
        DockerClient engine = DockerClientFactory.instance().client();
        InspectImageResponse image = engine.inspectImageCmd(IMAGE).exec();
        assertThat(image.getConfig().getUser()).startsWith("65532");
        assertThat(image.getConfig().getVolumes()).containsKey("/data");
        assertThat(image.getConfig().getLabels())
                .containsEntry("org.opencontainers.image.title", "pcpsim")
                .containsEntry("org.opencontainers.image.licenses", "Apache-2.0")
                .containsKeys("org.opencontainers.image.version", "org.opencontainers.image.description");
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

    @Test
    void aReplayOfStandardInputGivesTheBytesOfTheHost() throws Exception {
        List<String> replay = List.of("replay", "-", "--format", "json");
        Path input = folder.resolve("trace.json");
        List<String> docker = new ArrayList<>(
                List.of("docker", "run", "--rm", "-i", "--network", "none", "--read-only", "--cap-drop", "ALL", IMAGE));
        docker.addAll(replay);
        List<String> launcher = new ArrayList<>(List.of(ROOT.resolve("pcpsim").toString()));
        launcher.addAll(replay);
        Ended contained = process(docker, input);
        assertThat(contained.exitCode()).as(contained.err()).isZero();
        assertThat(withoutPlace(contained.out()))
                .contains("pcpsim.result/1")
                .isEqualTo(withoutPlace(process(launcher, input).out()));
    }

    @Test
    void wrongInputAndWrongUsageKeepTheirExitCodes() throws IOException {
        Files.writeString(
                folder.resolve("broken.json"), "{\"schema\": \"pcpsim.trace/1\", \"events\": [{\"t\":", UTF_8);
        Ended broken = inContainer("replay", "broken.json");
        assertThat(broken.exitCode()).isEqualTo(3);
        assertThat(broken.err()).startsWith("pcpsim: broken.json");
        assertThat(broken.out()).isEmpty();
        assertThat(inContainer("replay", "trace.json", "--model", "nonesuch").exitCode())
                .isEqualTo(2);
        assertThat(inContainer("replay", "missing.json").exitCode()).isEqualTo(4);
    }

    @Test
    void recordingWithoutPrivilegesSaysSo() {
        Ended record = inContainer("record", "-o", "/data/mine", "--", "true");
        assertThat(record.exitCode()).isEqualTo(4);
        assertThat(record.err()).startsWith("pcpsim: ").doesNotContain("Exception");
        assertThat(record.out()).isEmpty();
    }

    @Test
    void aFileWrittenToTheVolumeIsTheOneOfTheHost() throws Exception {
        assertThat(inContainer("convert", "compile", "inside.ndjson").exitCode())
                .isZero();
        onHost("convert", "compile", "outside.ndjson");
        assertThat(folder.resolve("inside.ndjson")).hasSameBinaryContentAs(folder.resolve("outside.ndjson"));
    }

    @Test
    void aLongTraceFitsIntoTheMemoryLimit() throws Exception {
        Path trace = folder.resolve("long.ndjson");
        try (BufferedWriter out = Files.newBufferedWriter(trace, UTF_8)) {
            out.write("{\"schema\": \"pcpsim.trace/1\", \"name\": \"long\","
                    + " \"machine\": {\"cpus\": 4, \"nodes\": 1, \"memory\": \"8G\", \"kernel\": \"6.18\"}}\n");
            for (int i = 0; i < MANY; i++) {
                String op = i % 2 == 0 ? "alloc" : "free";
                long pfn = 4096 + i / 2 % 50_000;
                out.write("{\"t\": " + i * 100L + ", \"cpu\": " + i / 2 % 4 + ", \"op\": \"" + op + "\", \"pfn\": "
                        + pfn + "}\n");
            }
        }
        Ended replay = inContainer("replay", "long.ndjson", "--format", "json");
        Files.delete(trace);
        assertThat(replay.exitCode()).as(replay.err()).isZero();
        assertThat(replay.out()).contains("\"events\": " + MANY);
    }

    /** The trace comes through standard input, which stays open, so that the command waits in the middle of its work. */
    @Test
    void sigtermEndsItAndLeavesNoPartOfAFile() throws Exception {
        Path target = Files.createDirectory(folder.resolve("stopped"));
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (GenericContainer<?> container = container("convert", "-", "stopped/out.ndjson")
                .withCreateContainerCmdModifier(command -> command.withStdinOpen(true))
                .withStartupCheckStrategy(until(() -> !isEmpty(target)))) {
            container.start();
            String id = container.getContainerId();
            container.getDockerClient().stopContainerCmd(id).withTimeout(60).exec();
            assertThat(container
                            .getDockerClient()
                            .inspectContainerCmd(id)
                            .exec()
                            .getState()
                            .getExitCodeLong())
                    .isEqualTo(143);
        }
        assertThat(isEmpty(target)).isTrue();
    }

    private static void replaysAlike(String trace) throws Exception {
        String[] replay = {"replay", trace, "--format", "json"};
        Ended host = onHost(replay);
        Ended contained = inContainer(replay);
        assertThat(contained.exitCode()).as(contained.err()).isZero();
        assertThat(host.out()).contains("pcpsim.result/1");
        assertThat(withoutPlace(contained.out())).isEqualTo(withoutPlace(host.out()));
    }

    private static GenericContainer<?> container(String... arguments) {
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(IMAGE));
        return container
                .withNetworkMode("none")
                .withFileSystemBind(folder.toString(), "/data", BindMode.READ_WRITE)
                // Images on a general base unpack the native library of zstd there.
                .withTmpFs(Map.of("/tmp", "exec"))
                .withCreateContainerCmdModifier(command -> command.getHostConfig()
                        .withReadonlyRootfs(true)
                        .withCapDrop(Capability.ALL)
                        .withMemory(MEMORY)
                        .withMemorySwap(MEMORY))
                .withCommand(arguments);
    }

    private static Ended inContainer(String... arguments) {
        try (GenericContainer<?> container = container(arguments).withStartupCheckStrategy(untilEnded())) {
            container.start();
            long exitCode = state(container).getExitCodeLong();
            return new Ended(exitCode, container.getLogs(OutputType.STDOUT), container.getLogs(OutputType.STDERR));
        }
    }

    private static InspectContainerResponse.ContainerState state(Container<?> container) {
        return container
                .getDockerClient()
                .inspectContainerCmd(container.getContainerId())
                .exec()
                .getState();
    }

    /** Whatever the exit code is: tests look at it. */
    private static StartupCheckStrategy untilEnded() {
        return new StartupCheckStrategy() {
            @Override
            public StartupStatus checkStartupState(DockerClient engine, String id) {
                return "exited".equals(getCurrentState(engine, id).getStatus())
                        ? StartupStatus.SUCCESSFUL
                        : StartupStatus.NOT_YET_KNOWN;
            }
        }.withTimeout(LIMIT);
    }

    /** What a test waits for. */
    private interface Condition {
        boolean holds() throws IOException;
    }

    private static StartupCheckStrategy until(Condition condition) {
        return new StartupCheckStrategy() {
            @Override
            public StartupStatus checkStartupState(DockerClient engine, String id) {
                if ("exited".equals(getCurrentState(engine, id).getStatus())) {
                    return StartupStatus.FAILED;
                }
                try {
                    return condition.holds() ? StartupStatus.SUCCESSFUL : StartupStatus.NOT_YET_KNOWN;
                } catch (IOException e) {
                    return StartupStatus.FAILED;
                }
            }
        }.withTimeout(LIMIT);
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }

    private static Ended onHost(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("pcpsim").toString()));
        command.addAll(List.of(arguments));
        Ended ended = process(command, Path.of("/dev/null"));
        assertThat(ended.exitCode()).as("%s said: %s", command, ended.err()).isZero();
        return ended;
    }

    private static Ended process(List<String> command, Path input) throws IOException, InterruptedException {
        Path output = Files.createTempFile("pcpsim", ".out");
        Path errors = Files.createTempFile("pcpsim", ".err");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(input.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("%s ends", command)
                    .isTrue();
            return new Ended(process.exitValue(), Files.readString(output, UTF_8), Files.readString(errors, UTF_8));
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
