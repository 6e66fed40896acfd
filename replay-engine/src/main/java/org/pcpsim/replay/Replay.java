package org.pcpsim.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.pcpsim.machine.SettingException;
import org.pcpsim.metrics.PricedTime;
import org.pcpsim.metrics.SystemTime;
import org.pcpsim.result.InitialAdjustment;
import org.pcpsim.result.ModelResult;
import org.pcpsim.result.ReplayResult;
import org.pcpsim.result.TraceCounts;
import org.pcpsim.series.Sampling;
import org.pcpsim.trace.TraceReader;

/**
 * Replays a trace against models in trace order: each batch of events is read once and shown to every model.
 *
 * <p>The same trace and options give the same result, whatever batches the reader makes. A model that fails becomes an
 * error in the result and spoils no other. Memory follows the live pages and the touched part of the machine, not the
 * length of the trace. Runs in the calling thread, and in others if it is given some; their number changes no result.
 */
public final class Replay {
    private final ReplayOptions options;
    private final Optional<Grouping> by;
    private final ProbePlan probes;
    private final int threads;

    /** With these options. */
    public Replay(ReplayOptions options) {
        this(options, Optional.empty());
    }

    /** The same, telling who causes lock takes. */
    public Replay(ReplayOptions options, Optional<Grouping> by) {
        this(options, by, Probe.NONE);
    }

    /** The same, asking the end state of each model for large pages. */
    public Replay(ReplayOptions options, Optional<Grouping> by, Probe probe) {
        this(options, by, new ProbePlan(probe, List.of()), 1);
    }

    private Replay(ReplayOptions options, Optional<Grouping> by, ProbePlan probes, int threads) {
        this.options = options;
        this.by = by;
        this.probes = probes;
        this.threads = threads;
    }

    /**
     * The same on several threads: models side by side, and the trace read ahead of them.
     *
     * @param count threads at work at most, the calling one among them, 1 or more
     */
    public Replay withThreads(int count) {
        return new Replay(options, by, probes, count);
    }

    /** The same, asking models for large pages on the way or at the end. */
    public Replay withProbes(ProbePlan plan) {
        return new Replay(options, by, plan, threads);
    }

    /**
     * Replays a trace from where its reader stands to its end; does not close it.
     *
     * @throws IOException if the trace cannot be read or is not what it should be
     * @throws org.pcpsim.machine.SettingException if a CPU of the trace is not one of the machine's (names
     *     {@code --cpus}), a model has no such parameter, or the trace ends within the warmup (names {@code --warmup})
     */
    public ReplayResult run(TraceReader reader) throws IOException {
        return run(reader, events -> {});
    }

    /**
     * Replays a trace and tells of its progress.
     *
     * @param progress given the number of events replayed so far, every few thousand
     * @throws IOException as {@link #run(TraceReader)}
     */
    public ReplayResult run(TraceReader reader, LongConsumer progress) throws IOException {
        boolean emitting =
                options.models().stream().anyMatch(choice -> choice.events().isPresent());
        boolean naming = emitting || by.isPresent();
        Optional<RecentTasks> tasks = naming ? Optional.of(new RecentTasks(reader.symbols())) : Optional.empty();
        OperationFeed feed = feed(reader, tasks);
        List<ModelSlot> slots = new ArrayList<>();
        for (ModelChoice choice : options.models()) {
            slots.add(ModelSlot.of(choice, () -> new ModelRun(choice, options, feed.firstTime(), tasks, by)));
        }
        List<ModelSlot> onTheWay = onTheWay(feed.firstTime());
        List<ModelSlot> all = new ArrayList<>(slots);
        all.addAll(onTheWay);
        // Every model's memory is laid out alike.
        Optional<InitialAdjustment> adjusted = options.initial() instanceof Initial.Recorded
                ? slots.stream()
                        .flatMap(slot -> slot.run().stream())
                        .findFirst()
                        .map(ModelRun::initialAdjustment)
                : Optional.empty();
        // Names of tasks are looked up in what the reader has read last.
        try (ModelThreads models = new ModelThreads(all, threads, naming)) {
            feed.to(models);
            while (feed.next()) {
                progress.accept(feed.events());
            }
            models.finish();
        }
        slots.forEach(ModelSlot::end);
        requireWarm(slots, feed.counts());
        requireAsked(onTheWay, feed.counts());
        return new ReplayResult(
                options.seed(),
                "trace",
                adjusted,
                feed.counts(),
                options.machine(),
                feed.quality(),
                Optional.empty(),
                probed(
                        slots,
                        onTheWay,
                        results(slots.stream().map(ModelSlot::outcome).toList())));
    }

