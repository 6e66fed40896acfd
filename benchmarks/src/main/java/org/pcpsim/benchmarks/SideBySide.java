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
    private SideBySide() {}

    /** Prints a line for each number of models, and one for the text. */
    public static void main(String[] arguments) throws IOException {
        int rounds = Integer.parseInt(arguments[0]);
        Case packed = Case.of("", Path.of(arguments[1]), Case.machine(8, 16L << 30));
        List<ModelFactory> models = Case.mainModels();
        System.out.println();
        double slowest = 0;
        for (ModelFactory model : models) {
            double seconds = best(rounds, packed, List.of(model), 2);
            System.out.printf(Locale.ROOT, "%-44s %6.2f s%n", model.name() + ", 2 threads", seconds);
            slowest = Math.max(slowest, seconds);
        }
        double both = best(rounds, packed, models, 2);
        System.out.printf(
                Locale.ROOT, "%-44s %6.2f s, %.2f times the slower%n", "both, 2 threads", both, both / slowest);
        double serial = best(rounds, packed, models, 1);
        System.out.printf(Locale.ROOT, "%-44s %6.2f s%n", "both, 1 thread", serial);
        Case text = Case.of("", Path.of(arguments[2]), Case.machine(8, 16L << 30));
        for (int threads = 1; threads <= 2; threads++) {
            double seconds = best(rounds, text, models.subList(0, 1), threads);
            System.out.printf(
                    Locale.ROOT,
                    "%-44s %6.2f s, %.2f M op/s%n",
                    "text, baseline, " + threads + (threads == 1 ? " thread" : " threads"),
                    seconds,
                    2 * text.unit() / seconds / 1e6);
        }
    }

    /** Seconds for two units. */
    private static double best(int rounds, Case of, List<ModelFactory> models, int threads) throws IOException {
        List<ModelChoice> choices = new ArrayList<>();
        models.forEach(model -> choices.add(ModelChoice.of(model)));
        double best = Double.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            try (TraceReader trace = of.source().open(2)) {
                long start = System.nanoTime();
                new Replay(ReplayOptions.of(of.machine(), choices))
                        .withThreads(threads)
                        .run(trace);
                best = Math.min(best, (System.nanoTime() - start) / 1e9);
            }
        }
        return best;
    }
}
