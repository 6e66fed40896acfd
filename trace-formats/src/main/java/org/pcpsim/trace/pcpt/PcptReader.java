package org.pcpsim.trace.pcpt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.PackedOperations;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.input.TraceInput;

/**
 * Reads a {@code .pcpt} file in trace order.
 *
 * <p>While nothing is missing, events are put at their positions; from a loss on, or if the file turns out to have one
 * position twice or not at all, its CPUs are merged.
 */
final class PcptReader implements TraceReader {
    private final TraceInput input;
    private final PcptTrace trace;
    /** Cursors with events left as a heap: none has a smaller key than its parent, at {@code (i − 1) / 2}. */
    private final CpuCursor[] heap;

    private final long[] keys;
    private int size;
    /** No longer used once CPUs are merged. */
    private final Interleaving whole;

    private boolean isMerged;
    private long rows;
    private long next;

    /** Opens the file; if this throws, the caller closes the input. */
    PcptReader(TraceInput input) throws IOException {
        this.input = input;
        this.trace = PcptTrace.open(
                input.seekable(),
                input.options().allowDamaged(),
                input.options().limits());
        try {
            checkOpenRows();
        } catch (TraceException e) {
            trace.close();
            throw e;
        }
        heap = trace.cpus().stream().map(trace::cursor).toArray(CpuCursor[]::new);
        keys = new long[heap.length];
        whole = new Interleaving(heap.clone());
        if (!trace.hasWholeIndex()) {
            beginMerge();
        }
    }

    private void beginMerge() {
        isMerged = true;
        next = whole.next();
        for (CpuCursor cursor : heap.clone()) {
            if (cursor.hasNext()) {
                heap[size] = cursor;
                keys[size] = cursor.nextSequence();
                size++;
            }
        }
        for (int i = size / 2 - 1; i >= 0; i--) {
            siftDown(i);
        }
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
    public Optional<PackedOperations> operations() {
        return trace.operations();
    }

    @Override
    public List<String> warnings() {
        return trace.warnings();
    }

    @Override
    public boolean read(EventBatch batch) throws IOException {
        batch.clear(rows);
        while (!isMerged && !batch.isFull()) {
            if (!whole.read(batch)) {
                beginMerge();
            }
        }
        merge(batch);
        rows += batch.size;
        return batch.size > 0;
    }

    private void merge(EventBatch batch) throws IOException {
        while (!batch.isFull() && size > 0) {
            CpuCursor first = heap[0];
            if (!first.isOpen()) {
                first.open();
                if (first.nextSequence() != keys[0]) {
                    // Its next block was damaged: others may come before what it has now.
                    keys[0] = first.nextSequence();
                    siftDown(0);
                    continue;
                }
            }
            int before = batch.size;
            first.readRun(batch, EventBatch.CAPACITY);
            if (batch.size > before && first.lastSequence() >= 0) {
                checkOrder(keys[0], first);
            }
            if (first.hasNext()) {
                keys[0] = first.nextSequence();
            } else {
                size--;
                heap[0] = heap[size];
                keys[0] = keys[size];
            }
            siftDown(0);
        }
    }

    /** Positions rise by one; where damage is allowed, those of events that were lost may be left out. */
    private void checkOrder(long key, CpuCursor first) throws TraceException {
        if (key == Long.MAX_VALUE || first.lastSequence() < key) {
            return;
        }
        if (key != next) {
            TraceException damage = TraceException.of(
                    trace.name(), "event " + key + " follows event " + (next - 1) + ", expected event " + next);
            if (key < next) {
                throw damage;
            }
            trace.skipped(damage);
        }
        next = first.lastSequence() + 1;
    }

    private void siftDown(int from) {
        int at = from;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                return;
            }
            if (child + 1 < size && keys[child + 1] < keys[child]) {
                child++;
            }
            if (keys[at] <= keys[child]) {
                return;
            }
            long key = keys[at];
            keys[at] = keys[child];
            keys[child] = key;
            CpuCursor cursor = heap[at];
            heap[at] = heap[child];
            heap[child] = cursor;
            at = child;
        }
    }

    /** Blocks that are needed at the same moment fit the memory. */
    private void checkOpenRows() throws TraceException {
        List<BlockEntry> all = new ArrayList<>();
        trace.blocks().values().forEach(all::addAll);
        all.sort((a, b) -> Long.compare(a.firstSequence(), b.firstSequence()));
        PriorityQueue<BlockEntry> open =
                new PriorityQueue<>((a, b) -> Long.compare(a.lastSequence(), b.lastSequence()));
        long openRows = 0;
        for (BlockEntry block : all) {
            while (!open.isEmpty() && open.peek().lastSequence() < block.firstSequence()) {
                openRows -= open.poll().rows();
            }
            open.add(block);
            openRows += block.rows();
            if (openRows > PcptLayout.MAX_OPEN_ROWS) {
                throw TraceException.atByte(
                        trace.name(),
                        block.offset(),
                        openRows + " events in blocks that overlap",
                        "at most " + PcptLayout.MAX_OPEN_ROWS);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (input) {
            trace.close();
        }
    }
}
