package org.pcpsim.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pcpsim.metrics.CostFile;
import org.pcpsim.replay.Grouping;
import org.pcpsim.replay.ModelChoice;
import org.pcpsim.replay.ProbePlan;
import org.pcpsim.replay.ReplayOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how a trace is replayed: models, machine, beginning, seed. What they say decides a result. */
final class RunOptions {
    @Mixin
    private ModelOptions models;

    @Mixin
    private MachineOptions machine;

    @Mixin
    private MappingOptions mapping;

    @Mixin
    private TimeOptions time;

    @Mixin
    private ZonesOption zones;

    @Option(
            names = "--initial",
            paramLabel = "STATE",
            description =
                    "Memory at the start: fresh (all free), snapshot (as the recording says; used if it says so) or "
                            + "aged (a mix of free and used blocks).")
    private String initial = "";

    @Option(names = "--warmup", paramLabel = "2s|100000op", description = "Replay this much without counting it.")
    private String warmup = "";

    @Option(names = "--seed", paramLabel = "N", description = "Start of every random choice (default: 1).")
    private long seed = ReplayOptions.DEFAULT_SEED;

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            description = "Say who takes zone->lock, by: comm, pid, gfp, order, cpu or node.")
    private String by = "";

    @Option(
            names = "--probe",
            paramLabel = "WHAT",
            description = "Ask the end state for large pages: hugepages[=N] or contig=1G, the state at a time or after "
                    + "operations with hugepages@2s or contig=1G@100000op (docs/probes.md); repeatable.")
    private List<String> probes = new ArrayList<>();

    @Option(
            names = "--check",
            arity = "1",
            paramLabel = "N",
            preprocessor = CheckInterval.class,
            description = "Verify every invariant each N operations (--check alone: 100000) and at the end.")
    private Long check;

    @Option(
            names = "--costs",
            paramLabel = "FILE",
            description = "Prices of counted work as JSON, pcpsim.costs/1 (docs/formats.md).")
    private String costs = "";

    /** The models of a catalog; refuses, as wrong usage, what can be refused without a trace. */
    List<ModelChoice> choices(ModelCatalog catalog) {
        checkOptions();
        return models.choices(catalog);
    }

    private void checkOptions() {
        machine.check();
        mapping.check();
        time.check();
        by();
        if (zones.traced() && time.isTimed()) {
            throw CommandException.usage("--zones traced needs --order trace");
        }
        probes();
        if (!List.of("", "fresh", "snapshot", "aged").contains(initial)) {
            throw CommandException.usage("--initial: found '" + initial + "', expected fresh, snapshot or aged");
        }
        if (!initial.equals("aged") && machine.saysAged()) {
            throw CommandException.usage("--set aged.…: found without --initial aged, which it is for");
        }
        machine.aged();
        if (check != null && check < 1) {
            throw CommandException.usage("--check: found '" + check + "', expected 1 or more operations");
        }
    }

    /** The machine's options. */
    MachineOptions machine() {
        return machine;
    }

    /** The options that put a trace onto another machine. */
    MappingOptions mapping() {
        return mapping;
    }

    /** What lock takes are counted by, if that is wanted. */
    Optional<Grouping> by() {
        List<String> names = Arrays.stream(Grouping.values())
                .map(grouping -> grouping.name().toLowerCase(Locale.ROOT))
                .toList();
        if (by.isEmpty()) {
            return Optional.empty();
        }
        if (!names.contains(by)) {
            throw CommandException.usage(
                    "--by: found '" + by + "', expected one of " + String.join(", ", names), Nearest.hint(by, names));
        }
        return Optional.of(Grouping.valueOf(by.toUpperCase(Locale.ROOT)));
    }

    /** What each model is asked for, and when. */
    ProbePlan probes() {
        return ProbeOption.parse(probes);
    }

    /** Start of every random choice. */
    long seed() {
        return seed;
    }

    /** Whether virtual time is modelled. */
    boolean isTimed() {
        return time.isTimed();
    }

    /** What memory begins as; empty if nothing was asked for. */
    String initial() {
        return initial;
    }

    /**
     * The same options of a replay with what these say.
     *
     * @throws IOException if the costs cannot be read or are not what they should be
     */
    ReplayOptions applied(ReplayOptions options) throws IOException {
        ReplayOptions given = options.withSeed(seed)
                .withCheckInterval(check == null ? 0 : check)
                .withTracedZones(zones.traced());
        if (!costs.isEmpty()) {
            given = given.withCosts(CostFile.read(costs, Files.newInputStream(Path.of(costs))));
        }
        given = time.applied(given);
        return warmup.isEmpty() ? given : given.withWarmup(WarmupOption.parse(warmup));
    }
}
