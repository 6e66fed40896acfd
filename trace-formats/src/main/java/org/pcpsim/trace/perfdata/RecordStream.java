package org.pcpsim.trace.perfdata;

import static org.pcpsim.trace.binary.LittleEndian.i64;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.pcpsim.trace.TraceException;

/** All records of an input, those inside of compressed ones in their place. Not thread-safe. */
final class RecordStream implements Closeable {
    private static final int SIZE = 8;

    private final Records outer;
    private final long end;
    private Optional<Decompressor> decompressor = Optional.empty();
    private Records inner;

    /**
     * @param outer the records as stored
     * @param end offset behind the last one, or {@link Long#MAX_VALUE} if only the input's end tells
     */
    RecordStream(Records outer, long end) {
        this.outer = outer;
        this.end = end;
        this.inner = outer;
    }

    /** Goes to the next record and gives what it is in; empty at the end. */
    Optional<Records> next() throws IOException {
        while (true) {
            if (inner != outer && inner.next()) {
                if (isCompressed(inner)) {
                    throw inner.damage(inner.at, "a compressed record inside of a compressed one", "another record");
                }
                return Optional.of(inner);
            }
            if (!outer.next()) {
                checkEnd();
                return Optional.empty();
            }
            if (!isCompressed(outer)) {
                return Optional.of(outer);
            }
            decompress();
        }
    }

    /** For what is not there at the end of the input. */
    TraceException cut(String what) {
        return outer.cut(what);
    }

    @Override
    public void close() {
        decompressor.ifPresent(Decompressor::close);
    }

    private static boolean isCompressed(Records records) {
        return records.type == RecordType.COMPRESSED || records.type == RecordType.COMPRESSED2;
    }

    private void checkEnd() throws IOException {
        if (outer.pending() > 0 || end != Long.MAX_VALUE && outer.position() < end) {
            throw outer.cut("a whole record from byte " + outer.position() + " on");
        }
        if (inner != outer && inner.pending() > 0) {
            throw inner.cut("a whole record");
        }
    }

    private void decompress() throws IOException {
        int from = outer.at;
        int to = outer.end;
        if (outer.type == RecordType.COMPRESSED2) {
            outer.require(SIZE);
            long size = i64(outer.buffer(), from);
            from += SIZE;
            if (size < 0 || size > to - from) {
                throw outer.damage(outer.at, size + " bytes of data", "at most the " + (to - from) + " of the record");
            }
            to = from + (int) size;
        }
        if (decompressor.isEmpty()) {
            Decompressor created = new Decompressor(outer);
            decompressor = Optional.of(created);
            inner = new Records(outer.name() + " (decompressed)", created, 0);
        }
        decompressor.get().feed(outer.buffer(), from, to);
    }
}
