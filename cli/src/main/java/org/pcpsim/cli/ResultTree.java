package org.pcpsim.cli;

import java.util.Map;
import java.util.Optional;
import org.pcpsim.cli.report.Tree;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.Topology;
import org.pcpsim.replay.ReplayOptions;
import org.pcpsim.replay.Warmup;
import org.pcpsim.result.ModelFigures;
import org.pcpsim.result.ModelResult;
import org.pcpsim.result.ReplayResult;
import org.pcpsim.trace.recording.TraceSource;

/** A replay's result as a tree of fields: {@code pcpsim.result/1}. */
final class ResultTree {
    private static final String SCHEMA = "pcpsim.result/1";

    private ResultTree() {}

    /** The whole result; the trace has been read to its end. */
    static Tree of(
            Invocation invocation,
            TraceSource source,
            InitialChoice initial,
            Optional<Tree> mapping,
            ReplayOptions options,
            ReplayResult result,
            CourseOptions.Written files) {
        boolean timed = result.order().equals("timed");
        Warmup warmup = options.warmup();
        return new Tree()
                .put("schema", SCHEMA)
                .put("pcpsim", Version.current())
                .put("command", invocation.arguments())
                .put("seed", result.seed())
                .put("order", result.order())
                .put("topology", topology(options, timed))
                .put("initial", initial.name())
                .put("initialMix", initial.aged())
                .put("initialNote", initial.note())
                .put("initialAdjusted", result.initialAdjusted())
                .put("warmup", warmup.isNone() ? Optional.empty() : Optional.of(warmup))
                .put("trace", InputFacts.trace(source, result.trace()))
                .put("mapping", mapping)
                .put("machine", MachineTree.of(result.machine()))
                .put("quality", quality(result))
                .put("map", files.map())
                .put(
                        "models",
                        result.models().stream()
                                .map(model -> model(model, files))
                                .toList());
    }

    /** What was used in timed order; in trace order, whom designs ask for pages first, if it is not what every machine has. */
    private static Optional<String> topology(ReplayOptions options, boolean timed) {
        Machine machine = options.machine();
        String used = options.topology().toString();
        boolean isDefault =
                used.equals(Topology.of(machine.cpus(), machine.nodes()).toString());
        return timed || !isDefault ? Optional.of(used) : Optional.empty();
    }

    private static Tree quality(ReplayResult result) {
        Tree quality = Tree.of(result.quality());
        result.timeQuality().ifPresent(of -> Tree.of(of).fields().forEach(quality::put));
        return quality;
    }

    private static Tree model(ModelResult model, CourseOptions.Written files) {
        Tree tree = new Tree().put("name", model.name()).put("params", parameters(model.params()));
        model.error().ifPresent(error -> tree.put("error", error.message()));
        model.figures().ifPresent(figures -> figures(tree, figures));
        if (!model.probes().isEmpty()) {
            tree.put("probes", model.probes());
        }
        tree.put("by", model.by());
        model.series().ifPresent(series -> tree.put("series", SeriesTree.of(series, files.series())));
        return tree;
    }

    /** Latencies, throughput and virtual time stand beside the other figures. */
    private static void figures(Tree tree, ModelFigures figures) {
        Tree.of(figures).fields().forEach((name, value) -> {
            if (name.equals("timing")) {
                ((Tree) value).fields().forEach(tree::put);
            } else if (!name.equals("own") || !figures.own().isEmpty()) {
                tree.put(name, value);
            }
        });
    }

    /** Numbers as numbers. */
    private static Tree parameters(Map<String, String> values) {
        Tree tree = new Tree();
        values.forEach(
                (name, value) -> tree.put(name, value.matches("-?\\d{1,18}") ? (Object) Long.parseLong(value) : value));
        return tree;
    }
}
