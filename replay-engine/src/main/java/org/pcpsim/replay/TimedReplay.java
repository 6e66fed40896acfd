package org.pcpsim.replay;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.pcpsim.machine.SettingException;
import org.pcpsim.metrics.CostTable;
import org.pcpsim.metrics.PricedTime;
import org.pcpsim.metrics.SystemTime;
import org.pcpsim.metrics.TimedPrices;
import org.pcpsim.model.ModelFactory;
import org.pcpsim.model.Parameters;
import org.pcpsim.operation.GeneratedStreams;
import org.pcpsim.operation.OperationStreams;
import org.pcpsim.operation.StreamTotals;
import org.pcpsim.result.InitialAdjustment;
import org.pcpsim.result.ModelResult;
import org.pcpsim.result.Quality;
import org.pcpsim.result.ReplayResult;
import org.pcpsim.result.TimeQuality;
import org.pcpsim.result.TraceCounts;
import org.pcpsim.series.Sampling;
import org.pcpsim.trace.TraceReader;

/**
 * Replays a trace against models in timed order, one model after the other or, on several threads, side by side.
 *
 * <p>A workload's streams are replayed as they are. A trace is read once in its own order, to know which free belongs to which allocation and what each CPU did in between;
 * its operations are kept as a stream for each CPU, in a temporary file if they are many. The same trace and options give the
 * same result, on any number of threads. A model that fails becomes an error in the result and spoils no other.
 */
public final class TimedReplay {
    private final ReplayOptions options;
    private final Path folder;
    private final boolean traced;
    private final Optional<Grouping> by;
    private final ProbePlan probes;
    private final int threads;

    /**
     * With these options.
     *
     * @param folder where a temporary file comes if there is need for one
     */
    public TimedReplay(ReplayOptions options, Path folder) {
        this(options, folder, true, Optional.empty());
    }

    /**
     * The same.
     *
     * @param traced whether stamps are those of a tracer on a kernel, so that gaps hold its work and the kernel's; else they
     *     are think time only
     * @param by what lock takes are counted by, if they are
     */
    public TimedReplay(ReplayOptions options, Path folder, boolean traced, Optional<Grouping> by) {
        this(options, folder, traced, by, ProbePlan.NONE, 1);
    }

    private TimedReplay(
            ReplayOptions options, Path folder, boolean traced, Optional<Grouping> by, ProbePlan probes, int threads) {
        this.options = options;
        this.folder = folder;
        this.traced = traced;
        this.by = by;
        this.probes = probes;
        this.threads = threads;
    }

    /**
     * The same, models side by side on several threads.
     *
     * @param count threads at work at most, 1 or more
     */
    public TimedReplay withThreads(int count) {
        return new TimedReplay(options, folder, traced, by, probes, count);
    }

    /** The same, asking models for large pages on the way or at the end. */
    public TimedReplay withProbes(ProbePlan plan) {
        return new TimedReplay(options, folder, traced, by, plan, threads);
    }

