package org.pcpsim.trace.tracedat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.event.Comms;
import org.pcpsim.trace.event.PayloadReader;
import org.pcpsim.trace.event.TextSymbols;
import org.pcpsim.trace.input.Damage;
import org.pcpsim.trace.input.SeekableContent;
import org.pcpsim.trace.input.TraceInput;
import org.pcpsim.trace.ring.RingEvents;

/**
 * Reads the events of all buffers and CPUs of a trace.dat merged by time; of equal times the lower CPU comes first.
 *
 * <p>Trace-format spec section 7. Memory: the formats, and a block of pages for each CPU ({@link Budget}).
 */
final class TraceDatReader implements TraceReader {
    /** Rows that one event may need: a loss before it, itself, and a loss at the end of its CPU. */
    private static final int ROWS_OF_EVENT = 3;

    private static final int NONE = -1;

    private final TraceInput input;
    private final TextSymbols symbols;
    private final Damage damage;
    private final List<String> warnings = new ArrayList<>();
    private final Contents contents;
    private final PayloadReader payload;
    private final Comms comms;
    private final int idle;
    private final int unknown;
    private final TimeMerge merge;
    private final TraceHeader header;
    /** Buffer that events of each kind of kmem come from. */
    private final int[] bufferOfKind = new int[EventKind.OTHER + 1];

    private long rows;

    /** Reads everything ahead of the events. */
    TraceDatReader(TraceInput input) throws IOException {
        this.input = input;
        symbols = new TextSymbols(input.name());
        damage = new Damage(input.options());
        SeekableContent content = input.seekable();
        contents = Contents.read(content);
        payload = contents.data().catalog().reader(symbols, 0);
        comms = contents.data().comms(symbols);
        idle = symbols.intern("<idle>");
        unknown = symbols.intern("<...>");
        Arrays.fill(bufferOfKind, NONE);
        StreamStart start = new StreamStart(content, contents, damage);
        merge = new TimeMerge(start.started());
        header = header(start.lostAtStart());
        if (contents.options().isTicks()) {
            warnings.add("times are ticks of an unknown unit (trace clock counter, uptime or x86-tsc), taken as ns");
        }
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
        List<String> all = new ArrayList<>(warnings);
        all.addAll(damage.warnings());
        return all;
    }

    @Override
    public boolean read(EventBatch batch) throws IOException {
        batch.clear(rows);
        while (!merge.isEmpty() && batch.size <= EventBatch.CAPACITY - ROWS_OF_EVENT) {
            CpuStream stream = merge.first();
            addLost(stream, batch);
            addEvent(stream, batch);
            if (stream.next()) {
                merge.advanced();
            } else {
                addLost(stream, batch);
                merge.ended();
            }
        }
        rows += batch.size;
        return batch.size > 0;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }

    private void addEvent(CpuStream stream, EventBatch batch) throws TraceException {
        RingEvents events = stream.events;
        try {
            payload.read(events.buffer(), events.at, events.length, stream.pages);
        } catch (TraceException e) {
            damage.accept(e);
            events.addLost(RingEvents.UNCOUNTED);
            return;
        }
        byte kind = payload.kind;
        if (kind < EventKind.LOST && bufferOfKind[kind] != stream.buffer) {
            checkBuffer(kind, stream.buffer);
        }
        int row = batch.add(kind, stream.cpu, events.time);
        batch.pid[row] = payload.pid;
        batch.comm[row] = comm(payload.pid);
        batch.context[row] = payload.context;
        batch.pfn[row] = payload.pfn;
        batch.order[row] = (byte) payload.order;
        batch.migratetype[row] = (byte) payload.migratetype;
        batch.aux[row] = payload.aux;
        if (kind == EventKind.ALLOC) {
            batch.gfp[row] = payload.gfps().bits(payload.gfp, payload.migratetype);
            batch.gfpText[row] = payload.gfps().symbol(payload.gfp);
        }
    }

    /** The same event recorded by two buffers would count twice. */
    private void checkBuffer(int kind, int buffer) throws TraceException {
        if (bufferOfKind[kind] != NONE) {
            throw TraceException.of(
                    input.name(),
                    "has the same allocator events in "
                            + contents.buffers().get(bufferOfKind[kind]).shown() + " and in "
                            + contents.buffers().get(buffer).shown() + ", expected them in one buffer");
        }
        bufferOfKind[kind] = buffer;
    }

    private int comm(int pid) {
        if (pid == 0) {
            return idle;
        }
        int symbol = comms.get(pid);
        return symbol == Comms.ABSENT ? unknown : symbol;
    }

    private static void addLost(CpuStream stream, EventBatch batch) {
        if (stream.events.hasLost()) {
            long count = stream.events.takeLost();
            int row = batch.add(EventKind.LOST, stream.cpu, stream.events.time);
            batch.aux[row] = (int) Math.min(count, Integer.MAX_VALUE);
        }
    }

    private TraceHeader header(long lostAtStart) {
        return new TraceHeader(
                "",
                cpus(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                contents.options().kernel(),
                Map.of(),
                Map.of(),
                lostAtStart,
                contents.options().facts());
    }

    /** What the file says, but no less than the CPUs that have events. */
    private OptionalInt cpus() {
        int most = contents.options().cpus().orElse(0);
        for (BufferData buffer : contents.buffers()) {
            for (CpuData data : buffer.cpus()) {
                most = data.size() > 0 ? Math.max(most, data.cpu() + 1) : most;
            }
        }
        return most == 0 ? OptionalInt.empty() : OptionalInt.of(most);
    }
}
