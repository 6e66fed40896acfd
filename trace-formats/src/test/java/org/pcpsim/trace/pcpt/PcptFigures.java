package org.pcpsim.trace.pcpt;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.Recordings;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.TraceWriter;
import org.pcpsim.trace.input.TraceInput;
import org.pcpsim.trace.recording.TraceSource;

/**
 * Prints how many bytes an event takes in each recording, and how fast one core reads it. No test.
 *
 * <p>Arguments: names of recordings, else all. The rate is the best of 20 readings, by the CPU time of the thread.
 */
public final class PcptFigures {
    private static final ThreadMXBean CPU_TIME = ManagementFactory.getThreadMXBean();

    private PcptFigures() {}

    /** Prints the table. */
    public static void main(String[] names) throws IOException {
        System.out.printf(
                "%-22s %9s %9s %8s %8s %9s%n", "recording", "events", "bytes", "B/event", "events'", "M events/s");
        List<String> wanted = Arrays.asList(names);
        for (Path folder : Recordings.all()) {
            if (names.length == 0 || wanted.contains(folder.getFileName().toString())) {
                print(folder);
            }
        }
    }

    private static void print(Path folder) throws IOException {
        Path file = Files.createTempFile("figures", ".pcpt");
        try {
            long events = write(folder, file);
            long metadata = metadata(file);
            double rate = 0;
            for (int i = 0; i < 20; i++) {
                rate = Math.max(rate, rate(file, events));
            }
            long size = Files.size(file);
            System.out.printf(
                    "%-22s %9d %9d %8.3f %8.3f %9.1f%n",
                    folder.getFileName(),
                    events,
                    size,
                    (double) size / events,
                    (double) (size - metadata) / events,
                    rate);
        } finally {
            Files.delete(file);
        }
    }

    private static long write(Path folder, Path file) throws IOException {
        long events = 0;
        try (TraceSource source = TraceSource.open(folder.toString(), InputStream.nullInputStream());
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                TraceWriter writer =
                        new PcptFormat().create(out, source.reader().header())) {
            EventBatch batch = new EventBatch();
            while (source.reader().read(batch)) {
                writer.write(batch, source.reader().symbols());
                events += batch.size;
            }
        }
        return events;
    }

    private static long metadata(Path file) throws IOException {
        try (TraceInput input = TraceInput.open(file)) {
            return Section.at(input.seekable(), PcptLayout.START, Section.METADATA)
                    .end();
        }
    }

    private static double rate(Path file, long events) throws IOException {
        long started = CPU_TIME.getCurrentThreadCpuTime();
        try (TraceReader reader = new PcptFormat().open(TraceInput.open(file))) {
            EventBatch batch = new EventBatch();
            long read = 0;
            while (reader.read(batch)) {
                read += batch.size;
            }
            if (read != events) {
                throw new IllegalStateException(read + " events");
            }
        }
        return events * 1e3 / (CPU_TIME.getCurrentThreadCpuTime() - started);
    }
}
