package org.pcpsim.trace.tracedat;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pcpsim.trace.input.TemporaryFile;

/**
 * Keeps the pages of all CPUs in a temporary file until it is known how many each has.
 *
 * <p>Takes four bytes of memory for each page. Not thread-safe.
 */
final class PageStore implements Closeable {
    private final TemporaryFile file;
    private final List<int[]> pages = new ArrayList<>();
    private final List<Integer> counts = new ArrayList<>();
    private final ByteBuffer copy = ByteBuffer.allocate(RingWriter.PAGE);
    private int stored;

    PageStore(Path folder) throws IOException {
        file = TemporaryFile.create(folder);
    }

    /** Appends a page of a CPU. */
    void add(int cpu, ByteBuffer page) throws IOException {
        while (pages.size() <= cpu) {
            pages.add(new int[4]);
            counts.add(0);
        }
        int count = counts.get(cpu);
        int[] own = pages.get(cpu);
        if (count == own.length) {
            own = Arrays.copyOf(own, 2 * count);
            pages.set(cpu, own);
        }
        file.write((long) stored * RingWriter.PAGE, page);
        own[count] = stored;
        counts.set(cpu, count + 1);
        stored = Math.addExact(stored, 1);
    }

    /** Bytes of a CPU's pages. */
    long size(int cpu) {
        return cpu < counts.size() ? (long) counts.get(cpu) * RingWriter.PAGE : 0;
    }

    /** Copies a CPU's pages in their order. */
    void copy(int cpu, OutputStream out) throws IOException {
        for (int i = 0; i < size(cpu) / RingWriter.PAGE; i++) {
            file.readFully((long) pages.get(cpu)[i] * RingWriter.PAGE, copy.clear());
            out.write(copy.array());
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
