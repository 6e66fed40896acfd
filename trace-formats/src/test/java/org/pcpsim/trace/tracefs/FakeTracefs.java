package org.pcpsim.trace.tracefs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Folders that look like tracefs, /proc and /sys; an instance is filled when it is made, as the kernel does. */
final class FakeTracefs implements InstanceFolders {
    static final List<String> EVENTS = List.of(
            "mm_page_alloc",
            "mm_page_free",
            "mm_page_free_batched",
            "mm_page_alloc_zone_locked",
            "mm_page_pcpu_drain",
            "mm_page_alloc_extfrag");

    private static final String STATS = """
            entries: 4
            overrun: 5
            commit overrun: 1
            bytes: 176
            oldest event ts:   486.390985
            now ts:   487.251767
            dropped events: 2
            read events: 0
            """;

    final Path root;
    final Path proc;
    final Path sys;
    /** What the files of the last instance held when it was removed. */
    final Map<String, String> atRemoval = new TreeMap<>();

    String pipe = "";
    boolean fullMemory;
    /** Removals that fail because a reader is still there. */
    int busy;

    FakeTracefs(Path folder) throws IOException {
        root = Files.createDirectories(folder.resolve("tracing"));
        proc = Files.createDirectories(folder.resolve("proc"));
        sys = Files.createDirectories(folder.resolve("sys"));
        Files.createDirectories(root.resolve("instances"));
        for (String event : EVENTS) {
            Files.createDirectories(root.resolve("events/kmem").resolve(event));
        }
        Files.writeString(root.resolve("trace_clock"), "[local] global counter\n");
        Files.writeString(root.resolve("saved_cmdlines_size"), "128\n");
    }

    Tracefs find() throws TracefsException {
        return Tracefs.find(List.of(root), proc, this);
    }

    Path instance() {
        return root.resolve("instances/pcpsim-" + ProcessHandle.current().pid());
    }

    static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Override
    public void create(Path folder) throws IOException {
        Files.createDirectory(folder);
        for (String file : List.of("tracing_on", "trace_marker", "events/enable", "trace_clock", "options/raw")) {
            write(folder.resolve(file), "");
        }
        write(folder.resolve("options/irq-info"), "");
        if (fullMemory) {
            Files.createSymbolicLink(folder.resolve("buffer_size_kb"), Path.of("/dev/full"));
        } else {
            write(folder.resolve("buffer_size_kb"), "");
        }
        for (String event : EVENTS) {
            write(folder.resolve("events/kmem/" + event + "/enable"), "");
        }
        write(folder.resolve("trace_pipe"), pipe);
        write(folder.resolve("per_cpu/cpu0/stats"), STATS);
        write(folder.resolve("per_cpu/cpu1/stats"), STATS.replace("bytes: 176", "bytes: 4000"));
    }

    @Override
    public void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        if (busy > 0) {
            busy--;
            throw new FileSystemException(folder.toString(), null, "Device or resource busy");
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (Files.isRegularFile(file)) {
                    atRemoval.put(
                            folder.relativize(file).toString(),
                            Files.readString(file).trim());
                }
                Files.delete(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
