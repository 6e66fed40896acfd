package org.pcpsim.trace;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What {@code recording.json} says of a recording, its trace's place aside.
 *
 * @param name name of the recording, empty if it has none
 * @param description what was recorded, empty if it does not say
 * @param kernel release of the recorded kernel
 * @param cpus number of CPUs of the recorded machine
 * @param nodes number of NUMA nodes
 * @param managedPages pages that the allocator of the recorded machine had, over all zones
 * @param sysctl settings by name such as {@code vm.stat_interval}, numbers as their text, in the file's order
 * @param exitCode exit code of the recorded command
 * @param own fields of the recorder's own by name ({@code x-…}), each value as JSON text in ASCII on one line
 */
public record RecordingFacts(
        String name,
        String description,
        Optional<String> kernel,
        OptionalInt cpus,
        OptionalInt nodes,
        OptionalLong managedPages,
        Map<String, String> sysctl,
        OptionalInt exitCode,
        Map<String, String> own) {
    /** Name of the field that says something of the times. */
    public static final String TIMING = "x-timing";

    /** Name of the field that says which CPUs share caches. */
    public static final String TOPOLOGY = "x-topology";

    /** Nothing is known but that times are not those of a real machine: what formats without facts carry. */
    public static final RecordingFacts ONLY_TIMING = new RecordingFacts(
            "",
            "",
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            Map.of(),
            OptionalInt.empty(),
            Map.of(TIMING, "true"));

    /** Copies the maps and keeps their order. */
    public RecordingFacts {
        sysctl = Collections.unmodifiableMap(new LinkedHashMap<>(sysctl));
        own = Collections.unmodifiableMap(new LinkedHashMap<>(own));
    }

    /** These facts, marked: times are not those of a real machine. What they say of their times stays. */
    public RecordingFacts withTiming() {
        if (xTiming()) {
            return this;
        }
        Map<String, String> marked = new LinkedHashMap<>(own);
        marked.put(TIMING, "true");
        return new RecordingFacts(name, description, kernel, cpus, nodes, managedPages, sysctl, exitCode, marked);
    }

    /** Whether the recording says something of its times ({@code x-timing}): they are not those of a real machine. */
    public boolean xTiming() {
        return own.containsKey(TIMING);
    }

    /** Which CPUs of the recorded machine share caches ({@code x-topology}), as JSON text. */
    public Optional<String> topology() {
        return Optional.ofNullable(own.get(TOPOLOGY));
    }
}
