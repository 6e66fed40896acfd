package org.pcpsim.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.pcpsim.cli.blockmap.MapWriter;
import org.pcpsim.cli.report.Tree;
import org.pcpsim.result.ModelResult;
import org.pcpsim.series.Interval;
import org.pcpsim.series.Sampling;
import picocli.CommandLine.Option;

/** The options that say what is taken down of a run's course, and where it goes. */
final class CourseOptions {
    private static final String AUTO = "auto";
    private static final String NONE = "none";
    private static final int USUAL_INTERVALS = 256;
    private static final int ASKED_INTERVALS = 4096;
    private static final int FILE_INTERVALS = 65_536;

    @Option(
            names = "--interval",
            paramLabel = "10ms|1000op",
            description = "Figures over time in the JSON: one of each every so long (ev is op); auto (256 at most; the "
                    + "default) or none.")
    private String interval = AUTO;

    @Option(
            names = "--series",
            paramLabel = "FILE",
            description = "Write the figures over time as CSV instead; it appears whole or not at all.")
    private String series = "";

    @Option(
            names = "--map",
            paramLabel = "FILE",
            description = "Write what every pageblock was over time: type, owner and fill (docs/series.md).")
    private String map = "";

    /** Nothing is taken down. */
    static CourseOptions none() {
        CourseOptions options = new CourseOptions();
        options.interval = NONE;
        return options;
    }

    /**
     * Wrong usage, or a file that could not be written, before anything is replayed.
     *
     * @param output where the result goes
     */
    void check(List<String> traces, String output) throws IOException {
        check("--series", series, traces, output);
        check("--map", map, traces, output);
        if (!map.isEmpty()) {
            Output.apart("--map", map, List.of(series));
        }
        sampling();
    }

    private void check(String option, String file, List<String> traces, String output) throws IOException {
        if (file.isEmpty()) {
            return;
        }
        if (file.equals("-")) {
            throw CommandException.usage(option + ": found '-', expected a file: standard output has the result");
        }
        if (traces.size() > 1) {
            throw CommandException.usage(option + ": " + traces.size() + " traces are given, expected one");
        }
        if (interval.equals(NONE)) {
            throw CommandException.usage(option + ": found --interval none, expected intervals");
        }
        Output.apart(option, file, traces);
        Output.apart(option, file, List.of(output));
        Output.check(Path.of(file));
    }

    /** What is taken down. */
    Sampling sampling() {
        if (interval.equals(NONE)) {
            return Sampling.NONE;
        }
        boolean asked = !interval.equals(AUTO);
        int most = ASKED_INTERVALS;
        if (!asked) {
            most = USUAL_INTERVALS;
        } else if (!series.isEmpty()) {
            most = FILE_INTERVALS;
        }
        return new Sampling(
                asked ? IntervalOption.parse(interval) : Interval.SHORTEST,
                asked,
                most,
                map.isEmpty() ? 0 : Sampling.MOST_CELLS);
    }

    /**
     * Writes the files that were asked for.
     *
     * @param trace hash of the trace
     */
    Written write(List<ModelResult> models, String trace) throws IOException {
        Optional<Tree> seriesFile = Optional.empty();
        if (!series.isEmpty()) {
            byte[] text = SeriesTree.csv(models).getBytes(StandardCharsets.UTF_8);
            seriesFile = Optional.of(write(Path.of(series), out -> out.write(text)));
        }
        if (map.isEmpty()) {
            return new Written(seriesFile, Optional.empty());
        }
        MapWriter maps = new MapWriter();
        models.forEach(model -> model.map().ifPresent(of -> maps.add(model.name(), of)));
        return new Written(
                seriesFile, Optional.of(write(Path.of(map), out -> maps.write(Version.current(), trace, out))));
    }

    /** Writes bytes. */
    @FunctionalInterface
    private interface Content {
        void to(OutputStream out) throws IOException;
    }

    private static Tree write(Path path, Content content) throws IOException {
        try (OutputFile file = OutputFile.create(path)) {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            DigestOutputStream out = new DigestOutputStream(file.stream(), sha);
            content.to(out);
            file.complete();
            return new Tree()
                    .put("file", path.getFileName().toString())
                    .put("sha256", HexFormat.of().formatHex(sha.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Files beside a result, each by its name and hash.
     *
     * @param series that has the columns of series
     * @param map that has the maps
     */
    record Written(Optional<Tree> series, Optional<Tree> map) {
        /** No files. */
        static final Written NOTHING = new Written(Optional.empty(), Optional.empty());
    }
}
