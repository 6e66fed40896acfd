package org.pcpsim.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The three streams of a run of {@code pcpsim}. Text is UTF-8 whatever the locale is. Not thread-safe.
 *
 * @param in standard input
 * @param out standard output: results only, written in one go
 * @param err standard error: everything else
 * @param showsProgress whether standard error is a terminal that somebody may be looking at
 */
public record Console(InputStream in, OutputStream out, PrintStream err, boolean showsProgress) {

    /** The streams of this process. */
    public static Console ofProcess() {
        return new Console(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                isTerminal(2));
    }

    /**
     * Writes to standard output. A reader that has gone away has had what it wanted ({@code pcpsim … | head}): no error.
     *
     * @throws IOException for any other failure, such as a full disk
     */
    void print(String text) throws IOException {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            if (!"Broken pipe".equals(e.getMessage())) {
                throw new IOException("standard output: " + e.getMessage(), e);
            }
        }
    }

    /** Says on standard error what users should know about a trace though it could be read. */
    void note(String trace, List<String> notes) {
        notes.forEach(note -> err.print("pcpsim: note: " + trace + ": " + note + "\n"));
    }

    /** Java tells of no single stream whether it is a terminal; Linux names what is behind a descriptor. */
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
