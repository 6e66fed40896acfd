package org.pcpsim.cli;

import java.util.Optional;
import org.pcpsim.machine.SettingException;
import org.pcpsim.machine.Topology;
import org.pcpsim.trace.RecordingFacts;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.recording.TraceSource;

/** Which CPUs of a recorded machine share caches, if its recording says so ({@code x-topology}). */
final class RecordedTopology {
    private RecordedTopology() {}

    /**
     * The topology of a trace's recording; none if the modelled machine has another number of CPUs.
     *
     * @throws TraceException if the recording says what is no topology
     */
    static Optional<Topology> of(TraceSource source, int cpus) throws TraceException {
        Optional<String> value = source.reader().header().recording().flatMap(RecordingFacts::topology);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        String json = value.get();
        boolean quoted = json.length() > 2 && json.startsWith("\"");
        try {
            Topology recorded = Topology.parse(quoted ? json.substring(1, json.length() - 1) : json);
            return recorded.cpus() == cpus ? Optional.of(recorded) : Optional.empty();
        } catch (SettingException e) {
            throw TraceException.of(
                    source.path(),
                    "found " + RecordingFacts.TOPOLOGY + " " + json + ", expected \"" + Topology.FORM + "\"");
        }
    }
}
