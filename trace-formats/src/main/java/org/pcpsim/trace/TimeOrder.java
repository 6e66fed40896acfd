package org.pcpsim.trace;

/**
 * Which of several streams comes next: a heap of the times they stand at, ties by the stream's number.
 *
 * <p>Nothing is allocated after the beginning; a move costs a comparison or two for each doubling of the streams. Not
 * thread-safe.
 */
public final class TimeOrder {
    private final int[] heap;
    private final long[] times;
    private int size;

    /** Nothing queued; room for streams numbered from 0 to below {@code streams}. */
    public TimeOrder(int streams) {
        heap = new int[streams];
        times = new long[streams];
    }

    /** Queues a stream that is not queued. */
    public void add(int stream, long time) {
        times[stream] = time;
        int child = size++;
        heap[child] = stream;
        while (child > 0 && isBefore(heap[child], heap[(child - 1) / 2])) {
            swap(child, (child - 1) / 2);
            child = (child - 1) / 2;
        }
    }

    /** Whether no stream is queued. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** The stream that comes next; one must be queued. */
    public int first() {
        return heap[0];
    }

    /** Moves the first stream to a later time. */
    public void move(long time) {
        times[heap[0]] = time;
        down();
    }

    /** Takes the first stream away. */
    public void remove() {
        heap[0] = heap[--size];
        down();
    }

    private void down() {
        int parent = 0;
        while (true) {
            int least = parent;
            int child = 2 * parent + 1;
            if (child < size && isBefore(heap[child], heap[least])) {
                least = child;
            }
            if (child + 1 < size && isBefore(heap[child + 1], heap[least])) {
                least = child + 1;
            }
            if (least == parent) {
                return;
            }
            swap(parent, least);
            parent = least;
        }
    }

    private void swap(int a, int b) {
        int moved = heap[a];
        heap[a] = heap[b];
        heap[b] = moved;
    }

    private boolean isBefore(int a, int b) {
        return times[a] < times[b] || times[a] == times[b] && a < b;
    }
}
