package org.pcpsim.trace.tracedat;

import java.util.List;

/** Tells which of many streams has the earliest event; of equal times that of the stream named first. Not thread-safe. */
final class TimeMerge {
    private final CpuStream[] streams;
    /** Heap of indices into {@link #streams}, the earliest on top, and the time of each. */
    private final int[] heap;

    private final long[] times;
    private int size;

    /** All streams are at their first event. */
    TimeMerge(List<CpuStream> started) {
        streams = started.toArray(new CpuStream[0]);
        heap = new int[streams.length];
        times = new long[streams.length];
        for (int i = 0; i < streams.length; i++) {
            heap[i] = i;
            times[i] = streams[i].events.time;
        }
        size = streams.length;
        for (int i = size / 2 - 1; i >= 0; i--) {
            sink(i);
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    CpuStream first() {
        return streams[heap[0]];
    }

    /** The first stream has gone to its next event. */
    void advanced() {
        times[0] = streams[heap[0]].events.time;
        sink(0);
    }

    /** The first stream has come to its end. */
    void ended() {
        size--;
        heap[0] = heap[size];
        times[0] = times[size];
        sink(0);
    }

    private void sink(int from) {
        if (from >= size) {
            return;
        }
        int at = from;
        int stream = heap[at];
        long time = times[at];
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && isBefore(child + 1, times[child], heap[child])) {
                child++;
            }
            if (!isBefore(child, time, stream)) {
                break;
            }
            heap[at] = heap[child];
            times[at] = times[child];
            at = child;
        }
        heap[at] = stream;
        times[at] = time;
    }

    private boolean isBefore(int place, long time, int stream) {
        return times[place] < time || times[place] == time && heap[place] < stream;
    }
}
