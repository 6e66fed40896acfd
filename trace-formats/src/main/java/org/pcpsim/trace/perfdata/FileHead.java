package org.pcpsim.trace.perfdata;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.binary.Cursor;
import org.pcpsim.trace.input.SeekableContent;

/**
 * The head of a file: events, where the records are, and the features behind them.
 *
 * <p>Trace-format spec section 7.5.
 *
 * @param dataFrom offset of the first record
 * @param dataTo offset behind the last
 */
record FileHead(long dataFrom, long dataTo) {
    private static final int ATTRIBUTES = 16;
    private static final int SMALLEST = 104;
    /** Offset and size of the numbers of an event, behind its attribute. */
    private static final int IDS = 16;

    private static final int MOST_IDS = 1 << 20;

    /** Reads it; what it says goes into the session. */
    static FileHead read(SeekableContent content, Session session) throws IOException {
        Cursor cursor = Cursor.of(content, ATTRIBUTES, content.size());
        long attributeSize = cursor.u64("the size of an attribute");
        long attributesAt = cursor.u64("the offset of the attributes");
        long attributesSize = cursor.u64("the size of the attributes");
        long dataAt = cursor.u64("the offset of the records");
        long dataSize = cursor.u64("the size of the records");
        cursor.skip(16, "the event types");
        long[] features = new long[Features.LIMIT / 64];
        for (int i = 0; i < features.length; i++) {
            features[i] = cursor.bits64("the features");
        }
        if (dataSize == 0) {
            throw cursor.damage(
                    48, "records of 0 bytes", "the size of the records: perf record did not come to its end");
        }
        if (attributeSize < EventAttribute.SMALLEST + IDS
                || attributeSize > EventAttribute.LARGEST
                || attributesSize == 0
                || attributesSize % attributeSize != 0) {
            throw cursor.damage(
                    ATTRIBUTES,
                    attributesSize + " bytes of attributes of " + attributeSize,
                    "a multiple of their size, which is 80 to 4096");
        }
        if (dataAt < SMALLEST || dataSize > content.size() - dataAt) {
            throw TraceException.atByte(
                    content.name(),
                    content.size(),
                    "end of file",
                    Long.toUnsignedString(dataSize) + " bytes of records from byte " + dataAt + " on: the file is cut");
        }
        Cursor attributes = Cursor.of(content, attributesAt, attributesAt + attributesSize);
        readAttributes(attributes, attributesSize / attributeSize, attributeSize, session, content);
        readFeatures(features, dataAt + dataSize, content, session);
        return new FileHead(dataAt, dataAt + dataSize);
    }

    private static void readAttributes(Cursor cursor, long count, long size, Session session, SeekableContent content)
            throws IOException {
        List<long[]> ids = new ArrayList<>();
        List<EventAttribute> attributes = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            EventAttribute attribute = EventAttribute.read(cursor, size - IDS);
            session.attributes().add(attribute);
            attributes.add(attribute);
            ids.add(new long[] {cursor.u64("the offset of numbers"), cursor.u64("the size of numbers")});
        }
        for (int i = 0; i < attributes.size(); i++) {
            long from = ids.get(i)[0];
            long length = ids.get(i)[1];
            if (length / 8 > MOST_IDS || length % 8 != 0) {
                throw TraceException.of(
                        content.name(),
                        "has " + length + " bytes of numbers of an event, expected 8 for each, at most " + MOST_IDS
                                + " of them");
            }
            Cursor numbers = Cursor.of(content, from, Math.max(from, from + length));
            for (long n = 0; n < length / 8; n++) {
                session.attributes().addId(numbers.bits64("the number of an event"), attributes.get(i));
            }
        }
    }

    private static void readFeatures(long[] bits, long at, SeekableContent content, Session session)
            throws IOException {
        Cursor table = Cursor.of(content, at, content.size());
        for (int feature = 0; feature < Features.LIMIT; feature++) {
            if ((bits[feature / 64] >>> feature % 64 & 1) == 0) {
                continue;
            }
            long from = table.u64("the offset of a feature");
            long size = table.u64("the size of a feature");
            if (size > content.size() - from) {
                throw TraceException.atByte(
                        content.name(),
                        content.size(),
                        "end of file",
                        size + " bytes of feature " + feature + " from byte " + from + " on: the file is cut");
            }
            Cursor section = Cursor.of(content, from, from + size);
            if (feature == Features.TRACING_DATA) {
                session.readTracingData(section);
            } else {
                session.features().read(feature, section);
            }
        }
    }
}
