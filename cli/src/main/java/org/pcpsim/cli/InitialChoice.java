package org.pcpsim.cli;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.pcpsim.fidelity.RecordedStart;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.Settings;
import org.pcpsim.replay.Initial;
import org.pcpsim.replay.WorkerPhases;
import org.pcpsim.trace.recording.TraceSource;
import org.pcpsim.zone.AgedMix;
import org.pcpsim.zone.ProcSnapshot;
import org.pcpsim.zone.SnapshotFit;

/**
 * The memory that a replay begins with.
 *
 * @param snapshot what the trace's snapshot says, if that is used
 * @param phases when the recorded workers fire, if that was found out and they are the modelled ones
 * @param parameters parameters of models that were found out, by name
 * @param note why the trace's snapshot is not used although nobody asked for fresh memory
 * @param aged the mix of aged memory, if that was asked for
 */
record InitialChoice(
        Optional<Initial.Recorded> snapshot,
        Optional<WorkerPhases> phases,
        Map<String, String> parameters,
        Optional<String> note,
        Optional<AgedMix> aged) {
    private static final InitialChoice FRESH =
            new InitialChoice(Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), Optional.empty());

    /** Aged memory, whatever the trace says. */
    static InitialChoice ofAged(AgedMix mix) {
        return new InitialChoice(Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), Optional.of(mix));
    }

    /**
     * Decides for a trace.
     *
     * @param asked value of {@code --initial}, empty if it was not given
     * @throws CommandException if a snapshot was asked for and there is none, or it is not of the modelled machine
     */
    static InitialChoice of(String asked, TraceSource source, Machine machine) throws IOException {
        if (asked.equals("fresh")) {
            return FRESH;
        }
        Map<String, String> before = source.reader().header().snapshotBefore();
        Optional<Initial.Recorded> snapshot = Initial.recorded(before);
        boolean required = asked.equals("snapshot");
        if (snapshot.isEmpty()) {
            if (required) {
                throw CommandException.usage(
                        "--initial snapshot: " + source.path() + " has neither buddyinfo nor pagetypeinfo from before");
            }
            return FRESH;
        }
        Optional<String> mismatch = mismatch(snapshot.get().snapshot(), source, machine);
        if (mismatch.isEmpty()) {
            return new InitialChoice(snapshot, Optional.empty(), Map.of(), Optional.empty(), Optional.empty());
        }
        if (required) {
            throw CommandException.usage("--initial snapshot: " + source.path() + ": " + mismatch.get());
        }
        return new InitialChoice(Optional.empty(), Optional.empty(), Map.of(), mismatch, Optional.empty());
    }

    private static Optional<String> mismatch(ProcSnapshot snapshot, TraceSource source, Machine machine) {
        boolean sizeUnknown = snapshot.zoneinfo().isEmpty()
                && snapshot.pagetypeinfo().isEmpty()
                && source.reader().header().memoryBytes().isEmpty();
        return sizeUnknown
                ? Optional.of("nothing says how large the recorded machine was (zoneinfo, managedPages)")
                : SnapshotFit.mismatch(snapshot, machine);
    }

    /** The same with what a first reading of the trace found out of its beginning. */
    InitialChoice with(RecordedStart start, Machine modelled) {
        boolean same = start.phases().cpus() == modelled.cpus()
                && start.phases().interval() == WorkerPhases.of(modelled).interval()
                && modelled.settings().decayPhase() == Settings.DEFAULT.decayPhase();
        return new InitialChoice(
                snapshot.map(recorded -> recorded.withLists(start.lists())),
                same ? Optional.of(start.phases()) : Optional.empty(),
                start.parameters(),
                note,
                Optional.empty());
    }

    /** As the result calls it. */
    String name() {
        return aged.isPresent() ? "aged" : snapshot.isPresent() ? "snapshot" : "fresh";
    }

    /** What is given to the replay. */
    Initial initial() {
        if (aged.isPresent()) {
            return new Initial.Aged(aged.get());
        }
        return snapshot.isPresent() ? snapshot.get() : Initial.fresh();
    }
}
