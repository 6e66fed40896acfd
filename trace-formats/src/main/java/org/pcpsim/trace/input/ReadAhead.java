package org.pcpsim.trace.input;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;

/**
 * Reads a stream and digests its bytes on a thread of its own, a few buffers ahead of who takes them.
 *
 * <p>Bytes, end and failures come as the stream has them. Memory is {@value #BUFFERS} buffers of {@value #SIZE} bytes.
 * The thread is gone when {@link #close} returns, which waits for a read that has begun: not for streams that may block
 * for ever. One thread takes; the stream stays open.
 */
final class ReadAhead implements Closeable {
    static final String THREAD = "read-ahead";

    private static final int BUFFERS = 4;
    private static final int SIZE = 256 * 1024;

    private final InputStream in;
    private final MessageDigest digest;
    private final Thread thread = new Thread(this::run, THREAD);

    private final byte[][] buffers = new byte[BUFFERS][];
    private final int[] lengths = new int[BUFFERS];
    /** Bytes of the first full buffer that have been taken; of the taker only. */
    private int used;

    // Under the lock of this: buffers filled and emptied up to now, buffer n being that of n modulo their number.
    private long filled;
    private long emptied;
    private boolean ended;
    private boolean closed;
    private Throwable failure;

    /** Begins to read; nobody else uses stream and digest up to the end. */
    ReadAhead(InputStream in, MessageDigest digest) {
        this.in = in;
        this.digest = digest;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        Throwable end = null;
        try {
            while (awaitEmpty()) {
                int at = (int) (filled % BUFFERS);
                if (buffers[at] == null) {
                    buffers[at] = new byte[SIZE];
                }
                int count = in.read(buffers[at], 0, SIZE);
                if (count < 0) {
                    break;
                }
                digest.update(buffers[at], 0, count);
                lengths[at] = count;
                publish();
            }
        } catch (IOException | RuntimeException | Error e) {
            end = e;
        }
        end(end);
    }

    /** Waits for a buffer to fill; false if nobody wants more. */
    private synchronized boolean awaitEmpty() throws InterruptedIOException {
        while (!closed && filled - emptied == BUFFERS) {
            pause();
        }
        return !closed;
    }

    private synchronized void publish() {
        filled++;
        notifyAll();
    }

    private synchronized void end(Throwable reason) {
        failure = reason;
        ended = true;
        notifyAll();
    }

    /** Takes bytes; the contract is that of {@link InputStream#read(byte[], int, int)}. */
    int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            if (!awaitFull()) {
                return -1;
            }
            int at = (int) (emptied % BUFFERS);
            int count = Math.min(length, lengths[at] - used);
            System.arraycopy(buffers[at], used, target, offset, count);
            used += count;
            if (used == lengths[at]) {
                release();
            }
            if (count > 0) {
                return count;
            }
        }
    }

    /** Waits for a full buffer; false at the end. */
    private synchronized boolean awaitFull() throws IOException {
        while (filled == emptied) {
            if (failure instanceof IOException e) {
                throw e;
            }
            if (failure != null) {
                throw new IllegalStateException("reading ahead failed", failure);
            }
            if (ended) {
                return false;
            }
            pause();
        }
        return true;
    }

    private synchronized void release() {
        emptied++;
        used = 0;
        notifyAll();
    }

    /** Called with the lock of this. */
    private void pause() throws InterruptedIOException {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading");
        }
    }

    /** Ends the thread. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while closing");
        }
    }
}
