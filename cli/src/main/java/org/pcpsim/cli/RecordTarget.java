package org.pcpsim.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pcpsim.trace.format.TraceFormats;
import org.pcpsim.trace.input.TraceFormat;
import org.pcpsim.trace.tracefs.Recorded;

/**
 * Where a recording goes: a folder, or one file of a format that can be written. It is made beside its place and moved
 * there when it is complete.
 */
final class RecordTarget {
    private final Path path;
    private final Optional<TraceFormat> format;
    private List<String> warnings = List.of();

    private RecordTarget(Path path, Optional<TraceFormat> format) {
        this.path = path;
        this.format = format;
    }

    /**
     * The place of that name; fails early where moving would fail after a long run.
     *
     * @throws CommandException if its extension is of a format that cannot be written
     * @throws IOException if it exists already, or its folder cannot be written
     */
    static RecordTarget of(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (parent == null || Files.exists(absolute)) {
            throw new FileAlreadyExistsException(path.toString(), null, "exists already; choose another -o");
        }
        if (!Files.exists(parent)) {
            throw new NoSuchFileException(parent.toString());
        }
        if (!Files.isDirectory(parent)) {
            throw new NotDirectoryException(parent.toString());
        }
        if (!Files.isWritable(parent)) {
            throw new AccessDeniedException(parent.toString());
        }
        Optional<TraceFormat> format =
                TraceFormats.byFileName(absolute.getFileName().toString());
        if (format.isPresent() && !format.get().writable()) {
            throw CommandException.usage(
                    "-o: found '" + path + "', expected a folder or a file of a format that can be written",
                    "writable are " + writable());
        }
        return new RecordTarget(absolute, format);
    }

    private static String writable() {
        List<String> endings = TraceFormats.all().stream()
                .filter(TraceFormat::writable)
                .map(format -> "." + format.extensions().get(0))
                .toList();
        return String.join(", ", endings);
    }

    /** What the recording is called: its file name without the endings of a format and a compression. */
    String name() {
        String name = path.getFileName().toString();
        if (format.isEmpty()) {
            return name;
        }
        String stem = without(name, RecordedFile.compression(name).extension());
        for (String ending : format.get().extensions()) {
            stem = without(stem, ending);
        }
        return stem.isEmpty() ? name : stem;
    }

    private static String without(String name, String ending) {
        boolean has = !ending.isEmpty() && name.endsWith("." + ending);
        return has ? name.substring(0, name.length() - ending.length() - 1) : name;
    }

    /** Whether it has a place for the snapshots of /proc. */
    boolean keepsSnapshots() {
        return format.isEmpty() || format.get().keepsSnapshots();
    }

    /** What the file has no place for, a sentence each, once it is filled. */
    List<String> warnings() {
        return warnings;
    }

    /** What fills an empty folder with a recording. */
    interface Filling {
        Recorded fill(Path folder) throws IOException;
    }

    /** Has a recording made and puts it in its place; leaves nothing of one that fails. */
    Recorded fill(Filling filling) throws IOException {
        String pid = "." + ProcessHandle.current().pid() + ".tmp";
        Path folder = path.resolveSibling("." + path.getFileName() + pid);
        Files.createDirectory(folder);
        try {
            Recorded recorded = filling.fill(folder);
            Path whole = folder;
            if (format.isPresent()) {
                whole = folder.resolve("whole");
                warnings = RecordedFile.write(
                        folder, format.get(), path.getFileName().toString(), whole);
            }
            Files.move(whole, path, StandardCopyOption.ATOMIC_MOVE);
            return recorded;
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
