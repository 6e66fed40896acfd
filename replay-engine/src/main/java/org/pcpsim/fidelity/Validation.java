package org.pcpsim.fidelity;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.Models;
import org.pcpsim.replay.Initial;
import org.pcpsim.replay.ModelChoice;
import org.pcpsim.replay.Replay;
import org.pcpsim.replay.ReplayOptions;
import org.pcpsim.replay.WorkerPhases;
import org.pcpsim.result.ModelFigures;
import org.pcpsim.result.ReplayResult;
import org.pcpsim.result.ZoneLock;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.proc.Buddyinfo;

/**
 * Compares the baseline model with the kernel that a trace was recorded on.
 *
 * <p>Reads the trace four times: what the kernel did, the start values, the stepwise score, and the full model left to
 * itself. Memory in the refills and drains and the touched part of the machine.
 */
public final class Validation {
    private static final int BLOCK_ORDER = 9;

    private final Trace trace;
    private final Machine machine;
    private final int keepMisses;
    private final boolean tracedZones;

    /** A trace that can be read again and again. */
    @FunctionalInterface
    public interface Trace {
        /** Opens the trace, hands it over and closes it. */
        <T> T read(Reading<T> reading) throws IOException;
    }

    /**
     * What is done with a trace that was opened.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    public interface Reading<T> {
        /** Reads it, as far as it wants to. */
        T of(TraceReader reader) throws IOException;
    }

    /**
     * Of a trace of a machine whose profile is that of the recorded kernel.
     *
     * @param keepMisses how many misses to keep of refills and of drains, for explanations
     * @param tracedZones whether the full model is told the zone of each allocation; the stepwise score knows it anyway
     */
    public Validation(Trace trace, Machine machine, int keepMisses, boolean tracedZones) {
        this.trace = trace;
        this.machine = machine;
        this.keepMisses = keepMisses;
        this.tracedZones = tracedZones;
    }

    /**
     * Runs all comparisons.
     *
     * @throws IOException if the trace cannot be read or is not what it should be
     */
    public ValidationResult run() throws IOException {
        KernelTransfers kernel = trace.read(reader -> KernelTransfers.of(reader, machine, Long.MAX_VALUE));
        WorkerPhases phases = RecordedPhases.of(machine, kernel.firstPasses());
        StartValues start = trace.read(reader -> Stepwise.infer(reader, machine, kernel, phases, Long.MAX_VALUE));
        Stepwise stepwise = trace.read(reader -> Stepwise.score(reader, machine, start, kernel, phases, keepMisses));
        FreeRunning observer =
                new FreeRunning(machine.cpus(), machine.settings().statIntervalNs());
        StartLists lists = kernel.start(machine, start);
        Map<String, String> before = trace.read(reader -> reader.header().snapshotBefore());
        Map<String, String> after = trace.read(reader -> reader.header().snapshotAfter());
        ReplayResult replayed = trace.read(reader -> replay(reader, before, lists, start, phases, observer));
        Optional<ModelFigures> figures = replayed.models().get(0).figures();
        Optional<ValidationResult.Lock> takes =
                figures.map(f -> lock(f.zoneLock().byPath()));
        long refills = stepwise.kernelRefills().size();
        long drains = stepwise.kernelDrains().size();
        return new ValidationResult(
                replayed.trace(),
                machine.kernel().name(),
                inferred(start, kernel, stepwise),
                stepwise.refills(),
                stepwise.drains(),
                new ValidationResult.FreeRun(
                        observer.refills(stepwise.kernelRefills()), observer.drains(stepwise.kernelDrains()), takes),
                new ValidationResult.Takes(
                        new ValidationResult.Lock(refills, drains, kernel.direct()),
                        new ValidationResult.Lock(
                                stepwise.refills().fitted() + stepwise.refills().predicted(),
                                stepwise.drains().fitted() + stepwise.drains().predicted(),
                                takes.map(ValidationResult.Lock::direct).orElse(0L))),
                new ValidationResult.Extfrag(
                        kernel.extfrag(), figures.map(f -> f.fragmentation().extfragEvents())),
                endState(before, after, figures),
                stepwise.causeCounts(),
                replayed.models().get(0).error().map(error -> error.message()),
                stepwise.misses());
    }

    private ReplayResult replay(
            TraceReader reader,
            Map<String, String> before,
            StartLists lists,
            StartValues start,
            WorkerPhases phases,
            FreeRunning observer)
            throws IOException {
        ModelChoice baseline = new ModelChoice(Models.named("baseline"), start.parameters(), observer);
        Optional<Initial.Recorded> recorded = Initial.recorded(before);
        Initial initial = recorded.isPresent() ? recorded.get().withLists(lists) : Initial.fresh();
        return new Replay(ReplayOptions.of(machine, List.of(baseline))
                        .withInitial(initial)
                        .withPhases(phases)
                        .withTracedZones(tracedZones))
                .run(reader);
    }

    private ValidationResult.Inferred inferred(StartValues start, KernelTransfers kernel, Stepwise stepwise) {
        int phases = 0;
        for (int cpu = 0; cpu < machine.cpus(); cpu++) {
            phases += kernel.firstPasses().of(cpu) == FirstPasses.NONE ? 0 : 1;
        }
        return new ValidationResult.Inferred(
                start.exactLists(),
                start.exactChunks(),
                stepwise.fittedDrains(),
                phases,
                machine.settings().statIntervalNs(),
                start.freeHighNeedsBatch());
    }

    private static ValidationResult.Lock lock(ZoneLock.ByPath path) {
        return new ValidationResult.Lock(
                path.refill(),
                path.drain() + path.decay() + path.remoteExpire() + path.drainAll(),
                path.directAlloc() + path.directFree() + path.trylockAlloc() + path.trylockFree());
    }

    private static Optional<ValidationResult.EndState> endState(
            Map<String, String> before, Map<String, String> after, Optional<ModelFigures> figures)
            throws TraceException {
        if (!before.containsKey("buddyinfo") || !after.containsKey("buddyinfo") || figures.isEmpty()) {
            return Optional.empty();
        }
        long[] first = free(Buddyinfo.parse("buddyinfo.before", before.get("buddyinfo")));
        long[] last = free(Buddyinfo.parse("buddyinfo.after", after.get("buddyinfo")));
        List<Long> model = figures.get().fragmentation().end().freeByOrder();
        long pages = 0;
        long blocks = 0;
        for (int order = 0; order < model.size(); order++) {
            pages += model.get(order) << order;
            blocks += order < BLOCK_ORDER ? 0 : model.get(order) << order - BLOCK_ORDER;
        }
        return Optional.of(new ValidationResult.EndState(
                last[1] - first[1], blocks - first[1], last[0] - first[0], pages - first[0]));
    }

    /** Free pages and whole free blocks. */
    private static long[] free(Buddyinfo info) {
        long pages = 0;
        long blocks = 0;
        for (Buddyinfo.Zone zone : info.zones()) {
            for (int order = 0; order < zone.freeChunks().size(); order++) {
                pages += zone.freeChunks().get(order) << order;
                blocks += order < BLOCK_ORDER ? 0 : zone.freeChunks().get(order) << order - BLOCK_ORDER;
            }
        }
        return new long[] {pages, blocks};
    }
}
