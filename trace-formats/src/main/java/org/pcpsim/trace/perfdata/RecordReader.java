package org.pcpsim.trace.perfdata;

import static org.pcpsim.trace.binary.LittleEndian.i32;
import static org.pcpsim.trace.binary.LittleEndian.i64;
import static org.pcpsim.trace.binary.LittleEndian.u32;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.event.PayloadReader;
import org.pcpsim.trace.event.TextSymbols;
import org.pcpsim.trace.input.Damage;

/**
 * Makes rows of the records that tell of events, losses and command names, and says up to when rows are complete.
 *
 * <p>Rows for {@link RowQueue}: time; pfn, or thread and symbol or parent; kind, order, migratetype and CPU; thread and
 * context; gfp and aux. Not thread-safe.
 */
final class RecordReader {
    /** Kind of a row that names a thread. */
    static final int NAME = 64;
    /** Kind of a row that begins a thread. */
    static final int FORK = 65;

    private static final int MISC_LOST_BY_FILTER = 1 << 15;

    private final EventAttributes attributes;
    private final Features features;
    private final boolean uniform;
    private final PayloadReader payload;
    private final RowQueue queue;
    private final TextSymbols symbols;
    private final Tasks tasks;
    private final Losses losses;
    private final Damage damage;
    private final RecordEnd end;
    /** Rows up to here are complete. */
    private long limit = Long.MIN_VALUE;

    private long nextLimit = Long.MIN_VALUE;
    private long latest = Long.MIN_VALUE;
    private long samplesOfRound;

    RecordReader(Session session, RowQueue queue, TextSymbols symbols, Tasks tasks, Losses losses, Damage damage)
            throws TraceException {
        attributes = session.attributes();
        features = session.features();
        uniform = attributes.isUniform();
        payload = session.payload();
        this.queue = queue;
        this.symbols = symbols;
        this.tasks = tasks;
        this.losses = losses;
        this.damage = damage;
        end = new RecordEnd(attributes);
    }

    PayloadReader payload() {
        return payload;
    }

    /** Time up to which all rows are there. */
    long limit() {
        return limit;
    }

    /** Takes in a record. */
    void read(Records records) throws IOException {
        switch (records.type) {
            case RecordType.SAMPLE -> readSample(records);
            case RecordType.FINISHED_ROUND -> {
                RecordEnd.checkEnd(records, records.at);
                finishRound();
            }
            case RecordType.LOST -> readLost(records);
            case RecordType.LOST_SAMPLES -> readLostSamples(records);
            case RecordType.COMM -> readComm(records);
            case RecordType.FORK -> readFork(records);
            case RecordType.ID_INDEX -> losses.index(records);
            case RecordType.AUXTRACE -> {
                records.require(8);
                long size = i64(records.buffer(), records.at);
                if (size < 0) {
                    throw records.damage(records.at, "trace data of " + size + " bytes", "0 or more");
                }
                records.skip(size);
            }
            default -> end.check(records);
        }
    }

    /** Buffers of other CPUs may still bring what is older than this round, but not older than the one before. */
    private void finishRound() {
        limit = nextLimit;
        nextLimit = latest;
        samplesOfRound = 0;
    }

    /** Whether the last sample's round has not been ended, as perf record does with each: something is missing. */
    boolean isInsideOfRound() {
        return samplesOfRound > 0;
    }

    private void readSample(Records records) throws IOException {
        samplesOfRound++;
        EventAttribute attribute = attributes.ofSample(records);
        SampleLayout layout = attribute.layout();
        records.require(layout.variable());
        byte[] buffer = records.buffer();
        if (!layout.endsWithRaw()) {
            checkSampleEnd(records, layout.end(buffer, records.at, records.end));
        }
        if (!attribute.isTracepoint() && (layout.cpu() < 0 || layout.time() < 0 || layout.tid() < 0)) {
            return;
        }
        long time = time(i64(buffer, records.at + layout.time()), records, layout.time());
        int cpu = cpu(u32(buffer, records.at + layout.cpu()), records, layout.cpu());
        int tid = i32(buffer, records.at + layout.tid() + 4);
        if (!uniform && !attribute.isTracepoint()) {
            add(time, -1, EventKind.OTHER, cpu, Math.max(0, tid), 0, 0, symbols.intern(name(attribute, records)));
            return;
        }
        int at = layout.fields(buffer, records.at, records.end);
        if (at < 0 || at + 4 > records.end) {
            checkSampleEnd(records, -1);
        }
        int length = i32(buffer, at);
        if (length < 0 || length > records.end - at - 4) {
            throw records.damage(
                    at,
                    Integer.toUnsignedString(length) + " bytes of fields",
                    "at most the " + (records.end - at - 4) + " that the record has left");
        }
        if (layout.endsWithRaw()) {
            RecordEnd.checkEnd(records, at + 4 + length);
        }
        try {
            payload.read(buffer, at + 4, length, records);
        } catch (TraceException e) {
            damage.accept(e);
            add(time, -1, EventKind.LOST, cpu, tid, 0, 0, -1);
            return;
        }
        int kind = payload.kind | payload.order << 8 | payload.migratetype << 16;
        add(time, payload.pfn, kind, cpu, tid < 0 ? payload.pid : tid, payload.context, payload.gfp, payload.aux);
    }

