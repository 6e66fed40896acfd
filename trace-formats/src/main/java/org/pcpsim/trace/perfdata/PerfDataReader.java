package org.pcpsim.trace.perfdata;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.event.TextSymbols;
import org.pcpsim.trace.input.Damage;
import org.pcpsim.trace.input.SeekableContent;
import org.pcpsim.trace.input.TraceInput;

/**
 * Reads the tracepoints of a perf.data file or pipe in time order.
 *
 * <p>Buffers of CPUs follow each other in rounds; what a round holds is put in order once the next one has been read.
 * Trace-format spec section 7.5. Memory: the formats, and {@link RowQueue}.
 */
final class PerfDataReader implements TraceReader {
    private final TraceInput input;
    private final TextSymbols symbols;
    private final Damage damage;
    private final Session session;
    private final Tasks tasks;
    private final Losses losses;
    private final RowQueue queue;
    private final RecordStream stream;
    private final boolean isPipe;
    private final TraceHeader header;
    private final RecordReader reader;
    private final long[] lastTime = new long[Cpus.LIMIT];
    /** The record that ended the reading of what stands ahead of the events. */
    private Optional<Records> first = Optional.empty();

    private boolean ended;
    /** Whether an unknown number of events is missing at the end. */
    private boolean isCut;

    private int lastCpu;
    private int endCpu;
    private long rows;

    /** Reads everything ahead of the events. */
    PerfDataReader(TraceInput input) throws IOException {
        this.input = input;
        symbols = new TextSymbols(input.name());
        damage = new Damage(input.options());
        session = new Session(input.name(), symbols);
        tasks = new Tasks(symbols);
        losses = new Losses(input.name());
        queue = new RowQueue(input.name(), input.options());
        Arrays.fill(lastTime, -1);
        checkByteOrder();
        isPipe = PipeHead.begins(input);
        if (isPipe) {
            PipeHead head = new PipeHead(input, session);
            stream = head.stream();
            first = head.read();
            ended = first.isEmpty();
        } else {
            SeekableContent content = input.seekable();
            FileHead head = FileHead.read(content, session);
            stream = new RecordStream(new Records(input.name(), file(content, head), head.dataFrom()), head.dataTo());
        }
        reader = new RecordReader(session, queue, symbols, tasks, losses, damage);
        Features features = session.features();
        header = new TraceHeader(
                "",
                features.cpus(),
                features.nodes(),
                features.memoryBytes(),
                features.kernel(),
                Map.of(),
                Map.of(),
                0);
    }

    @Override
    public TraceHeader header() {
        return header;
    }

    @Override
    public Symbols symbols() {
        return symbols.symbols();
    }

    @Override
    public List<String> warnings() {
        return damage.warnings();
    }

    @Override
    public boolean read(EventBatch batch) throws IOException {
        batch.clear(rows);
        while (!batch.isFull()) {
            if (queue.poll(ended ? Long.MAX_VALUE : reader.limit())) {
                emit(batch);
            } else if (ended) {
                if (!emitLostAtEnd(batch)) {
                    break;
                }
            } else {
                readRecord();
            }
        }
        rows += batch.size;
        return batch.size > 0;
    }

    @Override
    public void close() throws IOException {
        try (input;
                queue) {
            stream.close();
        }
    }

    private void checkByteOrder() throws TraceException {
        if (input.head()[0] == '2') {
            throw TraceException.atByte(
                    input.name(), 0, "a big-endian file", "a little-endian one (others cannot be read)");
        }
    }

    private static Records.Source file(SeekableContent content, FileHead head) {
        long[] next = {head.dataFrom()};
        return (target, offset, count) -> {
            int wanted = (int) Math.min(count, head.dataTo() - next[0]);
            int read = wanted == 0 ? -1 : content.read(next[0], target, offset, wanted);
            next[0] += Math.max(0, read);
            return read;
        };
    }

    private void readRecord() throws IOException {
        try {
            Optional<Records> next = first.isPresent() ? first : stream.next();
            first = Optional.empty();
            if (next.isPresent()) {
                reader.read(next.get());
                return;
            }
            ended = true;
            if (isPipe && reader.isInsideOfRound()) {
                throw stream.cut("the end of the round that the last events are of");
            }
        } catch (TraceException e) {
            damage.accept(e);
            // Where a record's length may be wrong nothing behind it can be found.
            ended = true;
            isCut = true;
        }
    }

    private void emit(EventBatch batch) throws TraceException {
        long[] row = queue.row;
        int kind = (int) (row[2] & 0xff);
        if (kind == RecordReader.NAME) {
            tasks.name((int) (row[1] >> 32), (int) row[1]);
            return;
        }
        if (kind == RecordReader.FORK) {
            tasks.fork((int) (row[1] >> 32), (int) row[1]);
            return;
        }
        int cpu = (int) (row[2] >>> 32);
        if (row[0] < lastTime[cpu]) {
            damage.accept(TraceException.of(
                    input.name(),
                    "has an event of CPU " + cpu + " at " + row[0] + " ns after one at " + lastTime[cpu]
                            + " ns, expected rounds in the order of time"));
            return;
        }
        lastTime[cpu] = row[0];
        lastCpu = cpu;
        int at = batch.add((byte) kind, cpu, row[0]);
        batch.aux[at] = (int) (row[4] >>> 32);
        if (kind == EventKind.LOST) {
            return;
        }
        int tid = (int) row[3];
        batch.pid[at] = tid;
        batch.comm[at] = tasks.comm(tid);
        batch.context[at] = (int) (row[3] >>> 32);
        batch.pfn[at] = row[1];
        batch.order[at] = (byte) (row[2] >> 8);
        batch.migratetype[at] = (byte) (row[2] >> 16);
        if (kind == EventKind.ALLOC) {
            int gfp = (int) row[4];
            batch.gfp[at] = reader.payload().gfps().bits(gfp, batch.migratetype[at]);
            batch.gfpText[at] = reader.payload().gfps().symbol(gfp);
        }
    }

    /** The next CPU that lost events behind its last one; false if there is none. */
    private boolean emitLostAtEnd(EventBatch batch) {
        if (isCut) {
            isCut = false;
            int at = batch.add(EventKind.LOST, lastCpu, Math.max(0, lastTime[lastCpu]));
            batch.aux[at] = -1;
            return true;
        }
        while (endCpu < Cpus.LIMIT) {
            int cpu = endCpu++;
            long lost = losses.atEnd(cpu);
            if (lost > 0) {
                int at = batch.add(EventKind.LOST, cpu, Math.max(0, lastTime[cpu]));
                batch.aux[at] = (int) Math.min(lost, Integer.MAX_VALUE);
                return true;
            }
        }
        return false;
    }
}
