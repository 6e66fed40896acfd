package org.pcpsim.trace.perfdata;

import static org.pcpsim.trace.binary.LittleEndian.i64;
import static org.pcpsim.trace.binary.LittleEndian.u32;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.pcpsim.trace.binary.Cursor;
import org.pcpsim.trace.input.TraceInput;

/**
 * What stands ahead of the events in a pipe: events, formats and features, in records of perf's own.
 *
 * <p>Trace-format spec section 7.5. Not thread-safe.
 */
final class PipeHead {
    /** Bytes of the magic number and of the head's size, which is the same number. */
    private static final int SIZE = 16;

    private static final int LARGEST_TRACING_DATA = 64 << 20;

    private final String name;
    private final Session session;
    private final RecordStream stream;
    private final RecordEnd end;

    /** Passes over the magic number. */
    PipeHead(TraceInput input, Session session) throws IOException {
        this.name = input.name();
        this.session = session;
        end = new RecordEnd(session.attributes());
        byte[] head = new byte[SIZE];
        int done = 0;
        while (done < SIZE) {
            done += input.read(head, done, SIZE - done);
        }
        stream = new RecordStream(new Records(name, input::read, SIZE), Long.MAX_VALUE);
    }

    /** Whether the input is what perf writes into a pipe. */
    static boolean begins(TraceInput input) {
        return input.headLength() >= SIZE && i64(input.head(), 8) == SIZE;
    }

    /** All records of the pipe. */
    RecordStream stream() {
        return stream;
    }

    /** Reads up to the first record that is no part of the head, and gives that; empty if there is none. */
    Optional<Records> read() throws IOException {
        Optional<Records> next;
        do {
            next = stream.next();
        } while (next.isPresent() && readPart(next.get()));
        return next;
    }

    private boolean readPart(Records records) throws IOException {
        switch (records.type) {
            case RecordType.HEADER_ATTR -> {
                end.checkNothingInside(records);
                readAttribute(records);
            }
            case RecordType.TRACING_DATA -> {
                records.require(4);
                long size = u32(records.buffer(), records.at);
                if (size > LARGEST_TRACING_DATA) {
                    throw records.damage(records.at, size + " bytes of formats", "at most " + LARGEST_TRACING_DATA);
                }
                String place = name + " (formats at byte " + records.position() + ")";
                session.readTracingData(Cursor.of(place, records.take((int) size)));
            }
            case RecordType.HEADER_FEATURE -> {
                end.checkNothingInside(records);
                Cursor cursor = content(records);
                long feature = cursor.u64("the number of a feature");
                if (feature < Features.LIMIT) {
                    session.features().read((int) feature, cursor);
                }
            }
            case RecordType.FINISHED_ROUND, RecordType.ID_INDEX, RecordType.AUXTRACE -> {
                return false;
            }
            default -> {
                if (records.type < RecordType.FIRST_OF_PERF) {
                    return false;
                }
                end.check(records);
            }
        }
        return true;
    }

    private void readAttribute(Records records) throws IOException {
        records.require(EventAttribute.SMALLEST);
        Cursor cursor = content(records);
        EventAttribute attribute = EventAttribute.read(cursor, u32(records.buffer(), records.at + 4));
        session.attributes().add(attribute);
        while (cursor.remaining() >= 8) {
            session.attributes().addId(cursor.bits64("the number of an event"), attribute);
        }
    }

    private Cursor content(Records records) {
        byte[] bytes = Arrays.copyOfRange(records.buffer(), records.at, records.end);
        return Cursor.of(name + " (record at byte " + (records.position() - bytes.length) + ")", bytes);
    }
}
