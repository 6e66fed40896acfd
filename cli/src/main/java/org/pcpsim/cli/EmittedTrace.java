package org.pcpsim.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.pcpsim.replay.EventSink;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.RecordingFacts;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceWriter;
import org.pcpsim.trace.format.TraceFormats;
import org.pcpsim.trace.input.TraceFormat;
import org.pcpsim.trace.output.CompressedOutput;
import org.pcpsim.trace.text.FtraceFormat;

/**
 * The run of a model as a trace that appears whole or not at all; ftrace text unless its name says another format.
 *
 * <p>A failure to write is kept until {@link #keep}, so that it is not taken for one of the model. Not thread-safe.
 */
final class EmittedTrace implements EventSink, Closeable {
    private final Path path;
    private final OutputFile file;
    private final TraceWriter writer;
    private Optional<IOException> failure = Optional.empty();

    private EmittedTrace(Path path, OutputFile file, TraceWriter writer) {
        this.path = path;
        this.file = file;
        this.writer = writer;
    }

    /** Begins the file, of a machine with that many CPUs; {@code facts} mark times that are no real machine's. */
    static EmittedTrace create(Path path, int cpus, Optional<RecordingFacts> facts) throws IOException {
        OutputFile file = OutputFile.create(path);
        try {
            TraceFormat format = TraceFormats.byFileName(path.toString())
                    .filter(TraceFormat::writable)
                    .orElseGet(FtraceFormat::new);
            TraceWriter writer =
                    format.create(CompressedOutput.of(path.toString(), file.stream()), header(cpus, facts));
            return new EmittedTrace(path, file, writer);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static TraceHeader header(int cpus, Optional<RecordingFacts> facts) {
        return new TraceHeader(
                "",
                OptionalInt.of(cpus),
                OptionalInt.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                0,
                facts);
    }

    @Override
    public void accept(EventBatch batch, Symbols symbols) {
        if (failure.isPresent()) {
            return;
        }
        try {
            writer.write(batch, symbols);
        } catch (IOException e) {
            failure = Optional.of(e);
        }
    }

    /** Makes the complete file appear; throws what went wrong while it was written. */
    void keep() throws IOException {
        if (failure.isPresent()) {
            throw new IOException(path + ": " + failure.get().getMessage(), failure.get());
        }
        writer.close();
        file.complete();
    }

    /** Takes away what was not kept, without completing it. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
