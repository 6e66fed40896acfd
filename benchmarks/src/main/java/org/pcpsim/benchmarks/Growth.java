package org.pcpsim.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.ModelFactory;
import org.pcpsim.replay.ModelChoice;
import org.pcpsim.replay.Replay;
import org.pcpsim.replay.ReplayOptions;

/**
 * Prints what an operation costs after 1, 2, 4 … M operations of one replay with a fixed number of live pages, and what is
 * on the heap then.
 *
 * <p>Argument: how often to double.
 */
public final class Growth {
    private static final int LIVE = 1 << 18;
    private static final long UNIT = 1_000_000;

    private Growth() {}

    /** Prints a table for each model. */
    public static void main(String[] arguments) throws IOException {
        int doublings = Integer.parseInt(arguments[0]);
        long[] marks = new long[doublings + 2];
        marks[0] = LIVE;
        for (int i = 0; i <= doublings; i++) {
            marks[i + 1] = LIVE + (UNIT << i);
        }
        for (ModelFactory model : Case.mainModels()) {
            print(model, doublings, marks);
        }
    }

    private static void print(ModelFactory model, int doublings, long[] marks) throws IOException {
        Machine machine = Case.machine(32, 32L << 30);
        System.out.printf("%n%-28s %9s %9s%n", model.name() + " after M operations", "ns/op", "MiB heap");
        RandomMix mix = new RandomMix(32, 1 << 23, LIVE, UNIT << doublings);
        try (Stopwatch trace = new Stopwatch(mix, true, marks)) {
            new Replay(ReplayOptions.of(machine, List.of(ModelChoice.of(model)))).run(trace);
            for (int i = 1; i <= doublings; i++) {
                System.out.printf(
                        Locale.ROOT,
                        "%-28d %9.1f %9.1f%n",
                        1 << i,
                        trace.between(i, i + 1),
                        trace.heap(i) / (double) (1 << 20));
            }
        }
    }
}
