package org.pcpsim.replay;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.TraceReader;

/**
 * Reads the first events of a trace ahead, so that they can be looked at before they are replayed.
 *
 * <p>What is read ahead is repacked into full batches: how many events are seen does not depend on how the reader cuts
 * them, nor does memory (200 KB for each {@value EventBatch#CAPACITY} events). Not thread-safe.
 */
final class LookAhead {
    private final TraceReader reader;
    private final Deque<EventBatch> ahead = new ArrayDeque<>();
    private EventBatch current = new EventBatch();
    private final long firstTime;

    /** Reads that many events, or all there are. */
    LookAhead(TraceReader reader, int events) throws IOException {
        this.reader = reader;
        EventBatch read = new EventBatch();
        EventBatch last = new EventBatch();
        long seen = 0;
        while (seen < events && reader.read(read)) {
            for (int row = 0; row < read.size; row++) {
                if (last.isFull()) {
                    ahead.add(last);
                    last = new EventBatch();
                }
                if (last.size == 0) {
                    last.clear(read.firstEvent + row);
                }
                copy(read, row, last);
            }
            seen += read.size;
        }
        if (last.size > 0) {
            ahead.add(last);
        }
        firstTime = ahead.isEmpty() ? 0 : ahead.peek().time[0];
    }

    /** Time of the first event in ns, 0 if there is none. */
    long firstTime() {
        return firstTime;
    }

    /** Whether an event of a kind is among those read ahead. */
    boolean holds(byte kind, int events) {
        int left = events;
        for (EventBatch batch : ahead) {
            for (int row = 0; row < Math.min(batch.size, left); row++) {
                if (batch.kind[row] == kind) {
                    return true;
                }
            }
            left -= batch.size;
        }
        return false;
    }

    /** The next events, valid until the next call; empty at the end. */
    EventBatch next() throws IOException {
        if (!ahead.isEmpty()) {
            return ahead.poll();
        }
        current.clear(0);
        reader.read(current);
        return current;
    }

    private static void copy(EventBatch from, int row, EventBatch to) {
        int at = to.add(from.kind[row], from.cpu[row], from.time[row]);
        to.pfn[at] = from.pfn[row];
        to.order[at] = from.order[row];
        to.migratetype[at] = from.migratetype[row];
        to.gfp[at] = from.gfp[row];
        to.gfpText[at] = from.gfpText[row];
        to.pid[at] = from.pid[row];
        to.comm[at] = from.comm[row];
        to.context[at] = from.context[row];
        to.aux[at] = from.aux[row];
    }
}
