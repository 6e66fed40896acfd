package org.pcpsim.trace.tracefs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An instance of the kernel's tracer: rings, switches and events of its own, so that whatever else is being traced goes
 * on undisturbed.
 *
 * <p>One thing is shared by all instances and is put back when this one is closed: how many processes the kernel
 * remembers the names of. Closing frees the rings and removes the instance; it may be called from any thread, and again.
 * The rest is not thread-safe.
 */
public final class TraceInstance implements Closeable {
    /** The kernel remembers names by process; a build starts thousands. */
    private static final int NAMES = 32768;

    /** How lines look: an instance starts with what somebody chose for the machine. */
    private static final List<String> ON = List.of("irq-info", "context-info", "markers", "overwrite", "record-cmd");

    private static final List<String> OFF = List.of(
            "raw",
            "hex",
            "bin",
            "fields",
            "verbose",
            "latency-format",
            "stacktrace",
            "userstacktrace",
            "record-tgid",
            "event-fork");

    private static final Pattern CHOSEN = Pattern.compile("\\[(\\w+)]");
    private static final int REMOVALS = 200;

    private final Tracefs tracefs;
    private final Path folder;
    private final InstanceFolders folders;
    private Optional<String> namesBefore = Optional.empty();
    private List<Path> stats = List.of();
    private boolean closed;

    TraceInstance(Tracefs tracefs, Path folder, InstanceFolders folders) {
        this.tracefs = tracefs;
        this.folder = folder;
        this.folders = folders;
    }

    void setUp(long bufferBytes) throws IOException {
        write(folder.resolve("tracing_on"), "0");
        for (String option : ON) {
            setOption(option, "1");
        }
        for (String option : OFF) {
            setOption(option, "0");
        }
        takeOverClock();
        rememberNames();
        sizeRings(bufferBytes);
        for (String event : tracefs.events()) {
            write(folder.resolve("events/kmem").resolve(event).resolve("enable"), "1");
        }
        try (Stream<Path> cpus = Files.list(folder.resolve("per_cpu"))) {
            stats = cpus.map(cpu -> cpu.resolve("stats")).sorted().toList();
        }
    }

    private void setOption(String option, String value) throws IOException {
        Path file = folder.resolve("options").resolve(option);
        if (Files.exists(file)) {
            write(file, value);
        }
    }

    /** Where CPUs' clocks differ the kernel chooses {@code global} at boot, but not for instances. */
    private void takeOverClock() throws IOException {
        Path clock = tracefs.root().resolve("trace_clock");
        if (Files.exists(clock)) {
            Matcher chosen = CHOSEN.matcher(Files.readString(clock));
            if (chosen.find() && chosen.group(1).equals("global")) {
                write(folder.resolve("trace_clock"), "global");
            }
        }
    }

    /** Else processes that ended long before their events are read are called {@code <...>}. */
    private void rememberNames() throws IOException {
        Path size = tracefs.root().resolve("saved_cmdlines_size");
        if (!Files.exists(size)) {
            return;
        }
        String before = Files.readString(size).trim();
        if (before.matches("\\d{1,9}") && Integer.parseInt(before) < NAMES) {
            write(size, Integer.toString(NAMES));
            namesBefore = Optional.of(before);
        }
    }

    private void sizeRings(long bytes) throws IOException {
        long kib = Math.max(1, (bytes + 1023) / 1024);
        try {
            write(folder.resolve("buffer_size_kb"), Long.toString(kib));
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new TracefsException(
                    "no memory for a ring buffer of " + kib + " KiB on each CPU (" + e.getMessage() + ")",
                    "give a smaller --buffer, such as --buffer 4M");
        }
    }

    /** Starts or stops taking events. */
    void on(boolean recording) throws IOException {
        write(folder.resolve("tracing_on"), recording ? "1" : "0");
    }

    /** Writes a line of text into the trace. */
    void mark(String text) throws IOException {
        write(folder.resolve("trace_marker"), text);
    }

    /** The events as text, oldest first; what is read is gone. Reading waits for events while they are being taken. */
    FileChannel pipe() throws IOException {
        return FileChannel.open(folder.resolve("trace_pipe"), StandardOpenOption.READ);
    }

    /** How full the rings are. */
    RingGauge gauge() throws IOException {
        return new RingGauge(stats);
    }

    /** The counters of all rings together. */
    RingStats stats() throws IOException {
        RingStats sum = RingStats.NONE;
        for (Path file : stats) {
            sum = sum.plus(RingStats.of(Files.readAllLines(file)));
        }
        return sum;
    }

    /** Where it is. */
    public Path folder() {
        return folder;
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed || !Files.exists(folder)) {
            closed = true;
            return;
        }
        List<IOException> failures = new ArrayList<>();
        // A reader that waits for an event gets one.
        attempt(failures, () -> mark("END"));
        attempt(failures, () -> on(false));
        attempt(failures, () -> write(folder.resolve("events/enable"), "0"));
        attempt(failures, this::remove);
        if (namesBefore.isPresent()) {
            attempt(failures, () -> write(tracefs.root().resolve("saved_cmdlines_size"), namesBefore.get()));
        }
        closed = true;
        if (Files.exists(folder)) {
            throw failures.get(0);
        }
    }

    /** A reader that is just leaving still holds it. */
    private void remove() throws IOException {
        for (int left = REMOVALS; ; left--) {
            try {
                folders.remove(folder);
                return;
            } catch (IOException e) {
                if (left == 0) {
                    throw new TracefsException(folder + ": cannot be removed", "remove it: rmdir " + folder);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A step of closing, which must not keep the others from being done. */
    private interface Step {
        void run() throws IOException;
    }

    private static void attempt(List<IOException> failures, Step step) {
        try {
            step.run();
        } catch (IOException e) {
            failures.add(e);
        }
    }

    /** In one call, as the kernel takes it; never makes a file. */
    private static void write(Path file, String text) throws IOException {
        Files.write(
                file,
                (text + "\n").getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
    }
}
