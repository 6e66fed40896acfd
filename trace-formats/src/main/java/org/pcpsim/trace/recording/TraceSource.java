package org.pcpsim.trace.recording;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.PackedOperations;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.format.TraceFormats;
import org.pcpsim.trace.input.Limits;
import org.pcpsim.trace.input.ReadOptions;
import org.pcpsim.trace.input.TraceFormat;
import org.pcpsim.trace.input.TraceInput;

/**
 * An opened trace, whatever the user named: a file, a recording's folder, or standard input.
 *
 * <p>The format is told by content. Closing it closes everything. Not thread-safe.
 */
public final class TraceSource implements Closeable {
    private final String path;
    private final String format;
    private final Optional<Recording> recording;
    private final TraceReader reader;
    private final Supplier<Optional<String>> digest;
    private final Limits limits;

    private TraceSource(
            String path,
            String format,
            Optional<Recording> recording,
            TraceReader reader,
            Supplier<Optional<String>> digest,
            Limits limits) {
        this.path = path;
        this.format = format;
        this.recording = recording;
        this.reader = reader;
        this.digest = digest;
        this.limits = limits;
    }

    private static TraceSource read(String path, TraceInput input, Optional<Recording> folder) throws IOException {
        TraceReader content;
        String format;
        try {
            TraceFormat detected = TraceFormats.detect(input);
            format = detected.name();
            content = detected.open(input);
        } catch (TraceException e) {
            throw input.rootOf(e);
        }
        Optional<Recording> recording = folder.isPresent() ? folder : Recording.inside(Path.of(path), content.header());
        SourceReader reader = new SourceReader(input, content, folder);
        Limits limits = input.options().limits();
        return new TraceSource(path, format, recording, reader, () -> reader.sha256, limits);
    }

    /**
     * A trace that is not read but made.
     *
     * @param argument what the user named
     * @param format what takes the place of a format's name
     * @param sha256 digest of all that decides what it is, in 64 lower-case hex digits
     */
    public static TraceSource made(String argument, String format, TraceReader reader, String sha256) {
        return new TraceSource(argument, format, Optional.empty(), reader, () -> Optional.of(sha256), Limits.DEFAULT);
    }

    /** Opens a trace with the default options, see {@link #open(String, InputStream, ReadOptions)}. */
    public static TraceSource open(String argument, InputStream stdin) throws IOException {
        return open(argument, stdin, ReadOptions.DEFAULT);
    }

    /**
     * Opens a trace and reads its header.
     *
     * @param argument a file, a folder that holds {@code recording.json}, or {@code -} for standard input
     * @param stdin used, and closed with this, only for {@code -}
     * @param options where temporary files go, how much may be read
     * @throws TraceException if what was read is not what it should be
     * @throws NoSuchFileException if the file, the folder's {@code recording.json} or the trace that it names is missing
     * @throws IOException if something cannot be opened or read; the message says what and why
     */
    public static TraceSource open(String argument, InputStream stdin, ReadOptions options) throws IOException {
        if (argument.equals("-")) {
            return of(argument, TraceInput.open(argument, stdin, options), Optional.empty());
        }
        Path path = path(argument);
        try {
            if (!Files.isDirectory(path)) {
                return of(argument, TraceInput.open(path, options), Optional.empty());
            }
            Recording recording = Recording.read(path, options.limits());
            if (Files.isDirectory(recording.trace())) {
                throw new IOException(
                        recording.trace() + ": is a folder, expected the trace that recording.json names");
            }
            return of(argument, TraceInput.open(recording.trace(), options), Optional.of(recording));
        } catch (NoSuchFileException e) {
            String reason = e.getReason() == null ? "no such file" : e.getReason();
            throw new NoSuchFileException(e.getFile(), null, reason);
        } catch (AccessDeniedException e) {
            throw new AccessDeniedException(e.getFile(), null, "permission denied");
        }
    }

    private static Path path(String argument) throws NoSuchFileException {
        try {
            return Path.of(argument);
        } catch (InvalidPathException e) {
            throw new NoSuchFileException(argument.replaceAll("\\p{Cntrl}", "?"), null, "not the name of a file");
        }
    }

    private static TraceSource of(String path, TraceInput input, Optional<Recording> recording) throws IOException {
        try {
            return read(path, input, recording);
        } catch (IOException | RuntimeException e) {
            input.close();
            throw e;
        }
    }

    /** The events; its header holds what the recording says as well. */
    public TraceReader reader() {
        return reader;
    }

    /** What the user named, as given: a file, a folder, or {@code -}. */
    public String path() {
        return path;
    }

    /** What it may have at most, as the options said; what is made has the usual limits. */
    public Limits limits() {
        return limits;
    }

    /** Name of the trace's format. */
    public String formatName() {
        return format;
    }

    /** The recording that the trace belongs to, if a folder was named, or a file that has a recording inside. */
    public Optional<Recording> recording() {
        return recording;
    }

    /**
     * SHA-256 of the trace file's bytes as stored (compressed), in 64 lower-case hex digits.
     *
     * @throws IllegalStateException if the reader has not come to the end of the trace
     */
    public String sha256() {
        return digest.get().orElseThrow(() -> new IllegalStateException(path + " has not been read to its end"));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** The format's reader under the merged header; keeps the digest when the trace ends. */
    private static final class SourceReader implements TraceReader {
        private final TraceInput input;
        private final TraceReader reader;
        private final TraceHeader header;
        private final EventLimits limits;
        private Optional<String> sha256 = Optional.empty();

        SourceReader(TraceInput input, TraceReader reader, Optional<Recording> recording) {
            this.input = input;
            this.reader = reader;
            this.limits = new EventLimits(input.name(), input.options().limits());
            this.header = recording.map(found -> found.header(reader.header())).orElseGet(reader::header);
        }

        @Override
        public TraceHeader header() {
            return header;
        }

        @Override
        public Symbols symbols() {
            return reader.symbols();
        }

        @Override
        public boolean read(EventBatch batch) throws IOException {
            boolean more;
            try {
                more = reader.read(batch);
            } catch (TraceException e) {
                throw input.rootOf(e);
            }
            EventRange.check(input.name(), batch);
            limits.check(batch);
            if (!more) {
                atEnd();
            }
            return more;
        }

        private void atEnd() throws IOException {
            if (sha256.isEmpty()) {
                byte[] rest = new byte[8192];
                while (input.read(rest, 0, rest.length) >= 0) {
                    continue; // a format may end before its file does, or have read it by other ways
                }
                sha256 = Optional.of(input.sha256());
            }
        }

        /** None where the trace goes beyond a limit: who reads the events finds out where. */
        @Override
        public Optional<PackedOperations> operations() throws IOException {
            return reader.operations()
                    .filter(limits::allow)
                    .map(operations -> new SourceOperations(operations, input, this::atEnd));
        }

        @Override
        public List<String> warnings() {
            List<String> warnings = new ArrayList<>(input.warnings());
            warnings.addAll(reader.warnings());
            return List.copyOf(warnings);
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
