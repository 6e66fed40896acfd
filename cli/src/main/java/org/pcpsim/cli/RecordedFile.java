package org.pcpsim.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.TraceWriter;
import org.pcpsim.trace.input.Compression;
import org.pcpsim.trace.input.TraceFormat;
import org.pcpsim.trace.output.CompressedOutput;
import org.pcpsim.trace.recording.TraceSource;

/** A recording in one file. */
final class RecordedFile {
    private RecordedFile() {}

    /**
     * Writes the recording of a folder, snapshots included, in a format that can be written.
     *
     * @param name the file's name to be, whose ending may ask for compression
     * @return what the format had no place for, a sentence each
     */
    static List<String> write(Path folder, TraceFormat format, String name, Path file) throws IOException {
        try (TraceSource source = TraceSource.open(folder.toString(), InputStream.nullInputStream())) {
            TraceReader reader = source.reader();
            OutputStream out = CompressedOutput.of(name, new BufferedOutputStream(Files.newOutputStream(file)));
            try (TraceWriter writer = format.create(out, reader.header())) {
                TraceTarget.copy(reader, writer);
                return writer.warnings();
            }
        }
    }

    /** The compression that a file name asks for by its last ending. */
    static Compression compression(String name) {
        for (Compression compression : Compression.values()) {
            if (compression != Compression.NONE && name.endsWith("." + compression.extension())) {
                return compression;
            }
        }
        return Compression.NONE;
    }
}
