package org.pcpsim.trace.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.pcpsim.trace.RecordingFacts;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.input.Limits;

/**
 * A recording: a folder that holds a trace, {@code recording.json} and snapshots of /proc files, or one file that has
 * all of that inside.
 *
 * @param folder the folder, or the file, as it was named
 * @param trace path of the trace file: inside the folder, or the file
 * @param facts what {@code recording.json} says
 * @param snapshotBefore text of each /proc file before the trace, by name; all can be parsed
 * @param snapshotAfter the same after the trace
 */
public record Recording(
        Path folder,
        Path trace,
        RecordingFacts facts,
        Map<String, String> snapshotBefore,
        Map<String, String> snapshotAfter) {
    /** Name of the file that makes a folder a recording. */
    public static final String FILE = "recording.json";

    private static final long PAGE_BYTES = 4096;

    /** Copies the maps and keeps their order. */
    public Recording {
        snapshotBefore = Collections.unmodifiableMap(new LinkedHashMap<>(snapshotBefore));
        snapshotAfter = Collections.unmodifiableMap(new LinkedHashMap<>(snapshotAfter));
    }

    /** Reads everything but the trace within the usual limits, see {@link #read(Path, Limits)}. */
    public static Recording read(Path folder) throws IOException {
        return read(folder, Limits.DEFAULT);
    }

    /**
     * Reads everything but the trace.
     *
     * @param limits of the JSON; that of texts is also one of snapshots, in bytes
     * @throws TraceException if {@code recording.json} or a snapshot is not what it should be
     * @throws java.nio.file.NoSuchFileException if there is no {@code recording.json}
     * @throws IOException if a file cannot be read
     */
    public static Recording read(Path folder, Limits limits) throws IOException {
        return new RecordingReader(folder, limits).read();
    }

    /** What was recorded, empty if it does not say. */
    public String description() {
        return facts.description();
    }

    /** Settings by name such as {@code vm.stat_interval}. */
    public Map<String, String> sysctl() {
        return facts.sysctl();
    }

    /** {@link RecordingFacts#xTiming}. */
    public boolean xTiming() {
        return facts.xTiming();
    }

    /** A recording that is one file, of which the header tells all. */
    static Optional<Recording> inside(Path file, TraceHeader header) {
        return header.recording()
                .map(facts -> new Recording(file, file, facts, header.snapshotBefore(), header.snapshotAfter()));
    }

    /**
     * The header of this recording's trace: what the recording says, and where it says nothing, what the trace says of
     * itself. A recording without a name goes by the trace's, or the folder's. Either marks times ({@code x-timing}).
     */
    public TraceHeader header(TraceHeader ofTrace) {
        return new TraceHeader(
                name(ofTrace),
                facts.cpus().isPresent() ? facts.cpus() : ofTrace.cpus(),
                facts.nodes().isPresent() ? facts.nodes() : ofTrace.nodes(),
                ofTrace.memoryBytes().isPresent() ? ofTrace.memoryBytes() : memoryBytes(),
                facts.kernel().isPresent() ? facts.kernel() : ofTrace.kernel(),
                snapshotBefore.isEmpty() ? ofTrace.snapshotBefore() : snapshotBefore,
                snapshotAfter.isEmpty() ? ofTrace.snapshotAfter() : snapshotAfter,
                ofTrace.eventsLostAtStart(),
                Optional.of(ofTrace.xTiming() ? facts.withTiming() : facts));
    }

    /** RAM in bytes: the managed pages and the 1/64 of RAM that boot keeps for struct pages. */
    private OptionalLong memoryBytes() {
        OptionalLong managedPages = facts.managedPages();
        if (managedPages.isEmpty() || managedPages.getAsLong() == 0) {
            return OptionalLong.empty();
        }
        long pages = managedPages.getAsLong() + managedPages.getAsLong() / 63;
        return OptionalLong.of(pages * PAGE_BYTES);
    }

    private String name(TraceHeader ofTrace) {
        if (!facts.name().isEmpty()) {
            return facts.name();
        }
        Path last = folder.toAbsolutePath().normalize().getFileName();
        return ofTrace.name().isEmpty() && last != null ? last.toString() : ofTrace.name();
    }
}
