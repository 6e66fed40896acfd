package org.pcpsim.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.OperationWriter;
import org.pcpsim.trace.PackedOperations;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;

/** The sections of a trace's operations, in memory. */
final class PackedBytes {
    final List<byte[]> sections = new ArrayList<>();
    byte[] summary = new byte[0];
    long events;

    static PackedBytes of(TraceReader trace) throws IOException {
        PackedBytes packed = new PackedBytes();
        Packing.write(trace, packed.new Taker());
        return packed;
    }

    /** A reader of a trace that has these operations; whoever asks it for events does not read them. */
    TraceReader beside(TraceReader trace) {
        return new TraceReader() {
            private boolean asked;

            @Override
            public TraceHeader header() {
                return trace.header();
            }

            @Override
            public Symbols symbols() {
                return trace.symbols();
            }

            @Override
            public Optional<PackedOperations> operations() {
                asked = true;
                return Optional.of(new Sections());
            }

            @Override
            public boolean read(EventBatch batch) throws IOException {
                if (asked) {
                    throw new AssertionError("operations were asked for");
                }
                return trace.read(batch);
            }

            @Override
            public void close() throws IOException {
                trace.close();
            }
        };
    }

    /** All rows of all sections. */
    List<Operations> operations() throws IOException {
        OperationSummary read = OperationSummary.read(summary).orElseThrow();
        Sections from = new Sections();
        OperationDecoder decoder = new OperationDecoder(from, read, true);
        List<Operations> all = new ArrayList<>();
        while (from.next()) {
            Operations batch = new Operations();
            decoder.read(batch);
            all.add(batch);
        }
        return all;
    }

    private final class Sections implements PackedOperations {
        private int next;

        @Override
        public long events() {
            return events;
        }

        @Override
        public int cpus() {
            return 1;
        }

        @Override
        public long pids() {
            return 1;
        }

        @Override
        public byte[] summary() {
            return summary;
        }

        @Override
        public boolean next() {
            return next++ < sections.size();
        }

        @Override
        public byte[] bytes() {
            return sections.get(next - 1);
        }

        @Override
        public int length() {
            return bytes().length;
        }

        @Override
        public TraceException damage(String found, String expected) {
            return TraceException.atByte("section " + (next - 1), 0, found, expected);
        }
    }

    private final class Taker implements OperationWriter {
        @Override
        public void expectOperations() {
            // They come anyway.
        }

        @Override
        public void write(EventBatch batch, Symbols symbols) {
            events += batch.size;
        }

        @Override
        public void writeOperations(byte[] bytes, int length) {
            sections.add(Arrays.copyOf(bytes, length));
        }

        @Override
        public void summarize(byte[] bytes) {
            summary = bytes;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
