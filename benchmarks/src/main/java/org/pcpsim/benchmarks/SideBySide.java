package org.pcpsim.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pcpsim.model.ModelFactory;
import org.pcpsim.replay.ModelChoice;
import org.pcpsim.replay.Replay;
import org.pcpsim.replay.ReplayOptions;
import org.pcpsim.trace.TraceReader;

/**
 * Prints how long models take together on two threads against the slowest alone, and how fast a text is replayed end to
 * end. Wall time: for a machine with two cores that nobody else uses.
 *
 * <p>Arguments: rounds, of which the best counts; a packed trace; a text.
 */
public final class SideBySide {
    /** Units that are timed, after one that is not. */
    private static final int UNITS = 4;

    private SideBySide() {}

    /** Prints a line for each number of models, and one for the text. */
    public static void main(String[] arguments) throws IOException {
        int rounds = Integer.parseInt(arguments[0]);
        Case packed = Case.of("", Path.of(arguments[1]), Case.machine(8, 16L << 30));
        List<ModelFactory> models = Case.mainModels();
        System.out.println();
        double slowest = 0;
        for (ModelFactory model : models) {
            double seconds = best(rounds, packed, packed.packed(), List.of(model), 2);
            System.out.printf(Locale.ROOT, "%-44s %6.2f s%n", model.name() + ", 2 threads", seconds);
            slowest = Math.max(slowest, seconds);
        }
        double both = best(rounds, packed, packed.packed(), models, 2);
        System.out.printf(
                Locale.ROOT, "%-44s %6.2f s, %.2f times the slower%n", "both, 2 threads", both, both / slowest);
        double serial = best(rounds, packed, packed.packed(), models, 1);
        System.out.printf(Locale.ROOT, "%-44s %6.2f s%n", "both, 1 thread", serial);
        Case text = Case.of("", Path.of(arguments[2]), Case.machine(8, 16L << 30));
        for (int threads = 1; threads <= 2; threads++) {
            double seconds = best(rounds, text, text.source(), models.subList(0, 1), threads);
            System.out.printf(
                    Locale.ROOT,
                    "%-44s %6.2f s, %.2f M op/s%n",
                    "text, baseline, " + threads + (threads == 1 ? " thread" : " threads"),
                    seconds,
                    UNITS * text.unit() / seconds / 1e6);
        }
    }

    /** Seconds for the units after the first: each the best of some rounds. */
    private static double best(int rounds, Case of, Case.Source source, List<ModelFactory> models, int threads)
            throws IOException {
        List<ModelChoice> choices = new ArrayList<>();
        models.forEach(model -> choices.add(ModelChoice.of(model)));
        ReplayOptions options = ReplayOptions.of(of.machine(), choices);
        double all = Double.MAX_VALUE;
        double first = Double.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            all = Math.min(all, seconds(source, options, 1 + UNITS, threads));
            first = Math.min(first, seconds(source, options, 1, threads));
        }
        return all - first;
    }

    private static double seconds(Case.Source of, ReplayOptions options, int units, int threads) throws IOException {
        try (TraceReader trace = of.open(units)) {
            long start = System.nanoTime();
            new Replay(options).withThreads(threads).run(trace);
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
