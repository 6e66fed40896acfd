package org.pcpsim.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Optional;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.PackedOperations;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;

/**
 * Notes when a trace has been read up to given numbers of operations: CPU time of the thread that reads, which in a replay
 * on one thread is what the replay took up to there. Not thread-safe.
 */
final class Stopwatch implements TraceReader {
    private static final ThreadMXBean CPU_TIME = ManagementFactory.getThreadMXBean();

    private final TraceReader trace;
    private final long[] marks;
    private final long[] ns;
    private final long[] at;
    private final long[] heap;
    private final boolean weighs;
    private long operations;
    private int next;

    /**
     * Before the first event.
     *
     * @param weighs whether to collect garbage at each mark and note what is left, which costs time before the mark's
     * @param marks numbers of operations, rising
     */
    Stopwatch(TraceReader trace, boolean weighs, long... marks) {
        this.trace = trace;
        this.weighs = weighs;
        this.marks = marks.clone();
        ns = new long[marks.length];
        at = new long[marks.length];
        heap = new long[marks.length];
    }

    /** CPU time of this thread in ns. */
    static long now() {
        return CPU_TIME.getCurrentThreadCpuTime();
    }

    /** Bytes of live objects. */
    static long weigh() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Operations read up to now. */
    long counted() {
        return operations;
    }

    /** ns for each operation between two marks, by their numbers. */
    double between(int from, int to) {
        return (double) (ns[to] - ns[from]) / (at[to] - at[from]);
    }

    /** Bytes of live objects at a mark. */
    long heap(int mark) {
        return heap[mark];
    }

    @Override
    public TraceHeader header() {
        return trace.header();
    }

    @Override
    public Symbols symbols() {
        return trace.symbols();
    }

    @Override
    public boolean read(EventBatch batch) throws IOException {
        mark();
        boolean more = trace.read(batch);
        for (int row = 0; row < batch.size; row++) {
            boolean served = batch.kind[row] == EventKind.ALLOC && batch.pfn[row] != EventBatch.NO_PFN;
            operations += served || batch.kind[row] == EventKind.FREE ? 1 : 0;
        }
        if (!more) {
            end();
        }
        return more;
    }

    /** Those kept beside the events are counted where these are not read. */
    @Override
    public Optional<PackedOperations> operations() throws IOException {
        return trace.operations()
                .map(packed -> new CountedOperations(
                        packed,
                        rows -> {
                            operations += rows;
                            mark();
                        },
                        this::end));
    }

    private void mark() {
        while (next < marks.length && operations >= marks[next]) {
            if (weighs) {
                heap[next] = weigh();
            }
            at[next] = operations;
            ns[next++] = now();
        }
    }

    private void end() {
        Arrays.fill(at, next, marks.length, operations);
        Arrays.fill(ns, next, marks.length, now());
        next = marks.length;
    }

    @Override
    public void close() throws IOException {
        trace.close();
    }
}
