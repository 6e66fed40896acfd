package org.pcpsim.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.pcpsim.cli.sweep.Axis;
import org.pcpsim.cli.sweep.Grid;
import org.pcpsim.cli.sweep.Point;
import org.pcpsim.cli.sweep.SweepSpec;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The options that say what a sweep varies. Each takes the place of what the spec file says of the same. */
final class GridOptions {
    /** Options of {@code replay} that have a field of their own here, or change no figure. */
    private static final Set<String> APART = Set.of("model", "param", "set", "seed", "by", "check");

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

    @Option(names = "--trace", paramLabel = "TRACE", description = "A trace as for replay; repeatable.")
    private List<String> traces = new ArrayList<>();

    @Option(
            names = "--model",
            split = ",",
            paramLabel = "NAME",
            description = "Models, all run at every point, the first being the reference (default: as replay).")
    private List<String> models = new ArrayList<>();

    @Option(names = "--cpus", paramLabel = "N,…", description = "Numbers of CPUs.")
    private String cpus = "";

    @Option(names = "--memory", paramLabel = "SIZE,…", description = "Memory sizes.")
    private String memory = "";

    @Option(names = "--seeds", paramLabel = "N,…", description = "Seeds; 1..10 is all from 1 to 10.")
    private String seeds = "";

    @Option(names = "--param", paramLabel = "MODEL.KEY=V,…", description = "Values of a model's parameter; repeatable.")
    private List<String> parameters = new ArrayList<>();

    @Option(
            names = "--set",
            paramLabel = "PATH=V,…",
            description = "Values of a sysctl or a zone's figure; repeatable.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--vary",
            paramLabel = "OPTION=V,…",
            description = "Values of any other option of replay, such as kernel=6.12,7.0 or initial=fresh; repeatable.")
    private List<String> others = new ArrayList<>();

    /** The grid of a spec file, if there is one, and the options; its models are in this catalog. */
    Grid grid(List<String> files, Invocation invocation, ModelCatalog catalog) throws IOException {
        if (files.size() > 1) {
            throw CommandException.usage(
                    "found " + files.size() + " specs, expected one", "traces are given with --trace");
        }
        Set<String> names = names();
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String file : files) {
            fields.putAll(SweepSpec.read(file, invocation.console().in(), names));
        }
        override(fields, names);
        if (!fields.containsKey("traces")) {
            throw CommandException.usage("there is no trace to sweep over", "give --trace, or a spec with traces");
        }
        Grid grid = new Grid(fields.get("traces"), fields.getOrDefault("models", List.of()), axes(fields, names));
        if (grid.size() > Grid.MOST_POINTS) {
            throw CommandException.usage("more than " + Grid.MOST_POINTS + " points");
        }
        if (grid.traces().contains("-")) {
            throw CommandException.usage("a sweep cannot read traces from standard input (-)");
        }
        check(grid, catalog);
        return grid;
    }

    private void override(Map<String, List<String>> fields, Set<String> names) {
        if (!traces.isEmpty()) {
            fields.put("traces", traces);
        }
        if (!models.isEmpty()) {
            fields.put("models", models);
        }
        put(fields, "cpus", cpus);
        put(fields, "memory", memory);
        put(fields, "seed", seeds);
        parameters.forEach(given -> assign(fields, "--param", "param.", given));
        settings.forEach(given -> assign(fields, "--set", "set.", given));
        for (String given : others) {
            String name = given.substring(0, Math.max(0, given.indexOf('=')));
            if (!names.contains(name)) {
                throw CommandException.usage(
                        "--vary: found '" + given + "', expected OPTION=VALUES with an option of replay",
                        "there are: " + String.join(", ", names));
            }
            assign(fields, "--vary", "", given);
        }
    }

    private static void assign(Map<String, List<String>> fields, String option, String prefix, String given) {
        int equals = given.indexOf('=');
        if (equals < 1) {
            throw CommandException.usage(option + ": found '" + given + "', expected NAME=VALUE,…");
        }
        put(fields, prefix + given.substring(0, equals), given.substring(equals + 1));
    }

    private static void put(Map<String, List<String>> fields, String name, String values) {
        if (values.isEmpty()) {
            return;
        }
        if (Axis.isBadRange(values)) {
            throw CommandException.usage("found '" + values + "' for " + name + ", expected " + Axis.RANGES);
        }
        List<String> list = Axis.range(values).orElse(List.of(values.split(",", -1)));
        if (new LinkedHashSet<>(list).size() < list.size()) {
            throw CommandException.usage("found '" + values + "' for " + name + ", expected each value once");
        }
        fields.put(name, list);
    }

    /** Options in the order of replay's help, then parameters and settings by name, then seeds. */
    private static List<Axis> axes(Map<String, List<String>> fields, Set<String> names) {
        List<String> order = new ArrayList<>(names);
        order.addAll(new TreeSet<>(fields.keySet()));
        order.removeIf(name -> name.equals("seed")
                || !fields.containsKey(name)
                || List.of("traces", "models").contains(name));
        if (fields.containsKey("seed")) {
            order.add("seed");
        }
        return order.stream()
                .distinct()
                .map(name -> new Axis(name, fields.get(name)))
                .toList();
    }

    private static Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (OptionSpec option :
                new CommandLine(new RunOptions()).getCommandSpec().options()) {
            String name = option.longestName().substring(2);
            if (!APART.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    /** Wrong usage now rather than in every point: each value once, beside the first of the other axes. */
    private static void check(Grid grid, ModelCatalog catalog) {
        Point first = grid.point(1);
        PointReplay.options(first).choices(catalog);
        for (Axis axis : grid.axes()) {
            for (String value : axis.values()) {
                // Whatever is true of one number is of every seed, and there may be very many.
                if (axis.name().equals("seed") && NUMBER.matcher(value).matches()) {
                    continue;
                }
                Map<String, String> values = new LinkedHashMap<>(first.values());
                values.put(axis.name(), value);
                PointReplay.options(new Point(1, first.trace(), first.models(), values))
                        .choices(catalog);
            }
        }
    }
}
