package org.pcpsim.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pcpsim.cli.report.Tree;
import org.pcpsim.mapping.MappedTrace;
import org.pcpsim.mapping.ModuloPlacement;
import org.pcpsim.mapping.Placement;
import org.pcpsim.mapping.SchedulerPlacement;
import org.pcpsim.mapping.TraceOpening;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;
import picocli.CommandLine.Option;

/** The options that put a trace onto another machine. */
final class MappingOptions {
    private static final List<String> PLACEMENTS = List.of("modulo", "scheduler");
    private static final long DEFAULT_SPREAD_NS = 100_000_000;

    @Option(
            names = "--placement",
            paramLabel = "RULE",
            description = "Put the trace's tasks on the machine's CPUs: modulo (recorded CPU modulo; used with --scale "
                    + "and --repeat) or scheduler (on idle CPUs, with migration).")
    private String placement = "";

    @Option(
            names = "--scale",
            converter = Copies.class,
            paramLabel = "N",
            description = "Run N copies of the trace at the same time, each with pages and tasks of its own.")
    private int scale = 1;

    @Option(
            names = "--spread",
            paramLabel = "TIME",
            description = "Copies begin within this time, by the seed (default: 100ms).")
    private String spread = "";

    @Option(
            names = "--repeat",
            converter = Times.class,
            paramLabel = "N",
            description = "Run the trace, or each copy, N times in a row.")
    private int repeat = 1;

    /** A number of copies. */
    static final class Copies extends WholeNumber {
        Copies() {
            super(MappedTrace.MOST_COPIES);
        }
    }

    /** A number of times in a row. */
    static final class Times extends WholeNumber {
        Times() {
            super(MappedTrace.MOST_TIMES);
        }
    }

    /** Refuses what can be refused without a trace. */
    void check() {
        if (!placement.isEmpty() && !PLACEMENTS.contains(placement)) {
            throw CommandException.usage(
                    "--placement: found '" + placement + "', expected modulo or scheduler",
                    Nearest.hint(placement, PLACEMENTS));
        }
        require("--scale", scale, MappedTrace.MOST_COPIES);
        require("--repeat", repeat, MappedTrace.MOST_TIMES);
        spreadNs();
    }

    private static void require(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw CommandException.usage(option + ": found '" + value + "', expected 1 to " + most);
        }
    }

    private long spreadNs() {
        OptionalLong time = SelectionOptions.time("--spread", spread);
        return time.orElse(DEFAULT_SPREAD_NS);
    }

    /** Whether the trace is not replayed as it is. */
    boolean isAsked() {
        return scale > 1 || repeat > 1 || !placement.isEmpty();
    }

    /**
     * The trace on the machine's CPUs.
     *
     * @param name the trace as the user named it
     * @param trace its reader, used as it is if nothing is asked for
     * @param again opens it again
     */
    TraceReader mapped(String name, TraceReader trace, TraceOpening again, int cpus, long seed) throws IOException {
        if (!isAsked()) {
            return trace;
        }
        if (name.equals("-") && scale * repeat > 1) {
            throw CommandException.usage(
                    "--scale and --repeat read a trace several times, which standard input (-) cannot be");
        }
        TraceHeader header = trace.header();
        int recorded = header.cpus().orElse(Math.max(1, cpus / scale));
        Placement onCpus = placement.equals("scheduler")
                ? new SchedulerPlacement(recorded, cpus, seed)
                : new ModuloPlacement(recorded, cpus);
        return new MappedTrace(trace, again, new MappedTrace.Runs(scale, repeat, spreadNs(), seed), onCpus, cpus);
    }

    /** The {@code mapping} object of results. */
    Optional<Tree> tree() {
        if (!isAsked()) {
            return Optional.empty();
        }
        return Optional.of(new Tree()
                .put("placement", placement.isEmpty() ? "modulo" : placement)
                .put("scale", scale)
                .put("spreadNs", spreadNs())
                .put("repeat", repeat));
    }
}
