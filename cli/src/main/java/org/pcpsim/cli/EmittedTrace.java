package org.pcpsim.cli;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.pcpsim.replay.EventSink;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceWriter;
import org.pcpsim.trace.input.Compression;
import org.pcpsim.trace.text.FtraceFormat;

/**
 * The run of a model as a file of ftrace text that appears whole or not at all.
 *
 * <p>A failure to write is kept until {@link #keep}, so that it is not taken for one of the model. Not thread-safe.
 */
final class EmittedTrace implements EventSink, Closeable {
    private final Path target;
    private final Path written;
    private final TraceWriter writer;
    private Optional<IOException> failure = Optional.empty();
    private boolean open = true;

    private EmittedTrace(Path target, Path written, TraceWriter writer) {
        this.target = target;
        this.written = written;
        this.writer = writer;
    }

    /** Creates the file under another name, unless it is a pipe or a device. */
    static EmittedTrace create(Path path, int cpus) throws IOException {
        boolean special = Output.isSpecial(path);
        Path target = Output.real(path);
        Path written = special ? target : Output.temporary(target);
        OutputStream out = special
                ? Files.newOutputStream(written)
                : Files.newOutputStream(written, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            OutputStream compressed =
                    Compression.ofFileName(path.toString()).compress(new BufferedOutputStream(out, 1 << 16));
            return new EmittedTrace(target, written, new FtraceFormat().create(compressed, header(cpus)));
        } catch (IOException | RuntimeException e) {
            out.close();
            if (!special) {
                Files.deleteIfExists(written);
            }
            throw e;
        }
    }

    private static TraceHeader header(int cpus) {
        return new TraceHeader(
                "",
                OptionalInt.of(cpus),
                OptionalInt.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                0);
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

    /** Completes the file and gives it its name; throws what went wrong while it was written. */
    void keep() throws IOException {
        if (failure.isPresent()) {
            throw new IOException(target + ": " + failure.get().getMessage(), failure.get());
        }
        open = false;
        writer.close();
        if (!written.equals(target)) {
            Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Takes away what was not kept. */
    @Override
    public void close() throws IOException {
        if (!open) {
            if (!written.equals(target)) {
                Files.deleteIfExists(written);
            }
            return;
        }
        open = false;
        try {
            writer.close();
        } catch (IOException e) {
            // What is thrown away need not have been written.
        } finally {
            if (!written.equals(target)) {
                Files.deleteIfExists(written);
            }
        }
    }
}
