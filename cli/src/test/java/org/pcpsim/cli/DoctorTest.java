package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    @TempDir
    Path folder;

    private Finding finding(String name, Checkup checkup) {
        return checkup.findings().stream()
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Checkup checkup() {
        return new Checkup(
                List.of(folder.resolve("tracing")), folder.resolve("proc"), folder + "/bin", folder, 4L << 30);
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), text);
    }

    @Test
    void whatIsMissingHasANextStep() {
        List<Finding> missing =
                checkup().findings().stream().filter(f -> !f.works()).toList();
        assertThat(missing).extracting(Finding::name).containsExactly("kernel", "tracefs", "perf");
        assertThat(missing).allSatisfy(f -> assertThat(f.next()).isNotEmpty());
        assertThat(DoctorCommand.text(checkup().findings()))
                .startsWith("replay, validate, inspect, convert: work here\nrecord: does not work here")
                .contains("→ mount it: mount -t tracefs nodev /sys/kernel/tracing");
    }

    @Test
    void tracefsWithTheEventsThatReplayNeedsIsEnoughToRecord() throws IOException {
        for (String event : List.of("mm_page_alloc", "mm_page_free", "mm_page_alloc_zone_locked")) {
            Files.createDirectories(folder.resolve("tracing/events/kmem").resolve(event));
        }
        Files.createDirectories(folder.resolve("tracing/instances"));
        Finding tracefs = finding("tracefs", checkup());
        assertThat(tracefs.works()).isTrue();
        assertThat(tracefs.found()).contains("kmem:mm_page_pcpu_drain").doesNotContain("zone_locked");
        assertThat(DoctorCommand.text(checkup().findings())).contains("record: works here\n");
    }

    @Test
    void theRulesOfAKernelGoByItsRelease() throws IOException {
        write("proc/sys/kernel/osrelease", "6.12.34-amd64\n");
        assertThat(finding("kernel", checkup()).found()).isEqualTo("6.12.34-amd64, rules of 6.12");
        write("proc/sys/kernel/osrelease", "4.19.0\n");
        assertThat(finding("kernel", checkup()).works()).isFalse();
    }

    @Test
    void perfIsLookedForOnThePath() throws IOException {
        write("bin/perf", "");
        write("proc/sys/kernel/perf_event_paranoid", "2\n");
        assertThat(finding("perf", checkup()).works()).isFalse();
        assertThat(folder.resolve("bin/perf").toFile().setExecutable(true)).isTrue();
        assertThat(finding("perf", checkup()).works()).isTrue();
        assertThat(finding("perf", checkup()).found()).contains("perf_event_paranoid is 2");
    }

    @Test
    void littleMemoryAndNoPlaceForFilesAreTold() {
        Checkup poor = new Checkup(List.of(folder), folder, "", folder.resolve("none"), 100L << 20);
        assertThat(finding("memory", poor).works()).isFalse();
        assertThat(finding("memory", poor).found()).isEqualTo("up to 100 MiB for Java");
        assertThat(finding("files", poor).works()).isFalse();
        assertThat(DoctorCommand.text(poor.findings())).contains("convert: work here in part");
    }

    @Test
    void theCommandSaysWhichJavaItRunsOnInEightyColumns() throws IOException {
        Run run = Run.pcpsim("doctor");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains(System.getProperty("java.version"));
        assertThat(run.err()).isEmpty();
        JsonNode checks = new ObjectMapper()
                .readTree(Run.pcpsim("doctor", "--format", "json").out())
                .at("/checks");
        assertThat(checks).hasSize(7);
        assertThat(checks.get(0).at("/name").asText()).isEqualTo("java");
        assertThat(checks.get(0).at("/works").asBoolean()).isTrue();
    }
}
