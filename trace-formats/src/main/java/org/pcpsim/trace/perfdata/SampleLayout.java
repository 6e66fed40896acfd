package org.pcpsim.trace.perfdata;

import static org.pcpsim.trace.binary.LittleEndian.i32;
import static org.pcpsim.trace.binary.LittleEndian.i64;
import static org.pcpsim.trace.binary.LittleEndian.u32;

/**
 * Where the parts of a sample, and of the sample id at the end of other records, are by {@code sample_type}.
 *
 * <p>Source: perf_event_open(2). Offsets in samples count from the record's content; those of the sample id from its own
 * beginning. −1 is for what is not there.
 *
 * @param type bits of {@code sample_type}
 * @param readFormat bits of {@code read_format}
 * @param id of the event's number in samples
 * @param tid of the thread, in samples
 * @param time in samples
 * @param cpu in samples
 * @param variable where parts of varying size begin in samples
 * @param trailer bytes of the sample id
 * @param trailerId of the event's number in the sample id
 * @param trailerTime in the sample id
 * @param trailerCpu in the sample id
 * @param tail what is behind the fields of a tracepoint
 */
record SampleLayout(
        long type,
        long readFormat,
        int id,
        int tid,
        int time,
        int cpu,
        int variable,
        int trailer,
        int trailerId,
        int trailerTime,
        int trailerCpu,
        SampleTail tail) {
    static final long IP = 1;
    static final long TID = 1 << 1;
    static final long TIME = 1 << 2;
    static final long ADDR = 1 << 3;
    static final long READ = 1 << 4;
    static final long CALLCHAIN = 1 << 5;
    static final long ID = 1 << 6;
    static final long CPU = 1 << 7;
    static final long PERIOD = 1 << 8;
    static final long STREAM_ID = 1 << 9;
    static final long RAW = 1 << 10;
    static final long IDENTIFIER = 1 << 16;

    private static final long READ_TIME_ENABLED = 1;
    private static final long READ_TIME_RUNNING = 1 << 1;
    private static final long READ_ID = 1 << 2;
    private static final long READ_GROUP = 1 << 3;
    private static final long READ_LOST = 1 << 4;

    static SampleLayout of(long type, long readFormat, SampleTail tail) {
        int identifier = (type & IDENTIFIER) != 0 ? 0 : -1;
        int at = size(type, IDENTIFIER) + size(type, IP);
        int tid = place(type, TID, at);
        at += size(type, TID);
        int time = place(type, TIME, at);
        at += size(type, TIME) + size(type, ADDR);
        int id = identifier == 0 ? 0 : place(type, ID, at);
        at += size(type, ID) + size(type, STREAM_ID);
        int cpu = place(type, CPU, at);
        at += size(type, CPU) + size(type, PERIOD);

        int end = size(type, TID);
        int trailerTime = place(type, TIME, end);
        end += size(type, TIME);
        int trailerId = place(type, ID, end);
        end += size(type, ID) + size(type, STREAM_ID);
        int trailerCpu = place(type, CPU, end);
        end += size(type, CPU);
        if (identifier == 0) {
            trailerId = end;
            end += 8;
        }
        return new SampleLayout(
                type, readFormat, id, tid, time, cpu, at, end, trailerId, trailerTime, trailerCpu, tail);
    }

    boolean has(long bit) {
        return (type & bit) != 0;
    }

    /** Whether nothing comes behind the fields of a tracepoint. */
    boolean endsWithRaw() {
        return has(RAW) && (type & ~IDENTIFIER) < 2 * RAW;
    }

    /** Whether a counter is read with each sample as one of a group. */
    boolean isGroup() {
        return (readFormat & READ_GROUP) != 0;
    }

    /** Bytes of the part READ; of a group without its members. */
    int readSize() {
        return 8 + 8 * count(READ_TIME_ENABLED | READ_TIME_RUNNING) + (isGroup() ? 0 : memberSize() - 8);
    }

    /** Bytes of each member of a group in the part READ. */
    int memberSize() {
        return 8 + 8 * count(READ_ID | READ_LOST);
    }

    /** The same but for what is behind the fields. */
    SampleLayout with(SampleTail other) {
        return new SampleLayout(
                type, readFormat, id, tid, time, cpu, variable, trailer, trailerId, trailerTime, trailerCpu, other);
    }

    /**
     * Where the length of a tracepoint's fields is, behind counters that were read and the call chain.
     *
     * @param from where the sample begins in the buffer
     * @param to where its record ends
     * @return −1 if what is ahead does not fit into the record
     */
    int fields(byte[] buffer, int from, int to) {
        int at = behind(from, variable, 1, to);
        if (has(READ)) {
            int read = at;
            at = behind(at, readSize(), 1, to);
            if (isGroup() && at >= 0) {
                at = behind(at, i64(buffer, read), memberSize(), to);
            }
        }
        if (has(CALLCHAIN)) {
            int chain = at;
            at = behind(at, 1, 8, to);
            if (at >= 0) {
                at = behind(at, i64(buffer, chain), 8, to);
            }
        }
        return at;
    }

    /** Where the sample ends by its content; −1 if that does not fit into the record. */
    int end(byte[] buffer, int from, int to) {
        int at = fields(buffer, from, to);
        if (has(RAW)) {
            int length = at;
            at = behind(at, 4, 1, to);
            at = at < 0 ? at : behind(at, i32(buffer, length), 1, to);
        }
        return at < 0 ? at : tail.end(type, buffer, at, to);
    }

    /** Whether these bytes can be the content of a sample. */
    boolean isSample(byte[] buffer, int from, int to) {
        return to - from >= variable
                && (time < 0 || i64(buffer, from + time) >= 0)
                && (cpu < 0 || u32(buffer, from + cpu) < Cpus.LIMIT)
                && end(buffer, from, to) == to;
    }

    private static int behind(int at, long count, int size, int to) {
        return at < 0 || count < 0 || count > (to - at) / size ? -1 : at + (int) count * size;
    }

    private int count(long bits) {
        return Long.bitCount(readFormat & bits);
    }

    private static int place(long type, long bit, int at) {
        return (type & bit) != 0 ? at : -1;
    }

    private static int size(long type, long bit) {
        return (type & bit) != 0 ? 8 : 0;
    }
}
