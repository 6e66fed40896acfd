package org.pcpsim;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.pcpsim.fidelity.Validation;
import org.pcpsim.trace.recording.TraceSource;

/** Recordings of real kernels: those shipped, and those of the study where it lies beside the repository. */
public final class Recordings {
    private static final Path ROOT = root();

    private Recordings() {}

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (here.getParent() != null && !Files.exists(here.resolve("sample-traces/pom.xml"))) {
            here = here.getParent();
        }
        return here;
    }

    /** Folders of all recordings of the study; skips the test where they are not at hand. */
    public static List<Path> all() {
        Path folder = ROOT.resolve(System.getProperty("pcpsim.recordings", "../shared/recordings"))
                .normalize();
        assumeTrue(Files.isDirectory(folder), "no recordings here");
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Folder of one recording: shipped if it is, else of the study; skips the test where it is not at hand. */
    public static Path named(String name) {
        Path shipped = ROOT.resolve(System.getProperty("pcpsim.samples", "sample-traces"))
                .resolve(name);
        Path studied = ROOT.resolve(System.getProperty("pcpsim.recordings", "../shared/recordings"))
                .resolve(name)
                .normalize();
        assumeTrue(Files.isDirectory(shipped) || Files.isDirectory(studied), "no recording " + name + " here");
        return Files.isDirectory(shipped) ? shipped : studied;
    }

    /** Opens a recording. */
    public static TraceSource open(Path folder) throws IOException {
        return TraceSource.open(folder.toString(), InputStream.nullInputStream());
    }

    /** A recording that can be read again and again. */
    public static Validation.Trace trace(Path folder) {
        return new Validation.Trace() {
            @Override
            public <T> T read(Validation.Reading<T> reading) throws IOException {
                try (TraceSource source = open(folder)) {
                    return reading.of(source.reader());
                }
            }
        };
    }
}
