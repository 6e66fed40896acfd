package org.pcpsim.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a command's result goes: standard output, or a file that appears whole or not at all. */
final class Output {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to FILE instead of standard output; it appears whole or not at all.")
    private String file = "-";

    @Mixin
    private QuietOption quiet;

    /** Whether progress is unwanted. */
    boolean quiet() {
        return quiet.isSet();
    }

    /**
     * Fails early where writing would fail after a long run, or take the place of an input.
     *
     * @param inputs paths as given
     */
    void check(List<String> inputs) throws IOException {
        if (!file.equals("-")) {
            apart("--output", file, inputs);
            check(Path.of(file));
        }
    }

    /** Where the result goes, {@code -} for standard output. */
    String file() {
        return file;
    }

    /**
     * Fails if a file to be written is one that the command reads, or writes besides. A pipe or a device may be several.
     *
     * @param others paths as given; what names no file is passed over
     */
    static void apart(String option, String file, List<String> others) throws IOException {
        Path target = Path.of(file);
        if (isSpecial(target)) {
            return;
        }
        for (String other : others) {
            if (!other.isEmpty()
                    && !other.equals("-")
                    && !WorkloadSource.isNamed(other)
                    && isSame(target, Path.of(other))) {
                throw CommandException.usage(
                        option + ": found '" + file + "', expected another file than this command reads or writes");
            }
        }
    }

    private static boolean isSame(Path one, Path other) throws IOException {
        if (Files.exists(one) && Files.exists(other)) {
            return Files.isSameFile(one, other);
        }
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }

    /** Fails if a file cannot be written. */
    static void check(Path target) throws IOException {
        if (Files.isDirectory(target)) {
            throw new FileSystemException(target.toString(), null, "is a folder");
        }
        Path folder = folder(target);
        if (!Files.exists(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        if (!Files.isWritable(folder) && !isSpecial(target)) {
            throw new AccessDeniedException(folder.toString());
        }
    }

    /** Writes the complete result. */
    void write(String text, Invocation invocation) throws IOException {
        if (file.equals("-")) {
            invocation.output().append(text);
            return;
        }
        Path target = Path.of(file);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (isSpecial(target)) {
            Files.write(target, bytes);
            return;
        }
        Path real = real(target);
        Path temporary = temporary(real);
        Unfinished.begin(temporary);
        try {
            writeDurably(temporary, bytes);
            Files.move(temporary, real, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
            Unfinished.end(temporary);
        }
    }

    /** Through a symbolic link to the file that it names, so that the link stays. */
    static Path real(Path target) throws IOException {
        return Files.exists(target) ? target.toRealPath() : target;
    }

    /** Where a file is written before it gets its name. In containers every process may have the same number. */
    static Path temporary(Path real) {
        String unique =
                ProcessHandle.current().pid() + "-" + Long.toUnsignedString(System.nanoTime(), Character.MAX_RADIX);
        return folder(real).resolve("." + real.getFileName() + "." + unique + ".tmp");
    }

    private static void writeDurably(Path path, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /** A pipe, a terminal, /dev/null: nothing to rename. */
    static boolean isSpecial(Path target) {
        return Files.exists(target, LinkOption.NOFOLLOW_LINKS) && Files.exists(target) && !Files.isRegularFile(target);
    }

    private static Path folder(Path target) {
        Path folder = target.toAbsolutePath().getParent();
        return folder == null ? target : folder;
    }
}
