package org.pcpsim.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.pcpsim.operation.OperationBlock;
import org.pcpsim.operation.OperationCursor;
import org.pcpsim.operation.OperationStreams;
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
    private final OperationBlock[] open;
    private final ThinkTimes[] think;
    private final long[] lastTime;
    private final long[][] places;
    private final int[] blocks;
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
     */
    OperationSpool(int cpus, Symbols symbols, long origin, Stamps stamps, BlockStore store) {
        this.symbols = symbols;
        this.origin = origin;
        this.stamps = stamps;
        numbers = stamps.traced() ? new CpuNumbers(cpus) : new PfnNumbers();
        this.store = store;
        open = new OperationBlock[cpus];
        think = new ThinkTimes[cpus];
        lastTime = new long[cpus];
        places = new long[cpus][];
        blocks = new int[cpus];
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
            int cpu = batch.cpu(row);
            OperationBlock block = open(cpu);
            if (!block.fits(batch.members(row))) {
                write(cpu);
            }
            for (int member = row; member < row + batch.members(row); member++) {
                add(batch, member, block);
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

    private OperationBlock open(int cpu) {
        if (open[cpu] == null) {
            open[cpu] = new OperationBlock();
            think[cpu] = new ThinkTimes(origin, stamps);
            lastTime[cpu] = origin;
            places[cpu] = new long[4];
        }
        return open[cpu];
    }

    private void add(Operations batch, int from, OperationBlock to) {
        byte what = (byte) batch.op(from);
        int row = to.add(what, batch.flags(from));
        to.members[row] = (byte) batch.members(from);
        to.order[row] = (byte) batch.order(from);
        to.migratetype[row] = (byte) batch.migratetype(from);
        to.gfp[row] = batch.gfp(from);
        to.pid[row] = batch.pid(from);
        to.comm[row] = batch.comm(from);
        to.pfn[row] = what == OperationBlock.FREE_UNKNOWN ? batch.pfn(from) : 0;
        name(batch, from, to, row);
        int cpu = batch.cpu(from);
        lastTime[cpu] = Math.max(lastTime[cpu], batch.time(from));
        if (lastTime[cpu] - origin > LONGEST_NS || lastTime[cpu] - origin < 0) {
            throw new UncheckedIOException(TraceException.of(
                    "event " + batch.event(from),
                    "found a time " + (lastTime[cpu] - origin)
                            + " ns after the first event, expected at most 90 days"));
        }
        boolean counts = (batch.flags(from) & Operations.IMPLIED) == 0;
        think[cpu].added(to, lastTime[cpu], batch.traced(from), counts);
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
                to.pfn[row] = begin(batch.upper(from), cpu, batch.pfn(from));
            }
            default -> {}
        }
    }

    private long begin(int handle, int cpu, long pfn) {
        long identity = numbers.take(cpu, pfn);
        identityOf[handle] = identity;
        return identity;
    }

    private void write(int cpu) {
        OperationBlock block = open[cpu];
        if (block.size == 0) {
            return;
        }
        try {
            BlockCode.write(block, buffer);
            if (2 * blocks[cpu] == places[cpu].length) {
                places[cpu] = Arrays.copyOf(places[cpu], 4 * blocks[cpu]);
            }
            places[cpu][2 * blocks[cpu] + 1] = (long) buffer.remaining() << Integer.SIZE | block.size;
            places[cpu][2 * blocks[cpu]++] = store.append(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        think[cpu].leave();
        block.size = 0;
    }

    /** The trace is at its end. */
    void end() {
        for (int cpu = 0; cpu < open.length; cpu++) {
            if (open[cpu] != null) {
                write(cpu);
            }
        }
        Arrays.fill(open, null);
    }

    /** By how much gaps were too short for what was done in them, in ns, all CPUs together. */
    long thinkDeficit() {
        return Arrays.stream(think)
                .filter(cpu -> cpu != null)
                .mapToLong(ThinkTimes::deficit)
                .sum();
    }

    /** From each CPU's first to its last operation, in ns, all CPUs together. */
    long spans() {
        return Arrays.stream(think)
                .filter(cpu -> cpu != null)
                .mapToLong(ThinkTimes::span)
                .sum();
    }

    @Override
    public int cpus() {
        return open.length;
    }

    @Override
    public Symbols symbols() {
        return symbols;
    }

    @Override
    public OperationCursor cursor(int cpu) {
        return new Cursor(cpu);
    }

    private final class Cursor implements OperationCursor {
        private final int cpu;
        private int next;

        Cursor(int cpu) {
            this.cpu = cpu;
        }

        @Override
        public boolean read(OperationBlock block) throws IOException {
            block.size = 0;
            if (next == blocks[cpu]) {
                return false;
            }
            long size = places[cpu][2 * next + 1];
            synchronized (buffer) {
                buffer.clear();
                buffer.limit((int) (size >>> Integer.SIZE));
                store.read(places[cpu][2 * next++], buffer);
                buffer.flip();
                BlockCode.read(buffer, (int) size, block);
            }
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
