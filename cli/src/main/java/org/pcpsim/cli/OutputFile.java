package org.pcpsim.cli;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file being written that appears whole, when it is complete, or not at all. */
final class OutputFile implements Closeable {
    private static final int BUFFER = 1 << 16;

    private final Path real;
    private final Path temporary;
    private final FileChannel channel;
    private final OutputStream stream;
    private boolean complete;

    private OutputFile(Path real, Path temporary, FileChannel channel) {
        this.real = real;
        this.temporary = temporary;
        this.channel = channel;
        this.stream = new Unclosed(Channels.newOutputStream(channel));
    }

    /** Begins a file; a pipe, a terminal or a device is written to at once, as there is nothing to rename. */
    static OutputFile create(Path target) throws IOException {
        if (Output.isSpecial(target)) {
            return new OutputFile(target, target, FileChannel.open(target, StandardOpenOption.WRITE));
        }
        Path real = Output.real(target);
        Path temporary = Output.temporary(real);
        Unfinished.begin(temporary);
        return new OutputFile(
                real, temporary, FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    /** Where to write; closing it only flushes. */
    OutputStream stream() {
        return stream;
    }

    /** A stream whose closing leaves another one open. */
    static OutputStream unclosed(OutputStream out) {
        return new Unclosed(out);
    }

    /** Makes the file appear. */
    void complete() throws IOException {
        stream.flush();
        if (!real.equals(temporary)) {
            channel.force(true);
            channel.close();
            Files.move(temporary, real, StandardCopyOption.ATOMIC_MOVE);
        }
        complete = true;
    }

    /** Takes away what is not complete. */
    @Override
    public void close() throws IOException {
        channel.close();
        if (!complete && !real.equals(temporary)) {
            Files.deleteIfExists(temporary);
        }
        Unfinished.end(temporary);
    }

    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(new BufferedOutputStream(out, BUFFER));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
