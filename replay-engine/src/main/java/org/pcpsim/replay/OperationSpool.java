package org.pcpsim.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.pcpsim.operation.OperationBlock;
import org.pcpsim.operation.OperationCursor;
import org.pcpsim.operation.OperationStreams;
import org.pcpsim.operation.OperationWord;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceException;

/**
 * The operations of a trace, given in its order, as a stream for each CPU.
 *
 * <p>Which free belongs to which allocation only the trace's own order tells; each CPU runs at its own pace afterwards. Memory:
 * a block for each CPU that does something, 16 bytes for each block, and the beginning of the streams; the rest is in a temporary
 * file. Not thread-safe but for cursors, of which each thread may have its own after {@link #end}.
 */
final class OperationSpool implements OperationStreams {
    /** Virtual time is counted in picoseconds, which 63 bits hold for 106 days. */
    private static final long LONGEST_NS = 90L * 24 * 3600 * 1_000_000_000L;

    private final Symbols symbols;
    private final long origin;
    private final Stamps stamps;
    private final PageNumbers numbers;
    private final BlockStore store;
    private final boolean named;
    private final SpooledCpu[] streams;
    /** Identities that the next rows name. */
    private final long[] soon = new long[Prefetch.ROWS];

    private final ByteBuffer buffer = BlockCode.buffer();
    /** Identity of the allocation that has each handle. */
    private long[] identityOf = new long[1024];

    /**
     * Without operations.
     *
     * @param origin when the trace begins, in ns
     * @param stamps what its times are
     * @param named whether tasks are kept
     */
    OperationSpool(int cpus, Symbols symbols, long origin, Stamps stamps, boolean named, BlockStore store) {
        this.symbols = symbols;
        this.origin = origin;
        this.stamps = stamps;
        numbers = stamps.traced() ? new CpuNumbers(cpus) : new PfnNumbers();
        this.store = store;
        this.named = named;
        streams = new SpooledCpu[cpus];
        Arrays.setAll(streams, cpu -> new SpooledCpu(origin, stamps));
    }

    /** Takes the next operations of the trace. */
    void add(Operations batch) {
        if (identityOf.length < batch.handles) {
            identityOf = Arrays.copyOf(identityOf, Math.max(batch.handles, identityOf.length * 2));
        }
        int looked = 0;
        for (int row = 0; row < batch.size; row += batch.members(row)) {
            if (row >= looked) {
                prefetch(batch, looked);
                looked += Prefetch.ROWS;
            }
            SpooledCpu to = streams[batch.cpu(row)];
            OperationBlock block = to.block();
            int end = row + batch.members(row);
            if (!block.fits(end - row)) {
                write(to);
            }
            for (int member = row; member < end; member++) {
                add(batch, member, to, block);
            }
        }
    }

    /** Brings what the next frees name into the cache, many at a time. */
    private void prefetch(Operations batch, int from) {
        int end = Math.min(from + Prefetch.ROWS, batch.size);
        int count = 0;
        for (int row = from; row < end; row++) {
            if (batch.op(row) == OperationBlock.FREE) {
                soon[count++] = identityOf[batch.handle(row)];
            }
        }
        numbers.prefetch(soon, count);
    }

    private void add(Operations batch, int from, SpooledCpu stream, OperationBlock to) {
        int row = to.size++;
        to.what[row] = OperationWord.withoutCpu(batch.what(from));
        to.gfp[row] = batch.gfp(from);
        to.pfn[row] = 0;
        if (named) {
            to.pid[row] = batch.pid(from);
            to.comm[row] = batch.comm(from);
        }
        name(batch, from, to, row);
        long time = stream.passTo(batch.time(from));
        if (time - origin > LONGEST_NS || time - origin < 0) {
            throw new UncheckedIOException(TraceException.of(
                    "event " + batch.event(from),
                    "found a time " + (time - origin) + " ns after the first event, expected at most 90 days"));
        }
        stream.think().added(to, time, batch.traced(from), (batch.flags(from) & Operations.IMPLIED) == 0);
    }

    private void name(Operations batch, int from, OperationBlock to, int row) {
        int cpu = batch.cpu(from);
        int handle = batch.handle(from);
        switch (batch.op(from)) {
            case OperationBlock.ALLOC -> to.page[row] = begin(handle, cpu, batch.pfn(from));
            case OperationBlock.FREE -> {
                to.page[row] = identityOf[handle];
                numbers.giveBack(identityOf[handle]);
            }
            case OperationBlock.SPLIT -> {
                to.page[row] = identityOf[handle];
                identityOf[handle] = OperationBlock.lower(identityOf[handle]);
                // A split has no pfn of its own: its column is where the block's bytes have the upper half.
                to.pfn[row] = begin(batch.upper(from), cpu, batch.pfn(from));
            }
            default -> to.pfn[row] = batch.pfn(from);
        }
    }

    private long begin(int handle, int cpu, long pfn) {
        long identity = numbers.take(cpu, pfn);
        identityOf[handle] = identity;
        return identity;
    }

    private void write(SpooledCpu stream) {
        try {
            stream.write(buffer, store);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The trace is at its end. */
    void end() {
        for (SpooledCpu stream : streams) {
            write(stream);
            stream.end();
        }
    }

    /** By how much gaps were too short for what was done in them, in ns, all CPUs together. */
    long thinkDeficit() {
        return Arrays.stream(streams)
                .mapToLong(stream -> stream.think().deficit())
                .sum();
    }

    /** From each CPU's first to its last operation, in ns, all CPUs together. */
    long spans() {
        return Arrays.stream(streams).mapToLong(stream -> stream.think().span()).sum();
    }

    @Override
    public int cpus() {
        return streams.length;
    }

    @Override
    public Symbols symbols() {
        return symbols;
    }

    @Override
    public OperationCursor cursor(int cpu) {
        return new Cursor(streams[cpu]);
    }

    private final class Cursor implements OperationCursor {
        private final SpooledCpu stream;
        private int next;

        Cursor(SpooledCpu stream) {
            this.stream = stream;
        }

        @Override
        public boolean read(OperationBlock block) throws IOException {
            block.size = 0;
            if (next == stream.blocks()) {
                return false;
            }
            synchronized (buffer) {
                stream.read(next++, buffer, store, block);
            }
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
