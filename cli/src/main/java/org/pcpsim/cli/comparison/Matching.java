package org.pcpsim.cli.comparison;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pcpsim.trace.TraceException;

/** Finds which results belong together. */
public final class Matching {
    private static final int DIGEST = 8;

    private final ColumnRule rule;
    private final Set<MatchRule> rules;
    private final List<Sample> samples = new ArrayList<>();
    private final List<String> columns;

    private Matching(List<ResultFile> files, ColumnRule rule, Set<MatchRule> rules) {
        this.rule = rule;
        this.rules = rules;
        files.forEach(file -> file.results()
                .forEach(result ->
                        result.trees("models").forEach(model -> samples.add(new Sample(file.path(), result, model)))));
        columns = samples.stream().map(rule::column).distinct().toList();
    }

    /**
     * Compares results.
     *
     * @param rule what makes a column
     * @param rules what results of one row have in common
     * @throws TraceException if no row has results in the first and another column
     */
    public static Comparison of(List<ResultFile> files, ColumnRule rule, Set<MatchRule> rules) throws TraceException {
        return new Matching(files, rule, rules).compared();
    }

    private Comparison compared() throws TraceException {
        boolean byModel = !differInModel();
        Map<String, List<Sample>> groups = new LinkedHashMap<>();
        for (Sample sample : samples) {
            String key = MatchRule.key(rules, sample) + (byModel ? sample.modelName() : "");
            groups.computeIfAbsent(key, name -> new ArrayList<>()).add(sample);
        }
        List<Case> cases = new ArrayList<>();
        List<String> unmatched = new ArrayList<>();
        for (List<Sample> group : groups.values()) {
            Case one = named(group, byModel);
            long filled = one.samples().stream().filter(cell -> !cell.isEmpty()).count();
            boolean compared = !one.samples().get(0).isEmpty() && filled > 1;
            if (compared || columns.size() == 1 && rule == ColumnRule.MODEL) {
                cases.add(one);
            } else {
                unmatched.add(alone(one, group));
            }
        }
        if (cases.isEmpty()) {
            throw nothingInCommon();
        }
        return new Comparison(rule, names(), cases, Variation.of(cases, columns.size(), rule), List.copyOf(unmatched));
    }

    /** Whether columns are models, or each column has one and not all the same. */
    private boolean differInModel() {
        if (rule == ColumnRule.MODEL) {
            return true;
        }
        Map<String, Set<String>> models = new LinkedHashMap<>();
        samples.forEach(sample -> models.computeIfAbsent(rule.column(sample), name -> new LinkedHashSet<>())
                .add(sample.modelName()));
        return models.values().stream().allMatch(names -> names.size() == 1)
                && models.values().stream().distinct().count() > 1;
    }

    private Case named(List<Sample> group, boolean byModel) {
        List<List<Sample>> cells = new ArrayList<>();
        for (String column : columns) {
            cells.add(group.stream()
                    .filter(sample -> rule.column(sample).equals(column))
                    .toList());
        }
        Sample first = group.get(0);
        String trace = samples.stream()
                                .filter(sample -> sample.traceName().equals(first.traceName()))
                                .map(sample -> MatchRule.key(rules, sample))
                                .distinct()
                                .count()
                        == 1
                ? first.traceName()
                : told(first);
        return new Case(trace, first.machineWords(), byModel ? first.modelName() : "", cells);
    }

    /** Of cases whose traces have one name, what tells them apart. */
    private String told(Sample sample) {
        boolean sameTrace = samples.stream()
                        .filter(other -> other.traceName().equals(sample.traceName()))
                        .map(Sample::traceKey)
                        .distinct()
                        .count()
                == 1;
        String key = sample.traceKey();
        return sample.traceName()
                + (sameTrace ? ", " + sample.machineWords() : " " + key.substring(0, Math.min(DIGEST, key.length())));
    }

    private String alone(Case one, List<Sample> group) {
        Set<String> where = new LinkedHashSet<>();
        group.forEach(sample -> where.add(rule.column(sample)));
        return one.label() + ": only in " + String.join(", ", where);
    }

    /** Names of files and folders without what all have in common, if they differ still. */
    private List<String> names() {
        if (rule == ColumnRule.MODEL) {
            return columns;
        }
        List<String> last = columns.stream()
                .map(column -> Path.of(column).toAbsolutePath().normalize())
                .map(path -> path.getFileName() == null
                        ? path.toString()
                        : path.getFileName().toString())
                .map(name -> rule == ColumnRule.FILE ? name.replaceAll("(?<=.)(\\.json)?(\\.(gz|zst|xz))?$", "") : name)
                .toList();
        return last.stream().distinct().count() == last.size() ? last : columns;
    }

    private TraceException nothingInCommon() {
        String first = columns.get(0);
        if (columns.size() == 1) {
            return TraceException.of(first, "there is nothing to compare it with");
        }
        Sample one = samples.get(0);
        Sample other = samples.stream()
                .filter(sample -> !rule.column(sample).equals(first))
                .findFirst()
                .orElse(one);
        return TraceException.of(
                other.file(),
                "nothing in common with " + one.file() + ": found " + words(other) + ", expected " + words(one)
                        + " (--match name compares traces of one name, whatever their content and machine)");
    }

    private static String words(Sample sample) {
        String key = sample.traceKey();
        return sample.modelName() + " on " + sample.tracePath() + " ("
                + key.substring(0, Math.min(DIGEST, key.length())) + "), " + sample.machineWords();
    }
}
