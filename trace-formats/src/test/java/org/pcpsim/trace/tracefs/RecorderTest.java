package org.pcpsim.trace.tracefs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcpsim.trace.recording.Recording;

/** Recordings through a tracefs that is only folders: all but what the kernel itself does. */
class RecorderTest {
    private static final String EVENTS = """
                       kmrec-12931   [001] .....   937.213794: mm_page_alloc: page=1 pfn=0x225018 order=0 migratetype=0 gfp_flags=GFP_USER
                         tar-12649   [000] .....   937.256941: mm_page_free: page=1 pfn=0x225018 order=0
            """;

    @TempDir
    Path folder;

    private FakeTracefs fake;
    private Path out;

    @BeforeEach
    void aMachine() throws IOException {
        fake = new FakeTracefs(folder.resolve("machine"));
        fake.pipe = EVENTS;
        out = Files.createDirectory(folder.resolve("out"));
        FakeTracefs.write(fake.proc.resolve("sys/kernel/osrelease"), "6.18.44-test\n");
        FakeTracefs.write(fake.proc.resolve("sys/vm/stat_interval"), "1\n");
        FakeTracefs.write(fake.proc.resolve("sys/vm/min_free_kbytes"), "67584\n");
        FakeTracefs.write(fake.proc.resolve("vmstat"), "nr_free_pages 5\npgfree 7\n");
        FakeTracefs.write(fake.proc.resolve("meminfo"), "MemTotal: 8 kB\n");
        FakeTracefs.write(fake.sys.resolve("devices/system/cpu/online"), "0-3,8-11\n");
        FakeTracefs.write(fake.sys.resolve("devices/system/node/online"), "0\n");
        FakeTracefs.write(fake.sys.resolve("kernel/mm/transparent_hugepage/enabled"), "always [madvise] never\n");
    }

    private Recorder recorder(String... words) throws IOException {
        return new Recorder(fake.find(), new ProcTexts(fake.proc, fake.sys), List.of(words), 1 << 20);
    }

    @Test
    void theFolderIsARecordingOfTheCommand() throws IOException {
        Recorder recorder = recorder("sh", "-c", "exit 7");
        Recorded recorded = recorder.record(out, "mine", "pcpsim test");
        assertThat(recorder.started()).isTrue();
        assertThat(recorded.exitCode()).isEqualTo(7);
        assertThat(recorded.lines()).isEqualTo(2);
        assertThat(recorded.lost()).isEqualTo(2 * (5 + 1 + 2));
        Recording recording = Recording.read(out);
        assertThat(recording.facts().name()).isEqualTo("mine");
        assertThat(recording.description()).isEqualTo("sh -c 'exit 7'");
        assertThat(recording.facts().kernel()).contains("6.18.44-test");
        assertThat(recording.facts().cpus()).hasValue(12);
        assertThat(recording.facts().nodes()).hasValue(1);
        assertThat(recording.facts().exitCode()).hasValue(7);
        assertThat(recording.sysctl())
                .isEqualTo(Map.of("vm.min_free_kbytes", "67584", "vm.stat_interval", "1", "thp", "madvise"));
        assertThat(recording.snapshotBefore())
                .isEqualTo(Map.of("meminfo", "MemTotal: 8 kB\n", "vmstat", "nr_free_pages 5\npgfree 7\n"));
        assertThat(recording.snapshotAfter()).isEqualTo(recording.snapshotBefore());
        try (InputStream text = new ZstdInputStream(Files.newInputStream(recording.trace()))) {
            assertThat(new String(text.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(EVENTS);
        }
        assertThat(fake.instance()).doesNotExist();
        assertThat(fake.atRemoval).containsEntry("tracing_on", "0");
    }

    @Test
    void aCommandThatASignalKilledHasItsNumber() throws IOException {
        assertThat(recorder("sh", "-c", "kill -9 $$").record(out, "mine", "").exitCode())
                .isEqualTo(128 + 9);
    }

    @Test
    void aCommandThatIsNotThereLeavesNoInstance() throws IOException {
        Recorder recorder = recorder("/no/such/command");
        assertThatThrownBy(() -> recorder.record(out, "mine", ""))
                .isInstanceOf(TracefsException.class)
                .hasMessage("/no/such/command: cannot be started: No such file or directory");
        assertThat(recorder.started()).isFalse();
        assertThat(fake.instance()).doesNotExist();
        assertThat(out.resolve(Recording.FILE)).doesNotExist();
    }

    @Test
    void aCommandThatWasEndedBeforeIsNotStarted() throws IOException {
        Recorder recorder = recorder("sh", "-c", "exit 7");
        recorder.end();
        assertThatThrownBy(() -> recorder.record(out, "mine", ""))
                .hasMessageContaining("before the command was started");
        assertThat(recorder.started()).isFalse();
        assertThat(fake.instance()).doesNotExist();
    }

    @Test
    void aFolderThatIsNotThereLeavesNoInstance() throws IOException {
        Recorder recorder = recorder("true");
        assertThatThrownBy(() -> recorder.record(folder.resolve("none"), "mine", ""))
                .isInstanceOf(IOException.class);
        assertThat(recorder.started()).isFalse();
        assertThat(fake.instance()).doesNotExist();
    }

    @Test
    void aSnapshotThatCannotBeReadIsAFailureAfterTheCommand() throws IOException {
        FakeTracefs.write(fake.proc.resolve("zoneinfo"), "nonsense\n");
        Recorder recorder = recorder("true");
        assertThatThrownBy(() -> recorder.record(out, "mine", ""))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/proc/zoneinfo");
        assertThat(recorder.started()).isTrue();
        assertThat(fake.instance()).doesNotExist();
    }

    @Test
    void abandoningBeforeAnythingWasOpenedDoesNothing() throws IOException {
        recorder("true").abandon();
        assertThat(fake.instance()).doesNotExist();
    }
}
