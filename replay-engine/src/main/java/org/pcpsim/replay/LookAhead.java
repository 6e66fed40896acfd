package org.pcpsim.replay;

import java.io.IOException;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.TraceReader;

/**
 * Reads a trace some thousand events ahead of the replay, so that folio batches are known when their frees come.
 *
 * <p>What is read is repacked into full batches: what is seen does not depend on how the reader cuts the events, nor does
 * memory, about 250 KB for each {@value EventBatch#CAPACITY} events ahead. A batch that {@link #next} hands out is valid
 * until the next call. Not thread-safe.
 */
final class LookAhead {
    /** Batches read ahead of the one being replayed: far more events than lie between a free and its commit. */
    private static final int AHEAD = 4;

    private final TraceReader reader;
    private final FolioMarks marks = new FolioMarks();
    private final EventBatch[] ring = new EventBatch[AHEAD + 2];
    private final byte[][] ringMarks = new byte[AHEAD + 2][EventBatch.CAPACITY];
    private final EventBatch read = new EventBatch();
    private int readRow;
    private boolean atEnd;
    private int first;
    private int filled;
    private boolean handedOut;

    /** Reads the first batches. */
    LookAhead(TraceReader reader) throws IOException {
        this.reader = reader;
        for (int i = 0; i < ring.length; i++) {
            ring[i] = new EventBatch();
        }
        fill();
    }

    /** Time of the first event in ns, 0 if there is none; to be asked before {@link #next}. */
    long firstTime() {
        return filled == 0 ? 0 : ring[first].time[0];
    }

    /** Moves on; false at the end. */
    boolean next() throws IOException {
        if (handedOut) {
            first = (first + 1) % ring.length;
            filled--;
        }
        fill();
        handedOut = filled > 0;
        if (handedOut) {
            marks.leaving(ringMarks[first]);
        }
        return handedOut;
    }

    /** The events moved on to. */
    EventBatch events() {
        return ring[first];
    }

    /** {@link FolioMarks} of each of those events. */
    byte[] marks() {
        return ringMarks[first];
    }

    private void fill() throws IOException {
        while (!atEnd && filled < AHEAD + 1) {
            int slot = (first + filled) % ring.length;
            EventBatch to = ring[slot];
            to.clear(0);
            while (!atEnd && !to.isFull()) {
                add(to);
            }
            if (to.size > 0) {
                marks.mark(to, ringMarks[slot]);
                filled++;
            }
        }
    }

    /** Adds what was read last, or else reads: at once into an empty batch, which a reader as a rule fills. */
    private void add(EventBatch to) throws IOException {
        if (readRow < read.size) {
            if (to.size == 0) {
                to.clear(read.firstEvent + readRow);
            }
            int rows = Math.min(read.size - readRow, EventBatch.CAPACITY - to.size);
            to.append(read, readRow, rows);
            readRow += rows;
        } else if (to.size == 0) {
            atEnd = !reader.read(to);
        } else {
            readRow = 0;
            if (!reader.read(read)) {
                read.size = 0;
                atEnd = true;
            }
        }
    }
}
