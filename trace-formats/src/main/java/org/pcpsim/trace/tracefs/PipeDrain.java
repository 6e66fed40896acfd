package org.pcpsim.trace.tracefs;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Moves the text of an instance's events into a file while they are being taken, so that a recording is not limited by
 * the rings.
 *
 * <p>Reading costs the recorded machine time (0.6 µs an event) and pages (one in a thousand events), so nothing is read
 * until a ring is 1/16 full, and then only until all are nearly empty: a short command runs undisturbed. Not later than
 * that: on a busy machine a reader that began at 1/4 of 64 MiB lost events. A thread of its own, named
 * {@value #THREAD}: its events can be told by that name.
 */
final class PipeDrain implements Closeable {
    /** What the kernel calls the thread. */
    static final String THREAD = "pcpsim-drain";

    private static final int BEGIN_AT = 16;
    private static final int END_AT = 64;
    private static final long LOOK_EVERY_MS = 100;
    private static final int READS_BETWEEN_LOOKS = 256;
    private static final Path SELF = Path.of("/proc/thread-self");
    private static final int CHUNK = 64 * 1024;

    private final long ringBytes;
    private final RingGauge gauge;
    private final FileChannel pipe;
    private final OutputStream out;
    /** Outside the heap, so that reading allocates nothing. */
    private final ByteBuffer read = ByteBuffer.allocateDirect(CHUNK);

    private final byte[] chunk = new byte[CHUNK];
    private final Thread thread = new Thread(this::run, THREAD);
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch paused = new CountDownLatch(1);
    private final CountDownLatch off = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private Optional<IOException> failure = Optional.empty();
    private boolean pausing;
    private long lines;

    /** Takes the stream over; the pipe is the instance's. */
    PipeDrain(TraceInstance instance, long ringBytes, OutputStream out) throws IOException {
        this.ringBytes = ringBytes;
        this.out = out;
        this.pipe = instance.pipe();
        this.gauge = instance.gauge();
        thread.setDaemon(true);
    }

    /** Starts looking at the rings, with a thread that goes before others. */
    void start() {
        thread.start();
        await(ready);
    }

    /**
     * Stops looking at the rings. If the thread is waiting for an event just now, the next one ends that: so this comes
     * before the last marks, and tracing is turned off after {@link #awaitPause}. Turning it off wakes nobody for sure.
     */
    synchronized void pause() {
        pausing = true;
        notifyAll();
    }

    /** Waits until the thread reads no more; an event has been written since {@link #pause}. */
    void awaitPause() {
        await(paused);
    }

    /**
     * Moves what is left; tracing is off. Waits as long as that takes.
     *
     * @return how many lines there were
     * @throws IOException if anything could not be read or written since the start
     */
    long finish() throws IOException {
        off.countDown();
        await(done);
        if (failure.isPresent()) {
            throw failure.get();
        }
        return lines;
    }

    private static void await(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            hurry();
            ready.countDown();
            while (waited()) {
                if (gauge.fullest() > ringBytes / BEGIN_AT) {
                    drain();
                }
            }
            paused.countDown();
            await(off);
            // A pipe that never had anything is waited for, even if nothing can come.
            boolean any = lines > 0 || gauge.fullest() > 0;
            while (any) {
                any = move();
            }
        } catch (IOException e) {
            failure = Optional.of(e);
        } finally {
            paused.countDown();
            done.countDown();
        }
    }

    /**
     * Has its own thread scheduled ahead of all others: beside 30 runnable tasks on two CPUs a
     * usual one got too little, and a quarter of all events were lost. Where it cannot be, the recording goes on as well as it can.
     */
    private static void hurry() {
        try {
            String thread = Files.readSymbolicLink(SELF).getFileName().toString();
            new ProcessBuilder("renice", "-n", "-20", "-p", thread)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            // No /proc or no renice here.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean waited() {
        if (!pausing) {
            try {
                wait(LOOK_EVERY_MS);
            } catch (InterruptedException e) {
                pausing = true;
            }
        }
        return !pausing;
    }

    private void drain() throws IOException {
        do {
            for (int i = 0; i < READS_BETWEEN_LOOKS; i++) {
                if (isPausing() || !move()) {
                    return;
                }
            }
        } while (gauge.fullest() > ringBytes / END_AT);
    }

    private synchronized boolean isPausing() {
        return pausing;
    }

    /** The kernel gives what fits its own buffer: a few KiB a call. False once there is nothing and nothing comes. */
    private boolean move() throws IOException {
        read.clear();
        int count = pipe.read(read);
        if (count <= 0) {
            return false;
        }
        read.flip();
        read.get(chunk, 0, count);
        for (int i = 0; i < count; i++) {
            if (chunk[i] == '\n') {
                lines++;
            }
        }
        out.write(chunk, 0, count);
        return true;
    }

    /** Completes the file. */
    @Override
    public void close() throws IOException {
        try (pipe;
                gauge) {
            out.close();
        }
    }
}
