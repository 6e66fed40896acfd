package org.pcpsim.cli;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.pcpsim.fidelity.RecordedStart;

/**
 * What the beginnings of traces have shown, by what a user named: it does not depend on the modelled machine, and takes longer to
 * find out than many a replay. Thread-safe: who asks for a trace that another thread reads waits for that.
 */
final class RecordedStarts {
    /** Reads the beginning of a trace. */
    @FunctionalInterface
    interface Reading {
        /** What it shows, if it shows anything. */
        Optional<RecordedStart> read() throws IOException;
    }

    private static final class Start {
        private Optional<RecordedStart> found = Optional.empty();
        private boolean known;

        private synchronized Optional<RecordedStart> of(Reading reading) throws IOException {
            if (!known) {
                found = reading.read();
                known = true;
            }
            return found;
        }
    }

    private final Map<String, Start> byTrace = new HashMap<>();

    /**
     * That of a trace, read if it has not been.
     *
     * @throws IOException if it cannot be read; whoever asks next tries again
     */
    Optional<RecordedStart> of(String trace, Reading reading) throws IOException {
        Start start;
        synchronized (byTrace) {
            start = byTrace.computeIfAbsent(trace, name -> new Start());
        }
        return start.of(reading);
    }
}
