package org.pcpsim.benchmarks.parts;

import java.io.IOException;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.TraceReader;

/** Reading a whole file of each format, from the page cache; {@code events} is events a second. */
@State(Scope.Thread)
public class Reading {
    /** What the file's name ends in. */
    @Param({".pcpt", ".dat", ".txt", ".json", ".ndjson"})
    public String format;

    private TraceFile file;
    private final EventBatch batch = new EventBatch();

    /** Events read in an iteration. */
    @AuxCounters
    @State(Scope.Thread)
    public static class Count {
        /** Of all calls. */
        public long events;
    }

    /** Writes the file. */
    @Setup
    public void write() {
        file = new TraceFile(format);
    }

    /** Deletes the file. */
    @TearDown
    public void delete() throws IOException {
        file.close();
    }

    /** From the first event to the last. */
    @Benchmark
    public void file(Count count) throws IOException {
        try (TraceReader reader = file.open()) {
            while (reader.read(batch)) {
                count.events += batch.size;
            }
        }
    }
}
