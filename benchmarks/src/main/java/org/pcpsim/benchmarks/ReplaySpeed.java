package org.pcpsim.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.pcpsim.model.ModelFactory;
import org.pcpsim.model.Models;
import org.pcpsim.replay.ModelChoice;
import org.pcpsim.replay.Replay;
import org.pcpsim.replay.ReplayOptions;
import org.pcpsim.replay.TimedReplay;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.PackedOperations;
import org.pcpsim.trace.TraceReader;

/**
 * Prints how many operations a second each model replays, and how many the roofline loop does in the same JVM.
 *
 * <p>Arguments: rounds, of which the best counts; then cases: {@code NAME=FILE}, {@code c} or {@code d}.
 */
public final class ReplaySpeed {
    private final int rounds;

    private ReplaySpeed(int rounds) {
        this.rounds = rounds;
    }

    /** Prints a table for each case. */
    public static void main(String[] arguments) throws IOException {
        ReplaySpeed speed = new ReplaySpeed(Integer.parseInt(arguments[0]));
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            speed.print(of(argument));
        }
    }

    private static Case of(String argument) throws IOException {
        return switch (argument) {
            case "c" -> Case.mix("c: random mix, 1 M live pages, 32 GiB, 32 CPUs", 32, 32L << 30, 1 << 20, 1_000_000);
            case "d" -> Case.mix("d: random mix, 32 M live pages, 1 TiB, 256 CPUs", 256, 1L << 40, 32 << 20, 1_000_000);
            default -> {
                int equals = argument.indexOf('=');
                yield Case.of(
                        argument.substring(0, equals),
                        Path.of(argument.substring(equals + 1)),
                        Case.machine(argument.startsWith("build-32") ? 32 : 8, 16L << 30));
            }
        };
    }

    private void print(Case of) throws IOException {
        System.out.printf(Locale.ROOT, "%n%s%n", of.name());
        System.out.printf("%-28s %9s %9s %10s %9s%n", "", "M op/s", "ns/op", "roofline", "baseline");
        double roof;
        try (TraceReader trace = of.source().open(2)) {
            roof = new Roofline(trace, of.skip()).nsEach(rounds);
        }
        line("roofline", roof, roof, Double.NaN);
        line("reading events", best(of, of.packed(), rounds, ReplaySpeed::readEvents), roof, Double.NaN);
        line("reading operations", best(of, of.packed(), rounds, ReplaySpeed::readOperations), roof, Double.NaN);
        double reference = Double.NaN;
        List<String> main = Case.mainModels().stream().map(ModelFactory::name).toList();
        boolean small = of.skip() < of.unit() * 4;
        for (ModelFactory model : small ? Models.all() : Case.mainModels()) {
            ReplayOptions options = ReplayOptions.of(of.machine(), List.of(ModelChoice.of(model)));
            int times = main.contains(model.name()) ? rounds : Math.min(rounds, 2);
            double ns = best(of, of.packed(), times, trace -> new Replay(options).run(trace));
            reference = Double.isNaN(reference) ? ns : reference;
            line(model.name(), ns, roof, reference);
            if (small && main.contains(model.name())) {
                line(model.name() + ", timed", timed(of, options), roof, ns);
            }
            if (small && Double.compare(ns, reference) == 0) {
                Work events = trace -> new Replay(options).run(new EventsOnly(trace));
                line(model.name() + ", from events", best(of, of.packed(), times, events), roof, reference);
            }
        }
    }

    private static void readEvents(TraceReader trace) throws IOException {
        EventBatch batch = new EventBatch();
        while (trace.read(batch)) {
            continue;
        }
    }

    /** Only from the file into memory: they are decoded as they are replayed. */
    private static void readOperations(TraceReader trace) throws IOException {
        PackedOperations operations = trace.operations().orElseThrow();
        while (operations.next()) {
            continue;
        }
    }

    private static void line(String what, double ns, double roof, double reference) {
        System.out.printf(
                Locale.ROOT,
                "%-28s %9.2f %9.1f %9.0f%% %9s%n",
                what,
                1e3 / ns,
                ns,
                100 * roof / ns,
                Double.isNaN(reference) ? "" : String.format(Locale.ROOT, "%.0f%%", 100 * reference / ns));
    }

    private interface Work {
        void on(TraceReader trace) throws IOException;
    }

    /** ns an operation between the first and the ninth unit, the least of all rounds. */
    private static double best(Case of, Case.Source source, int times, Work work) throws IOException {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < times; round++) {
            try (Stopwatch trace = of.open(source)) {
                work.on(trace);
                best = Math.min(best, trace.between(0, 1));
            }
        }
        return best;
    }

    /** The same of timed order, which reads all before it replays: nine units less one, when both are compiled. */
    private double timed(Case of, ReplayOptions options) throws IOException {
        double best = Double.MAX_VALUE;
        timedNs(of, options, 1);
        timedNs(of, options, 1);
        for (int round = 0; round < Math.min(rounds, 3); round++) {
            double one = timedNs(of, options, 1);
            best = Math.min(best, (timedNs(of, options, 9) - one) / (8 * of.unit()));
        }
        return best;
    }

    private static double timedNs(Case of, ReplayOptions options, int units) throws IOException {
        try (TraceReader trace = of.packed().open(units)) {
            long start = Stopwatch.now();
            new TimedReplay(options, Path.of(System.getProperty("java.io.tmpdir"))).run(trace, events -> {});
            return Stopwatch.now() - start;
        }
    }
}
