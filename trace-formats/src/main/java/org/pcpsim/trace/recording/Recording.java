package org.pcpsim.trace.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;

/**
 * A recording: a folder that holds a trace, {@code recording.json} and snapshots of /proc files.
 *
 * @param folder the folder as it was named
 * @param trace path of the trace file, inside the folder
 * @param name name of the recording, empty if it has none
 * @param description what was recorded, empty if it does not say
 * @param kernel release of the recorded kernel
 * @param cpus number of CPUs of the recorded machine
 * @param nodes number of NUMA nodes
 * @param managedPages pages that the allocator of the recorded machine had, over all zones
 * @param sysctl settings by name such as {@code vm.stat_interval}, numbers as their text, in the file's order
 * @param exitCode exit code of the recorded command
 * @param xTiming whether the recording says something of its times ({@code x-timing}): they are not those of a real
 *     machine
 * @param snapshotBefore text of each /proc file before the trace, by name; all can be parsed
 * @param snapshotAfter the same after the trace
 */
public record Recording(
        Path folder,
        Path trace,
        String name,
        String description,
        Optional<String> kernel,
        OptionalInt cpus,
        OptionalInt nodes,
        OptionalLong managedPages,
        Map<String, String> sysctl,
        OptionalInt exitCode,
        boolean xTiming,
        Map<String, String> snapshotBefore,
        Map<String, String> snapshotAfter) {
    /** Name of the file that makes a folder a recording. */
    public static final String FILE = "recording.json";

    private static final long PAGE_BYTES = 4096;

    /** Copies the maps and keeps their order. */
    public Recording {
        sysctl = Collections.unmodifiableMap(new LinkedHashMap<>(sysctl));
        snapshotBefore = Collections.unmodifiableMap(new LinkedHashMap<>(snapshotBefore));
        snapshotAfter = Collections.unmodifiableMap(new LinkedHashMap<>(snapshotAfter));
    }

    /**
     * Reads everything but the trace.
     *
     * @throws TraceException if {@code recording.json} or a snapshot is not what it should be
     * @throws java.nio.file.NoSuchFileException if there is no {@code recording.json}
     * @throws IOException if a file cannot be read
     */
    public static Recording read(Path folder) throws IOException {
        return new RecordingReader(folder).read();
    }

    /**
     * The header of this recording's trace: what the recording says, and where it says nothing, what the trace says of
     * itself. A recording without a name goes by the trace's, or the folder's.
     */
    public TraceHeader header(TraceHeader ofTrace) {
        return new TraceHeader(
                name(ofTrace),
                cpus.isPresent() ? cpus : ofTrace.cpus(),
                nodes.isPresent() ? nodes : ofTrace.nodes(),
                ofTrace.memoryBytes().isPresent() ? ofTrace.memoryBytes() : memoryBytes(),
                kernel.isPresent() ? kernel : ofTrace.kernel(),
                snapshotBefore.isEmpty() ? ofTrace.snapshotBefore() : snapshotBefore,
                snapshotAfter.isEmpty() ? ofTrace.snapshotAfter() : snapshotAfter,
                ofTrace.eventsLostAtStart());
    }

    /** RAM in bytes: the managed pages and the 1/64 of RAM that boot keeps for struct pages. */
    private OptionalLong memoryBytes() {
        if (managedPages.isEmpty() || managedPages.getAsLong() == 0) {
            return OptionalLong.empty();
        }
        long pages = managedPages.getAsLong() + managedPages.getAsLong() / 63;
        return OptionalLong.of(pages * PAGE_BYTES);
    }

    private String name(TraceHeader ofTrace) {
        if (!name.isEmpty()) {
            return name;
        }
        Path last = folder.toAbsolutePath().normalize().getFileName();
        return ofTrace.name().isEmpty() && last != null ? last.toString() : ofTrace.name();
    }
}