    private static void checkSampleEnd(Records records, int end) throws TraceException {
        if (end < 0) {
            throw records.damage(
                    records.at, "a sample with " + (records.end - records.at) + " bytes", "more by its content");
        }
        RecordEnd.checkEnd(records, end);
    }

    private String name(EventAttribute attribute, Records records) {
        long id = attribute.layout().id() < 0
                ? 0
                : i64(records.buffer(), records.at + attribute.layout().id());
        return features.name(id).orElseGet(() -> "event " + attribute.type() + ":" + attribute.config());
    }

    private void readLost(Records records) throws IOException {
        SampleLayout layout = end.checkSize(records, 16);
        long count = count(records, 8);
        int cpu = trailerCpu(records, layout);
        losses.tell(cpu, count);
        add(trailerTime(records, layout), -1, EventKind.LOST, cpu, 0, 0, 0, (int) Math.min(count, Integer.MAX_VALUE));
    }

    private void readLostSamples(Records records) throws IOException {
        SampleLayout layout = end.checkSize(records, 8);
        long count = count(records, 0);
        if ((records.misc & MISC_LOST_BY_FILTER) == 0) {
            long id = layout.trailerId() < 0
                    ? 0
                    : i64(records.buffer(), records.end - layout.trailer() + layout.trailerId());
            losses.total(id, count);
        }
    }

    private static long count(Records records, int place) throws TraceException {
        long count = i64(records.buffer(), records.at + place);
        if (count < 0) {
            throw records.damage(records.at + place, Long.toUnsignedString(count) + " lost events", "below 2^63");
        }
        return count;
    }

    private void readComm(Records records) throws IOException {
        byte[] buffer = records.buffer();
        int to = end.checkName(records, 8);
        SampleLayout layout = attributes.ofTrailer(records);
        int tid = i32(buffer, records.at + 4);
        int from = records.at + 8;
        int symbol = symbols.intern(new String(buffer, from, to - from, StandardCharsets.UTF_8));
        long time = trailerTime(records, layout);
        if (time == 0) {
            tasks.name(tid, symbol);
        } else {
            add(time, (long) tid << 32 | symbol, NAME, 0, 0, 0, 0, 0);
        }
    }

    private void readFork(Records records) throws IOException {
        SampleLayout layout = end.checkSize(records, 24);
        int tid = i32(records.buffer(), records.at + 8);
        int parent = i32(records.buffer(), records.at + 12);
        long time = trailerTime(records, layout);
        if (time == 0) {
            tasks.fork(tid, parent);
        } else {
            add(time, (long) tid << 32 | parent & 0xffff_ffffL, FORK, 0, 0, 0, 0, 0);
        }
    }

    /** 0 where perf made the record up. */
    private static long trailerTime(Records records, SampleLayout layout) throws TraceException {
        if (layout.trailerTime() < 0) {
            return 0;
        }
        int place = records.end - records.at - layout.trailer() + layout.trailerTime();
        return time(i64(records.buffer(), records.at + place), records, place);
    }

    private static int trailerCpu(Records records, SampleLayout layout) throws TraceException {
        if (layout.trailerCpu() < 0) {
            return 0;
        }
        int place = records.end - records.at - layout.trailer() + layout.trailerCpu();
        return cpu(u32(records.buffer(), records.at + place), records, place);
    }

    private static long time(long time, Records records, int place) throws TraceException {
        if (time < 0) {
            throw records.damage(records.at + place, "time " + Long.toUnsignedString(time), "ns below 2^63");
        }
        return time;
    }

    private static int cpu(long cpu, Records records, int place) throws TraceException {
        if (cpu >= Cpus.LIMIT) {
            throw records.damage(records.at + place, "CPU " + cpu, "a CPU below " + Cpus.LIMIT);
        }
        return (int) cpu;
    }

    private void add(long time, long pfn, int kind, int cpu, int tid, int context, int gfp, int aux)
            throws IOException {
        latest = Math.max(latest, time);
        queue.add(time, pfn, (long) cpu << 32 | kind, pack(tid, context), pack(gfp, aux));
    }

    private static long pack(int low, int high) {
        return (long) high << 32 | low & 0xffff_ffffL;
    }
}
