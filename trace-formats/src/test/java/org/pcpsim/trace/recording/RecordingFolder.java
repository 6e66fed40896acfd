package org.pcpsim.trace.recording;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Builds recordings in a temporary folder. */
final class RecordingFolder {
    static final String MINIMAL = "{\"schema\":\"pcpsim.recording/1\",\"trace\":\"trace.json\"}";

    final Path path;

    RecordingFolder(Path path) {
        this.path = path;
    }

    RecordingFolder with(String file, String text) {
        return with(file, text.getBytes(StandardCharsets.UTF_8));
    }

    RecordingFolder with(String file, byte[] bytes) {
        try {
            Files.createDirectories(path.resolve(file).getParent());
            Files.write(path.resolve(file), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    static byte[] resource(String name) throws IOException {
        try (InputStream in = RecordingFolder.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    static byte[] gzipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
