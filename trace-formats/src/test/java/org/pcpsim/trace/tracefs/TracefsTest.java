package org.pcpsim.trace.tracefs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracefsTest {
    @TempDir
    Path folder;

    @Test
    void whereItIsNotMountedTheHintSaysHowTo() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        TracefsException e = catchThrowableOfType(
                TracefsException.class, () -> Tracefs.find(List.of(empty, folder.resolve("none"))));
        assertThat(e).hasMessage("tracefs is not mounted at " + empty);
        assertThat(e.hint()).isEqualTo("mount it: mount -t tracefs nodev /sys/kernel/tracing");
    }

    @Test
    void theSecondPlaceServesWhereTheFirstDoesNot() throws IOException {
        FakeTracefs fake = new FakeTracefs(folder);
        Tracefs found = Tracefs.find(List.of(folder.resolve("none"), fake.root), fake.proc, fake);
        assertThat(found.root()).isEqualTo(fake.root);
    }

    @Test
    void aKernelWithoutTheEventsIsRefused() throws IOException {
        FakeTracefs fake = new FakeTracefs(folder);
        Files.delete(fake.root.resolve("events/kmem/mm_page_free"));
        assertThatThrownBy(fake::find)
                .isInstanceOf(TracefsException.class)
                .hasMessageContaining("no event kmem:mm_page_free");
    }

    @Test
    void eventsOfTheKernelItselfMayBeMissing() throws IOException {
        FakeTracefs fake = new FakeTracefs(folder);
        assertThat(fake.find().missingEvents()).isEmpty();
        Files.delete(fake.root.resolve("events/kmem/mm_page_pcpu_drain"));
        assertThat(fake.find().missingEvents()).containsExactly("kmem:mm_page_pcpu_drain");
        assertThat(fake.find().events()).hasSize(5).doesNotContain("mm_page_pcpu_drain");
    }

    @Test
    void anInstanceIsSetUpAndGoneWhenClosed() throws IOException {
        FakeTracefs fake = new FakeTracefs(folder);
        try (TraceInstance instance = fake.find().create(64 << 20)) {
            assertThat(fake.instance()).isDirectory();
            assertThat(Files.readString(fake.root.resolve("saved_cmdlines_size")))
                    .startsWith("32768");
            instance.on(true);
            assertThat(instance.folder().resolve("tracing_on")).hasContent("1\n");
        }
        assertThat(fake.instance()).doesNotExist();
        assertThat(fake.root.resolve("saved_cmdlines_size")).hasContent("128\n");
        assertThat(fake.atRemoval)
                .containsEntry("buffer_size_kb", "65536")
                .containsEntry("options/raw", "0")
                .containsEntry("options/irq-info", "1")
                .containsEntry("trace_clock", "")
                .containsEntry("tracing_on", "0")
                .containsEntry("events/enable", "0");
        for (String event : FakeTracefs.EVENTS) {
            assertThat(fake.atRemoval).containsEntry("events/kmem/" + event + "/enable", "1");
        }
    }

    @Test
    void closingAgainDoesNothing() throws IOException {
        FakeTracefs fake = new FakeTracefs(folder);
        TraceInstance instance = fake.find().create(1);
        instance.close();
        fake.atRemoval.clear();
        instance.close();
        assertThat(fake.atRemoval).isEmpty();
    }

    @Test
    void aGlobalClockIsTakenOver() throws IOException {
        FakeTracefs fake = new FakeTracefs(folder);
        Files.writeString(fake.root.resolve("trace_clock"), "local [global] counter\n");
        fake.find().create(1 << 20).close();
        assertThat(fake.atRemoval).containsEntry("trace_clock", "global");
    }

    @Test
    void ringsThatDoNotFitLeaveNothingBehind() throws IOException {
        FakeTracefs fake = new FakeTracefs(folder);
        fake.fullMemory = true;
        TracefsException e =
                catchThrowableOfType(TracefsException.class, () -> fake.find().create(1 << 20));
        assertThat(e).hasMessageContaining("no memory for a ring buffer of 1024 KiB on each CPU");
        assertThat(e.hint()).contains("--buffer");
        assertThat(fake.instance()).doesNotExist();
    }

    @Test
    void instancesOfProcessesThatAreGoneAreRemoved() throws IOException {
        FakeTracefs fake = new FakeTracefs(folder);
        Path dead = fake.root.resolve("instances/pcpsim-1");
        Path alive = fake.root.resolve("instances/pcpsim-2");
        Path foreign = fake.root.resolve("instances/other-1");
        fake.create(dead);
        fake.create(alive);
        fake.create(foreign);
        Files.createDirectory(fake.proc.resolve("2"));
        fake.find().create(1 << 20).close();
        assertThat(dead).doesNotExist();
        assertThat(alive).exists();
        assertThat(foreign).exists();
    }

    @Test
    void anInstanceOfThatNameIsNotTakenOver() throws IOException {
        FakeTracefs fake = new FakeTracefs(folder);
        Files.createDirectory(
                fake.proc.resolve(Long.toString(ProcessHandle.current().pid())));
        fake.create(fake.instance());
        assertThatThrownBy(() -> fake.find().create(1))
                .isInstanceOf(TracefsException.class)
                .hasMessageContaining("exists already");
        assertThat(fake.instance()).exists();
    }

    @Test
    void aReaderThatIsJustLeavingIsWaitedFor() throws IOException {
        FakeTracefs fake = new FakeTracefs(folder);
        TraceInstance instance = fake.find().create(1);
        fake.busy = 3;
        instance.close();
        assertThat(fake.busy).isZero();
        assertThat(fake.instance()).doesNotExist();
    }
}
