package org.pcpsim.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pcpsim.replay.ModelChoice;
import org.pcpsim.result.ReplayResult;
import org.pcpsim.trace.RecordingFacts;
import org.pcpsim.trace.TraceHeader;

/** The traces that the models of one replay write, in their order; perhaps none. */
final class EmittedTraces implements Closeable {
    private final List<Path> paths;
    private final List<EmittedTrace> traces = new ArrayList<>();

    EmittedTraces(List<Path> paths) {
        this.paths = paths;
    }

    /**
     * Creates the files.
     *
     * @param cpus of the machine
     * @param replayed header of the replayed trace, whose times they have
     */
    void open(int cpus, TraceHeader replayed) throws IOException {
        Optional<RecordingFacts> facts =
                replayed.xTiming() ? Optional.of(RecordingFacts.ONLY_TIMING) : Optional.empty();
        for (Path path : paths) {
            traces.add(EmittedTrace.create(path, cpus, facts));
        }
    }

    /** The same models, each with its file. */
    List<ModelChoice> of(List<ModelChoice> choices) {
        List<ModelChoice> writing = new ArrayList<>();
        for (int i = 0; i < choices.size(); i++) {
            writing.add(traces.isEmpty() ? choices.get(i) : choices.get(i).withEvents(traces.get(i)));
        }
        return writing;
    }

    /** The replay is over: the files of all models that did not fail get their names. */
    void keep(ReplayResult result) throws IOException {
        for (int i = 0; i < traces.size(); i++) {
            if (result.models().get(i).error().isEmpty()) {
                traces.get(i).keep();
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (EmittedTrace trace : traces) {
            trace.close();
        }
    }
}