    /**
     * Replays a trace from where its reader stands to its end; does not close it.
     *
     * @param progress given the number of events read so far, every few thousand
     * @throws IOException if the trace cannot be read, is not what it should be or lasts longer than 90 days, or the temporary
     *     file cannot be written
     * @throws SettingException if a CPU of the trace is not one of the machine's (names {@code --cpus}), a model has no such
     *     parameter, or the trace ends within the warmup (names {@code --warmup})
     */
    public ReplayResult run(TraceReader reader, LongConsumer progress) throws IOException {
        TimedPrices prices = prices();
        int cpus = options.machine().cpus();
        Stamps stamps = traced ? Stamps.ofTracer(prices.usualOperationNs(), prices.tracedEventNs()) : Stamps.GENERATED;
        OperationFeed feed = feed(reader);
        try (OperationSpool spool = new OperationSpool(
                cpus,
                reader.symbols(),
                feed.firstTime(),
                stamps,
                isNamed(),
                new BlockStore(folder, BlockStore.IN_MEMORY, BlockStore.IN_FILE))) {
            feed.to(FreeGrouping.Sink.of(spool::add));
            while (feed.next()) {
                progress.accept(feed.events());
            }
            spool.end();
            return result(
                    runs(spool), feed.counts(), feed.quality(), TimeQuality.of(spool.thinkDeficit(), spool.spans()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Whether somebody asks for tasks. */
    private boolean isNamed() {
        return by.isPresent()
                || options.models().stream().anyMatch(choice -> choice.events().isPresent());
    }

    /** Operations as they are kept beside the events, where nobody asks for pages or tasks; else worked out from the events. */
    private OperationFeed feed(TraceReader reader) throws IOException {
        int cpus = options.machine().cpus();
        Optional<PackedFeed> packed = isNamed() || !traced ? Optional.empty() : PackedFeed.of(reader, cpus, true);
        return packed.isPresent() ? packed.get() : new TranslatedFeed(reader, cpus, true, Optional.empty());
    }

    /**
     * Replays a workload as its CPUs' streams give it: nothing is kept of it.
     *
     * @throws IOException if the streams cannot be read
     * @throws SettingException as {@link #run(TraceReader, LongConsumer)}
     */
    public ReplayResult run(GeneratedStreams streams) throws IOException {
        int cpus = options.machine().cpus();
        if (streams.cpus() > cpus) {
            throw new SettingException("--cpus", Integer.toString(cpus), "at least " + streams.cpus());
        }
        List<Ended> runs = runs(streams);
        StreamTotals totals = streams.totals();
        return result(
                runs,
                new TraceCounts(totals.events(), totals.allocs(), totals.frees(), totals.durationNs()),
                Quality.ofPieces(totals.pieces()),
                TimeQuality.of(0, totals.spansNs()));
    }

    private TimedPrices prices() {
        return new TimedPrices(options.costs(), CostTable.End.CENTRAL);
    }

    private ReplayResult result(List<Ended> runs, TraceCounts counts, Quality quality, TimeQuality timeQuality) {
        List<Outcome> outcomes = runs.stream().map(Ended::outcome).toList();
        // Every model's memory is laid out alike.
        Optional<InitialAdjustment> adjusted = options.initial() instanceof Initial.Recorded
                ? runs.stream().flatMap(run -> run.adjusted().stream()).findFirst()
                : Optional.empty();
        requireWarm(outcomes, counts);
        Optional<PricedTime> first = outcomes.get(0).time(options.costs());
        SystemTime sys = systemTime(counts);
        return new ReplayResult(
                options.seed(),
                "timed",
                adjusted,
                counts,
                options.machine(),
                quality,
                Optional.of(timeQuality),
                runs.stream()
                        .map(run -> run.answered(run.outcome.result(options.costs(), sys, first)))
                        .toList());
    }

    /** The same run at other prices; nobody takes down more of it than its time. */
    private CostRange.End atEnd(ModelChoice choice, OperationStreams streams, CostTable.End end) throws IOException {
        TimedRun run = new TimedRun(
                new ModelChoice(choice.factory(), choice.parameters()),
                options.withSampling(Sampling.NONE),
                streams,
                Optional.empty(),
                end);
        run.run();
        requireWarm(run.tally(), run.tally().clocks().lastEnd() / 1000);
        return CostRange.End.of(run.tally(), options.costs(), end);
    }

    private SystemTime systemTime(TraceCounts counts) {
        return options.sysPercent().isPresent()
                ? SystemTime.ofPercent(
                        options.sysPercent().getAsDouble(), options.machine().cpus(), counts.durationNs())
                : SystemTime.untraced(
                        options.warmup().isNone() ? options.systemNs() : OptionalLong.empty(),
                        counts.events(),
                        prices().tracedEventNs());
    }

    /** How a model's run ended, what the layout of its memory had to change of the snapshot, and what it answers to probes. */
    private record Ended(Outcome outcome, Optional<InitialAdjustment> adjusted, TimedAnswers answers) {
        /** The end state is asked last: what that counts is not in the figures. */
        private ModelResult answered(ModelResult result) {
            return answers.addedTo(result);
        }
    }

    /** Runs all models, on other threads if there are any; the first that cannot go on, in their order, tells why. */
    private List<Ended> runs(OperationStreams streams) throws IOException {
        List<Ended> ended = new ArrayList<>();
        if (threads == 1 || options.models().size() == 1) {
            for (ModelChoice choice : options.models()) {
                ended.add(run(choice, streams));
            }
            return ended;
        }
        List<Callable<Ended>> tasks = new ArrayList<>();
        for (ModelChoice choice : options.models()) {
            tasks.add(() -> run(choice, streams));
        }
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, tasks.size()));
        try {
            for (Future<Ended> task : pool.invokeAll(tasks)) {
                ended.add(task.get());
            }
            return ended;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cannotRead) {
                throw cannotRead;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while replaying");
        } finally {
            pool.shutdownNow();
        }
    }

    private Ended run(ModelChoice choice, OperationStreams streams) throws IOException {
        ModelFactory factory = choice.factory();
        String name = factory.name();
        Map<String, String> params =
                Parameters.of(name, factory.parameters(), choice.parameters()).values();
        Optional<TimedRun> run = Optional.empty();
        Outcome outcome;
        try {
            run = Optional.of(new TimedRun(choice, options, streams, by, CostTable.End.CENTRAL));
            run.get().run();
            if (options.costRange()) {
                run.get()
                        .tally()
                        .setRange(new CostRange(
                                atEnd(choice, streams, CostTable.End.LOW), atEnd(choice, streams, CostTable.End.HIGH)));
            }
            outcome = new Outcome(name, params, Optional.of(run.get().tally()), Optional.empty());
        } catch (SettingException | UncheckedIOException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            if (!ModelFailure.isOfModel(e)) {
                throw e;
            }
            String place = run.map(TimedRun::place).orElse("before the trace began");
            long operations = run.map(r -> r.tally().operations()).orElse(0L);
            ModelFailure failure = ModelFailure.of(factory, name, place, e);
            outcome = new Outcome(name, params, Optional.empty(), Optional.of(Outcome.error(failure, operations)));
        }
        TimedAnswers answers = new TimedAnswers(choice, options, streams, probes);
        if (outcome.error().isEmpty()) {
            answers.askOnTheWay();
            answers.askLater(run.orElseThrow());
        }
        return new Ended(outcome, run.map(TimedRun::initialAdjustment), answers);
    }

    /** A trace that ends within the warmup counts nothing; a failed model says nothing of that. */
    private void requireWarm(List<Outcome> outcomes, TraceCounts counts) {
        for (Outcome outcome : outcomes) {
            if (outcome.run().isPresent()) {
                requireWarm(outcome.run().get(), counts.durationNs());
            }
        }
    }

    private void requireWarm(CountedRun run, long durationNs) {
        if (!run.isWarm()) {
            throw new SettingException(
                    "--warmup",
                    options.warmup().toString(),
                    "less than the trace, which ends before: it has " + run.operations() + " operations in "
                            + durationNs + " ns");
        }
    }
}
