package org.pcpsim.trace;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a trace says of itself and of the machine it comes from, ahead of its events.
 *
 * @param name the trace's own name, empty if it has none
 * @param cpus number of CPUs of the recorded machine
 * @param nodes number of NUMA nodes
 * @param memoryBytes memory size in bytes
 * @param kernel release of the recorded kernel such as {@code 6.18.44}
 * @param snapshotBefore text of each /proc file before the first event, by file name ({@code zoneinfo} …)
 * @param snapshotAfter the same after the last event
 * @param eventsLostAtStart events that an overwritten ring lost ahead of the first one, 0 if none or unknown
 * @param recording what is known of the recording that the trace belongs to; the fields above have it already
 */
public record TraceHeader(
        String name,
        OptionalInt cpus,
        OptionalInt nodes,
        OptionalLong memoryBytes,
        Optional<String> kernel,
        Map<String, String> snapshotBefore,
        Map<String, String> snapshotAfter,
        long eventsLostAtStart,
        Optional<RecordingFacts> recording) {

    /** A header that says nothing. */
    public static final TraceHeader EMPTY = new TraceHeader(
            "",
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Map.of(),
            Map.of(),
            0);

    /** Whether a recording says that its times are not those of a real machine. */
    public boolean xTiming() {
        return recording.filter(RecordingFacts::xTiming).isPresent();
    }

    /** Whether the recording says more than what {@link #xTiming} does. */
    public boolean hasFacts() {
        return recording
                .filter(facts -> !facts.equals(RecordingFacts.ONLY_TIMING))
                .isPresent();
    }

    /** A header of a trace that belongs to no recording. */
    public TraceHeader(
            String name,
            OptionalInt cpus,
            OptionalInt nodes,
            OptionalLong memoryBytes,
            Optional<String> kernel,
            Map<String, String> snapshotBefore,
            Map<String, String> snapshotAfter,
            long eventsLostAtStart) {
        this(
                name,
                cpus,
                nodes,
                memoryBytes,
                kernel,
                snapshotBefore,
                snapshotAfter,
                eventsLostAtStart,
                Optional.empty());
    }
}
