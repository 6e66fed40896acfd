package org.pcpsim.cli.comparison;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What makes a column of a comparison. */
public enum ColumnRule {
    /** Each file. */
    FILE,
    /** Each folder that files are from. */
    FOLDER,
    /** Each model; files are repetitions. */
    MODEL;

    /**
     * What suits these files: folders if there are several; models if there is one file, or files of one folder differ
     * in nothing but the seed; else files.
     */
    public static ColumnRule suiting(List<ResultFile> files) {
        Set<String> folders = files.stream().map(file -> folder(file.path())).collect(Collectors.toSet());
        if (folders.size() > 1) {
            return FOLDER;
        }
        return files.size() == 1 || areRepetitions(files) ? MODEL : FILE;
    }

    private static boolean areRepetitions(List<ResultFile> files) {
        List<Sample> all = new ArrayList<>();
        files.forEach(file -> file.results()
                .forEach(result ->
                        result.trees("models").forEach(model -> all.add(new Sample(file.path(), result, model)))));
        Set<String> seeds = files.stream()
                .map(file ->
                        file.results().get(0).at("seed").map(Object::toString).orElse(""))
                .collect(Collectors.toSet());
        Set<String> models = all.stream().map(Sample::modelName).collect(Collectors.toSet());
        return seeds.size() == files.size()
                && models.size() > 1
                && Variation.within(List.of(all)).keySet().stream()
                        .allMatch(field -> List.of("seed", "model").contains(field));
    }

    /** Name of a file's column. */
    String column(Sample sample) {
        return switch (this) {
            case FILE -> sample.file();
            case FOLDER -> folder(sample.file());
            case MODEL -> sample.modelName();
        };
    }

    private static String folder(String path) {
        Path parent = Path.of(path).getParent();
        return parent == null ? "." : parent.toString();
    }
}
