package org.pcpsim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every file of a recording's folder, damaged: exit code 3, one line that names the file and the place. */
class DamagedRecordingTest {
    private static final String ALLOC =
            "    a-1  [000] .....  1.000000: mm_page_alloc: page=0x1 pfn=0x100000 order=0 migratetype=1 "
                    + "gfp_flags=GFP_KERNEL\n";

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void copy() throws IOException {
        folder = Files.createDirectory(temporary.resolve("rec"));
        try (Stream<Path> files = Files.list(Path.of(Samples.SOCKETS))) {
            for (Path file : files.toList()) {
                if (!file.getFileName().toString().startsWith("trace")) {
                    Files.copy(file, folder.resolve(file.getFileName()));
                }
            }
        }
        Files.writeString(folder.resolve("trace.txt"), "# tracer: nop\n#\n" + ALLOC);
        change("recording.json", "trace.txt.zst", "trace.txt");
    }

    @Test
    void theUndamagedCopyIsReplayedFromItsSnapshot() {
        Run run = Run.pcpsim("replay", folder.toString(), "--format", "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("\"initial\": \"snapshot\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zoneinfo", "buddyinfo", "pagetypeinfo", "vmstat", "stat", "meminfo"})
    void aCutSnapshotIsNamedWithTheLineItEndsIn(String file) throws IOException {
        for (String moment : List.of("before", "after")) {
            String name = file + "." + moment;
            String text = Files.readString(folder.resolve(name));
            String cut = text.substring(0, text.length() - 2);
            Files.writeString(folder.resolve(name), cut);
            assertDamage(name + ":" + cut.lines().count());
            Files.writeString(folder.resolve(name), text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zoneinfo", "buddyinfo", "pagetypeinfo", "vmstat", "stat"})
    void garbageInASnapshotIsNamedWithItsLine(String file) throws IOException {
        String name = file + ".before";
        List<String> lines = Files.readAllLines(folder.resolve(name));
        lines.set(1, "\u0001\u0002 garbage");
        Files.write(folder.resolve(name), lines);
        assertDamage(name + ":2:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zoneinfo", "buddyinfo", "pagetypeinfo", "vmstat", "stat", "meminfo"})
    void anEmptySnapshotIsNamed(String file) throws IOException {
        Files.writeString(folder.resolve(file + ".after"), "");
        assertDamage(file + ".after: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"buddyinfo", "pagetypeinfo"})
    void aSnapshotThatLacksAZoneOfZoneinfoIsNamed(String file) throws IOException {
        String name = file + ".before";
        List<String> lines = Files.readAllLines(folder.resolve(name));
        lines.removeIf(line -> line.matches("Node +0, zone +DMA32.*"));
        Files.write(folder.resolve(name), lines);
        assertDamage(name + ": lacks node 0, zone DMA32");
    }

    @Test
    void aZoneThatZoneinfoDoesNotKnowIsNamed() throws IOException {
        change("buddyinfo.before", "Node 0, zone    DMA32", "Node 1, zone    DMA32");
        assertDamage("buddyinfo.before: lists node 1, zone DMA32");
    }

    @Test
    void moreFreePagesThanTheZoneHasAreNamed() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("buddyinfo.before"));
        lines.replaceAll(line -> line.contains("Normal") ? line.replaceFirst("\\d+\\s*$", "9999999") : line);
        Files.write(folder.resolve("buddyinfo.before"), lines);
        assertDamage("buddyinfo.before: node 0, zone Normal: found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"count", "high"})
    void figuresOfAPcpBeyondItsZoneAreNamed(String figure) throws IOException {
        String text = Files.readString(folder.resolve("zoneinfo.before"));
        int normal = text.indexOf("zone   Normal");
        String zone = text.substring(normal).replaceFirst("(?m)^( +" + figure + ": +)\\d+$", "$12000000000");
        Files.writeString(folder.resolve("zoneinfo.before"), text.substring(0, normal) + zone);
        assertDamage("zoneinfo.before: node 0, zone Normal, cpu 0: found " + figure + " 2000000000");
    }

    @Test
    void moreManagedPagesThanPresentAreNamed() throws IOException {
        String text = Files.readString(folder.resolve("zoneinfo.before"));
        Files.writeString(
                folder.resolve("zoneinfo.before"), text.replaceFirst("managed +\\d+", "managed  4503599627370496"));
        assertDamage("zoneinfo.before: node 0, zone DMA: managed 4503599627370496");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "cpus": 8   | "cpus": 88888888888888888888888888888 | a number of more than 20 characters
            "cpus": 8   | "cpus": 0                              | expected 'cpus'
            "cpus": 8   | "cpus": 8 8                            | found '8'
            "cpus": 8   | "cpuz": 8                              | a field of a recording
            "nodes": 1  | "nodes": one                           | found 'one', expected a value
            """)
    void damageInRecordingJsonIsSaidInOurWords(String found, String put, String said) throws IOException {
        change("recording.json", found, put);
        assertDamage("recording.json:", said);
    }

    @Test
    void aCutRecordingJsonIsSaidToBeCut() throws IOException {
        String text = Files.readString(folder.resolve("recording.json"));
        for (int length = 1; length < text.trim().length(); length += 7) {
            Files.writeString(folder.resolve("recording.json"), text.substring(0, length));
            assertDamage("recording.json:");
        }
        Files.writeString(folder.resolve("recording.json"), text.substring(0, text.indexOf("\"nodes\"")));
        assertDamage("recording.json:", "it is cut");
    }

    @Test
    void cutAndWrongCompressionAreNamed() throws IOException {
        byte[] zst = Files.readAllBytes(Path.of(Samples.SOCKETS, "trace.txt.zst"));
        trace("trace.zst", Arrays.copyOf(zst, zst.length / 2));
        assertDamage("trace.zst");
        byte[] flipped = zst.clone();
        Arrays.fill(flipped, zst.length / 2, zst.length / 2 + 64, (byte) 0x55);
        trace("trace.zst", flipped);
        assertDamage("trace.zst");

        Path gz = folder.resolve("whole.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gz))) {
            out.write((ALLOC.repeat(5000)).getBytes(UTF_8));
        }
        byte[] whole = Files.readAllBytes(gz);
        trace("trace.gz", Arrays.copyOf(whole, whole.length - 4));
        assertDamage("trace.gz");
        trace("trace.xz", new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 1, 2, 3});
        assertDamage("trace.xz");
        trace("trace.gz", new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 'n', 'o'});
        assertDamage("trace.gz");
    }

    private void trace(String name, byte[] content) throws IOException {
        Files.write(folder.resolve(name), content);
        String json = Files.readString(folder.resolve("recording.json"));
        Files.writeString(
                folder.resolve("recording.json"),
                json.replaceFirst("\"trace\": \"[^\"]*\"", "\"trace\": \"" + name + "\""));
    }

    private void change(String file, String found, String put) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertThat(text).contains(found);
        Files.writeString(folder.resolve(file), text.replace(found, put));
    }

    private void assertDamage(String... named) {
        for (String command : List.of("replay", "inspect")) {
            Run run = Run.pcpsim(command, folder.toString());
            assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .startsWith("pcpsim: " + folder)
                    .contains(named)
                    .doesNotContain("REDACTED", "StreamRead", "\tat ");
            assertThat(run.err().lines()).hasSize(1);
        }
    }
}
