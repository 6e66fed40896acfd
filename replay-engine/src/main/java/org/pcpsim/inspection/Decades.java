package org.pcpsim.inspection;

/** Counters by powers of ten: 0 to 9, 10 to 99, and so on to all that a long holds. Not thread-safe. */
final class Decades {
    private static final int COUNT = 19;

    private final long[] chunks = new long[COUNT];
    private final long[] pages = new long[COUNT];

    /** What is told of each range that is not beyond the first and the last with anything in it. */
    interface Listener {
        void range(long from, long to, long chunks, long pages);
    }

    void add(long value, long chunkCount, long pageCount) {
        int decade = 0;
        for (long rest = value; rest >= 10; rest /= 10) {
            decade++;
        }
        chunks[decade] += chunkCount;
        pages[decade] += pageCount;
    }

    void forEach(Listener listener) {
        int first = 0;
        while (first < COUNT && chunks[first] == 0) {
            first++;
        }
        int last = COUNT - 1;
        while (last > first && chunks[last] == 0) {
            last--;
        }
        long from = 1;
        for (int decade = 0; decade <= last && first < COUNT; decade++) {
            long to = decade == COUNT - 1 ? Long.MAX_VALUE : from * 10;
            if (decade >= first) {
                listener.range(decade == 0 ? 0 : from, to, chunks[decade], pages[decade]);
            }
            from = to;
        }
    }
}
