package org.pcpsim.trace.perfdata;

import static org.pcpsim.trace.binary.LittleEndian.i32;
import static org.pcpsim.trace.binary.LittleEndian.i64;
import static org.pcpsim.trace.binary.LittleEndian.u16;

import org.pcpsim.trace.TraceException;

/**
 * Refuses records that are longer or shorter than what they are made of: such a one takes in others.
 *
 * <p>Records of the kernel end in the sample id. Where a record's content does not tell its length, there must be no
 * sample inside. Source: perf_event_open(2). Not thread-safe.
 */
final class RecordEnd {
    private static final int MMAP = 1;
    private static final int EXIT = 4;
    private static final int THROTTLE = 5;
    private static final int UNTHROTTLE = 6;
    private static final int READ = 8;
    private static final int MMAP2 = 10;
    private static final int AUX = 11;
    private static final int ITRACE_START = 12;
    private static final int SWITCH = 14;
    private static final int SWITCH_CPU_WIDE = 15;
    private static final int NAMESPACES = 16;
    private static final int KSYMBOL = 17;
    private static final int BPF_EVENT = 18;
    private static final int CGROUP = 19;
    private static final int TEXT_POKE = 20;
    private static final int AUX_OUTPUT_HW_ID = 21;
    private static final int THREAD_MAP = 73;
    /** There are not nearly as many types; what has compressed data and another type must not be passed over. */
    private static final int LIMIT = 256;

    private final EventAttributes attributes;

    RecordEnd(EventAttributes attributes) {
        this.attributes = attributes;
    }

    /** Checks a record whose content is of no use. */
    void check(Records records) throws TraceException {
        switch (records.type) {
            case MMAP -> checkName(records, 32);
            case MMAP2 -> checkName(records, 64);
            case CGROUP -> checkName(records, 8);
            case KSYMBOL -> checkName(records, 16);
            case EXIT, THROTTLE, UNTHROTTLE, AUX -> checkSize(records, 24);
            case ITRACE_START, SWITCH_CPU_WIDE, AUX_OUTPUT_HW_ID -> checkSize(records, 8);
            case BPF_EVENT -> checkSize(records, 16);
            case SWITCH -> checkSize(records, 0);
            case NAMESPACES -> checkSize(records, list(records, 8, 16));
            case TEXT_POKE -> checkTextPoke(records);
            case READ -> checkRead(records);
            case RecordType.FINISHED_INIT -> checkEnd(records, records.at);
            case RecordType.HEADER_FEATURE -> checkFeature(records);
            case THREAD_MAP -> checkEnd(records, records.at + list(records, 0, 24));
            default -> checkNothingInside(records);
        }
    }

    /** Checks a record that has so many bytes and the sample id; gives the layout of that. */
    SampleLayout checkSize(Records records, int size) throws TraceException {
        SampleLayout layout = trailer(records, size);
        checkEnd(records, records.at + size + layout.trailer());
        return layout;
    }

    /**
     * Checks a record with a name that is filled up to 8 bytes; only the sample id is behind it.
     *
     * @param place where the name begins in the record's content
     * @return the index behind the name
     */
    int checkName(Records records, int place) throws TraceException {
        SampleLayout layout = trailer(records, place);
        byte[] buffer = records.buffer();
        int to = records.at + place;
        int limit = records.end - layout.trailer();
        while (to < limit && buffer[to] != 0) {
            to++;
        }
        int filled = records.at + (to - records.at + 8 & ~7);
        checkEnd(records, filled + layout.trailer());
        return to;
    }

    /** Checks that a record ends at that index. */
    static void checkEnd(Records records, int end) throws TraceException {
        if (end != records.end) {
            throw records.damage(
                    records.at,
                    "record " + records.type + " with " + (records.end - records.at) + " bytes",
                    end - records.at + " by its content");
        }
    }

    /** Checks a record that might have any length: one that is too long has taken in the samples that follow it. */
    void checkNothingInside(Records records) throws TraceException {
        if (records.type < 0 || records.type >= LIMIT) {
            throw records.damage(
                    records.at - RecordType.HEADER,
                    "record " + Integer.toUnsignedString(records.type),
                    "a type below " + LIMIT);
        }
        if (records.type < RecordType.FIRST_OF_PERF && (records.end - records.at & 7) != 0) {
            throw records.damage(
                    records.at,
                    "record " + records.type + " with " + (records.end - records.at) + " bytes",
                    "a multiple of 8");
        }
        byte[] buffer = records.buffer();
        for (int at = records.at; at + RecordType.HEADER < records.end; at++) {
            if (i32(buffer, at) == RecordType.SAMPLE && isSample(buffer, at, records.end)) {
                throw records.damage(
                        at, "a sample inside of a record " + records.type, "that record to end ahead of it");
            }
        }
    }

    private boolean isSample(byte[] buffer, int at, int limit) {
        int end = at + u16(buffer, at + 6);
        int from = at + RecordType.HEADER;
        return end > from && end <= limit && attributes.isSample(buffer, from, end);
    }

    private SampleLayout trailer(Records records, int size) throws TraceException {
        SampleLayout layout = attributes.ofTrailer(records);
        records.require(size + layout.trailer());
        return layout;
    }

    /** Bytes up to the end of a list whose number of entries is at that place. */
    private static int list(Records records, int place, int entry) throws TraceException {
        records.require(place + 8);
        long count = i64(records.buffer(), records.at + place);
        int room = (records.end - records.at - place - 8) / entry;
        if (count < 0 || count > room) {
            throw records.damage(
                    records.at + place, count + " entries", "at most the " + room + " that the record has room for");
        }
        return place + 8 + (int) count * entry;
    }

    private void checkFeature(Records records) throws TraceException {
        records.require(8);
        long feature = i64(records.buffer(), records.at);
        if (feature < 0 || feature >= Features.LIMIT) {
            throw records.damage(
                    records.at, "feature " + Long.toUnsignedString(feature), "one below " + Features.LIMIT);
        }
        checkNothingInside(records);
    }

    private void checkTextPoke(Records records) throws TraceException {
        records.require(12);
        int bytes = u16(records.buffer(), records.at + 8) + u16(records.buffer(), records.at + 10);
        checkSize(records, 12 + bytes + 7 & ~7);
    }

    private void checkRead(Records records) throws TraceException {
        SampleLayout layout = trailer(records, 8);
        int size = 8 + layout.readSize();
        checkSize(records, layout.isGroup() ? list(records, 8, layout.memberSize()) + size - 16 : size);
    }
}
