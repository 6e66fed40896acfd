package org.pcpsim.cli;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.pcpsim.trace.tracefs.Recorder;

/**
 * What a signal that ends this process does to a recording: the command ends too, the recording is completed, and the
 * exit code stays the command's. Whatever happens, no instance is left in the kernel.
 */
final class Interruption implements AutoCloseable {
    private static final long PATIENCE_S = 60;

    private final Recorder recorder;
    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private final Thread hook = new Thread(this::interrupted, "pcpsim-end");

    /** From now on until it is closed. */
    Interruption(Recorder recorder) {
        this.recorder = recorder;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The recording is over, and so this process ends if a signal has come. */
    void exitWith(int exitCode) {
        end.complete(exitCode);
    }

    /** Runs while the JVM shuts down; the recording thread goes on meanwhile. */
    private void interrupted() {
        recorder.end();
        try {
            Runtime.getRuntime().halt(end.get(PATIENCE_S, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            abandon();
        }
    }

    private void abandon() {
        try {
            recorder.abandon();
        } catch (IOException e) {
            // Nobody is left who could do more; the next recording removes it.
            return;
        }
    }

    @Override
    public void close() {
        end.completeExceptionally(new IllegalStateException("ended without an exit code"));
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It is running: the JVM shuts down.
            return;
        }
    }
}
