package org.pcpsim.trace.perfdata;

import static org.pcpsim.trace.binary.LittleEndian.i64;
import static org.pcpsim.trace.binary.LittleEndian.put64;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.input.ReadOptions;
import org.pcpsim.trace.input.TemporaryFile;

/** Sorted rows of a {@link RowQueue} that found no room in memory, in one temporary file. Not thread-safe. */
final class SpilledRuns implements Closeable {
    private static final int ROW = 8 * RowQueue.WORDS;
    private static final int BLOCK = 400 * ROW;

    private final String input;
    private final ReadOptions options;
    private final PriorityQueue<Run> runs =
            new PriorityQueue<>(Comparator.comparingLong((Run run) -> run.time).thenComparingInt(run -> run.number));
    private Optional<TemporaryFile> file = Optional.empty();
    private final byte[] writing = new byte[BLOCK];
    private int pending;
    private long size;
    private long runFrom;
    private int count;

    SpilledRuns(String input, ReadOptions options) {
        this.input = input;
        this.options = options;
    }

    /** A stretch of the file being read from its beginning. */
    private final class Run {
        private final int number;
        private final byte[] block = new byte[BLOCK];
        private long next;
        private final long end;
        private int at;
        private int length;
        private long time;

        Run(int number, long from, long end) throws IOException {
            this.number = number;
            this.next = from;
            this.end = end;
            advance();
        }

        /** False at the end. */
        boolean advance() throws IOException {
            at += length == 0 ? 0 : ROW;
            if (at == length) {
                at = 0;
                length = (int) Math.min(BLOCK, end - next);
                if (length == 0) {
                    return false;
                }
                file.orElseThrow().readFully(next, ByteBuffer.wrap(block, 0, length));
                next += length;
            }
            time = i64(block, at);
            return true;
        }
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    /** Time of the earliest row. */
    long time() {
        return runs.element().time;
    }

    /** Takes the earliest row. */
    void take(long[] row) throws IOException {
        Run run = runs.remove();
        for (int i = 0; i < RowQueue.WORDS; i++) {
            row[i] = i64(run.block, run.at + 8 * i);
        }
        if (run.advance()) {
            runs.add(run);
        } else if (runs.isEmpty()) {
            size = 0;
        }
    }

    /** Starts a run of so many rows. */
    void begin(long rows) throws IOException {
        if (file.isEmpty()) {
            file = Optional.of(TemporaryFile.create(options.temporaryFolder()));
        }
        if (size + rows * ROW > options.spoolBytes()) {
            throw TraceException.of(
                    input,
                    "has so many events out of order that sorting them needs more than " + options.spoolBytes()
                            + " bytes, the limit for a temporary file");
        }
        runFrom = size;
    }

    /** Adds a row to the run; its time is not before the last one's. */
    void append(long[] row) throws IOException {
        for (int i = 0; i < RowQueue.WORDS; i++) {
            put64(writing, pending + 8 * i, row[i]);
        }
        pending += ROW;
        if (pending == BLOCK) {
            flush();
        }
    }

    /** Ends the run. */
    void end() throws IOException {
        flush();
        runs.add(new Run(count++, runFrom, size));
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }

    private void flush() throws IOException {
        file.orElseThrow().write(size, ByteBuffer.wrap(writing, 0, pending));
        size += pending;
        pending = 0;
    }
}
