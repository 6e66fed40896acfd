package org.pcpsim.mapping;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pcpsim.random.SplitMix64;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TimeOrder;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;

/**
 * A trace put onto another machine: a number of copies at the same time, each some times in a row, on modelled CPUs.
 *
 * <p>Copies have page frames and processes of their own; copy n begins at a time drawn from the seed, copy 0 at once.
 * Repetitions of a copy have the same ones: what it left behind is freed when it asks for that again. Events of one
 * modelled CPU have non-decreasing times. Reads one batch of each copy at a time; memory does not grow with the length of
 * the trace. Not thread-safe.
 */
public final class MappedTrace implements TraceReader {
    /** Most copies. */
    public static final int MOST_COPIES = 256;
    /** Most repetitions. */
    public static final int MOST_TIMES = 1_000_000;

    private static final long OFFSETS = 1;

    /**
     * How often a trace runs.
     *
     * @param copies at the same time, 1 to {@value MappedTrace#MOST_COPIES}
     * @param times in a row, 1 to {@value MappedTrace#MOST_TIMES}
     * @param spreadNs copies begin within this time, in ns, 0 or more
     * @param seed start of every random choice
     */
    public record Runs(int copies, int times, long spreadNs, long seed) {}

    private final TraceReader original;
    private final TraceHeader header;
    private final Placement placement;
    private final Symbols symbols = new Symbols();
    private final List<Copy> copies = new ArrayList<>();
    private final TimeOrder order;
    private final long[] lastTime;
    private long events;

    /**
     * A mapped trace before its first event.
     *
     * @param original read as the first time of copy 0; closed with this
     * @param opening opens the same trace again
     * @param cpus modelled CPUs, all that the placement knows
     * @throws IOException if a copy cannot be opened
     */
    public MappedTrace(TraceReader original, TraceOpening opening, Runs runs, Placement placement, int cpus)
            throws IOException {
        this.original = original;
        this.placement = placement;
        header = headerOf(original.header(), runs);
        order = new TimeOrder(runs.copies());
        lastTime = new long[cpus];
        java.util.Arrays.fill(lastTime, Long.MIN_VALUE);
        SplitMix64 random = SplitMix64.ofPart(runs.seed(), OFFSETS);
        try {
            for (int copy = 0; copy < runs.copies(); copy++) {
                long begin = copy == 0 || runs.spreadNs() == 0 ? 0 : random.nextLong() >>> 1;
                begin %= Math.max(1, runs.spreadNs());
                TraceReader first = copy == 0 ? original : opening.open();
                copies.add(new Copy(copy, first, opening, runs.times(), begin, symbols));
                queue(copy);
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** What was there before the trace is there still; what was there afterwards was after one run of it. */
    private static TraceHeader headerOf(TraceHeader original, Runs runs) {
        if (runs.copies() == 1 && runs.times() == 1) {
            return original;
        }
        return new TraceHeader(
                original.name(),
                original.cpus(),
                original.nodes(),
                original.memoryBytes(),
                original.kernel(),
                original.snapshotBefore(),
                Map.of(),
                original.eventsLostAtStart(),
                original.recording());
    }

    private void queue(int copy) throws IOException {
        if (copies.get(copy).next()) {
            order.add(copy, copies.get(copy).time());
        }
    }

    @Override
    public TraceHeader header() {
        return header;
    }

    @Override
    public Symbols symbols() {
        return symbols;
    }

    @Override
    public boolean read(EventBatch batch) throws IOException {
        batch.clear(events);
        while (!batch.isFull() && !order.isEmpty()) {
            Copy copy = copies.get(order.first());
            long time = copy.time();
            int cpu = placement.cpu(copy.number(), copy.recordedCpu(), copy.pid(), time);
            lastTime[cpu] = Math.max(lastTime[cpu], time);
            copy.add(batch, cpu);
            batch.time[batch.size - 1] = lastTime[cpu];
            if (copy.next()) {
                order.move(copy.time());
            } else {
                order.remove();
            }
        }
        events += batch.size;
        return batch.size > 0;
    }

    @Override
    public List<String> warnings() {
        return original.warnings();
    }

    @Override
    public void close() throws IOException {
        for (Copy copy : copies) {
            copy.close();
        }
        original.close();
    }
}