    /** Operations as they are kept beside the events, where these suffice; else worked out from the events. */
    private OperationFeed feed(TraceReader reader, Optional<RecentTasks> tasks) throws IOException {
        int cpus = options.machine().cpus();
        boolean pages = options.tracedZones();
        Optional<PackedFeed> packed =
                pages || tasks.isPresent() ? Optional.empty() : PackedFeed.of(reader, cpus, false);
        return packed.isPresent() ? packed.get() : new TranslatedFeed(reader, cpus, false, tasks);
    }

    /** For each model and moment a run of its own, that takes nothing down. */
    private List<ModelSlot> onTheWay(long origin) {
        List<ModelSlot> asked = new ArrayList<>();
        ReplayOptions plain = options.withSampling(Sampling.NONE);
        for (ModelChoice choice : options.models()) {
            for (ProbeMoment moment : probes.during()) {
                asked.add(ModelSlot.of(choice, () -> new ModelRun(choice, plain, origin))
                        .askedAt(moment));
            }
        }
        return asked;
    }

    /** Asks the models, whose figures are complete by now: what asking does is not in them. */
    private List<ModelResult> probed(List<ModelSlot> slots, List<ModelSlot> onTheWay, List<ModelResult> results) {
        int moments = probes.during().size();
        List<ModelResult> probed = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            ModelResult result = results.get(i);
            for (ModelSlot asked : onTheWay.subList(i * moments, (i + 1) * moments)) {
                result = asked.added(result);
            }
            boolean askEnd =
                    !probes.atEnd().equals(Probe.NONE) && result.error().isEmpty();
            probed.add(askEnd ? slots.get(i).probed(result, probes.atEnd()) : result);
        }
        return probed;
    }

    /** A moment that the trace does not come to has no state to be asked. */
    private void requireAsked(List<ModelSlot> onTheWay, TraceCounts counts) {
        for (ModelSlot slot : onTheWay) {
            if (slot.run().isPresent()) {
                throw new SettingException(
                        "--probe",
                        "@" + slot.moment().name(),
                        "a moment before the end of the trace, which has "
                                + slot.run().get().operations() + " operations in "
                                + counts.durationNs() + " ns");
            }
        }
    }

    /** A trace that ends within the warmup counts nothing; a failed model says nothing of that. */
    private void requireWarm(List<ModelSlot> slots, TraceCounts counts) {
        for (ModelSlot slot : slots) {
            if (slot.run().isPresent() && !slot.run().get().isWarm()) {
                throw new SettingException(
                        "--warmup",
                        options.warmup().toString(),
                        "less than the trace, which ends before: it has "
                                + slot.run().get().operations() + " operations in "
                                + counts.durationNs() + " ns");
            }
        }
    }

    private List<ModelResult> results(List<Outcome> outcomes) {
        Optional<PricedTime> first = outcomes.get(0).time(options.costs());
        boolean whole = options.warmup().isNone();
        SystemTime sys = SystemTime.of(
                whole ? options.systemNs() : OptionalLong.empty(),
                Outcome.requestedPages(outcomes),
                first.map(time -> time.central().allocatorNs()).orElse(0.0));
        return outcomes.stream()
                .map(outcome -> outcome.result(options.costs(), sys, first))
                .toList();
    }
}
