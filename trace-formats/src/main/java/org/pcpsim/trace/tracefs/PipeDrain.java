package org.pcpsim.trace.tracefs;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

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
    private static final int CHUNK = 64 * 1024;

    private final long ringBytes;
    private final RingGauge gauge;
    private final FileChannel pipe;
    private final OutputStream out;
    /** Outside the heap, so that reading allocates nothing. */
    private final ByteBuffer read = ByteBuffer.allocateDirect(CHUNK);

    private final byte[] chunk = new byte[CHUNK];
    private final Thread thread = new Thread(this::run, THREAD);
    private Optional<IOException> failure = Optional.empty();
    private boolean ending;
    private long lines;

    /** Takes the stream over; the pipe is the instance's. */
    PipeDrain(TraceInstance instance, long ringBytes, OutputStream out) throws IOException {
        this.ringBytes = ringBytes;
        this.out = out;
        this.pipe = instance.pipe();
        this.gauge = instance.gauge();
        thread.setDaemon(true);
    }

    /** Starts looking at the rings; there must be an event already, since an empty pipe is waited for. */
    void start() {
        thread.start();
    }

    /**
     * Moves what is left; no more events are being taken. Waits as long as that takes.
     *
     * @return how many lines there were
     * @throws IOException if anything could not be read or written since the start
     */
    long finish() throws IOException {
        synchronized (this) {
            ending = true;
            notifyAll();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        return lines;
    }

    private void run() {
        try {
            while (waited()) {
                if (gauge.fullest() > ringBytes / BEGIN_AT) {
                    drain();
                }
            }
            while (move()) {
                continue;
            }
        } catch (IOException e) {
            failure = Optional.of(e);
        }
    }

    private synchronized boolean waited() {
        if (!ending) {
            try {
                wait(LOOK_EVERY_MS);
            } catch (InterruptedException e) {
                ending = true;
            }
        }
        return !ending;
    }

    private void drain() throws IOException {
        do {
            for (int i = 0; i < READS_BETWEEN_LOOKS; i++) {
                if (!move()) {
                    return;
                }
            }
        } while (gauge.fullest() > ringBytes / END_AT);
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
