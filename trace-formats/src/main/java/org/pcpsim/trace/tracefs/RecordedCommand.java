package org.pcpsim.trace.tracefs;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command that is recorded, with this process's standard streams.
 *
 * <p>{@link #end} may be called from any thread at any time; the rest belongs to the thread that records.
 */
final class RecordedCommand {
    private static final long OWN_END_MS = 2_000;
    private static final long PATIENCE_MS = 10_000;

    /** {@code error=2, No such file} or, from Java 25 on, {@code error: 2 (No such file)}. */
    private static final Pattern REASON = Pattern.compile("error(?:=|: )\\d+,? \\(?([^()]+)");

    private final List<String> words;
    private Process process;
    private boolean ended;

    RecordedCommand(List<String> words) {
        this.words = List.copyOf(words);
    }

    /**
     * Starts it.
     *
     * @throws TracefsException if there is no such command, or {@link #end} came first
     */
    synchronized void start() throws IOException {
        if (ended) {
            throw new TracefsException("ended before the command was started", "");
        }
        try {
            process = new ProcessBuilder(words).inheritIO().start();
        } catch (IOException e) {
            Matcher reason = REASON.matcher(String.valueOf(e.getMessage()));
            String why = reason.find() ? reason.group(1).strip() : String.valueOf(e.getMessage());
            throw new TracefsException(words.get(0) + ": cannot be started: " + why, "");
        }
    }

    /** Waits for its end, however long that is. */
    int waitFor() {
        boolean interrupted = false;
        while (true) {
            try {
                int exitCode = process.waitFor();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return exitCode;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    /** Ends it: by itself if the signal that ends us has reached it too, else by SIGTERM, at last by SIGKILL. */
    void end() {
        Process running;
        synchronized (this) {
            ended = true;
            running = process;
        }
        if (running == null) {
            return;
        }
        try {
            if (!running.waitFor(OWN_END_MS, TimeUnit.MILLISECONDS)) {
                running.destroy();
                if (!running.waitFor(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
                    running.destroyForcibly();
                }
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
