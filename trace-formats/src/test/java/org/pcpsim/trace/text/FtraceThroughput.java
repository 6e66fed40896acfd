package org.pcpsim.trace.text;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.input.TraceInput;

/** Prints how much CPU time the reading of an ftrace text takes, digest and all checks included: {@code FtraceThroughput FILE [times]}. */
final class FtraceThroughput {
    private FtraceThroughput() {}

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        int times = args.length > 1 ? Integer.parseInt(args[1]) : 8;
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        EventBatch batch = new EventBatch();
        for (int i = 0; i < times; i++) {
            long start = clock.getCurrentThreadCpuTime();
            long events = 0;
            long bytes;
            try (TraceInput input = TraceInput.open(file);
                    TraceReader reader = new FtraceFormat().open(input)) {
                while (reader.read(batch)) {
                    events += batch.size;
                }
                bytes = input.position();
            }
            double seconds = (clock.getCurrentThreadCpuTime() - start) / 1e9;
            System.out.printf(
                    "%d events, %d bytes (%d stored): %.3f s, %.2f GB/s, %.1f M events/s%n",
                    events, bytes, Files.size(file), seconds, bytes / seconds / 1e9, events / seconds / 1e6);
        }
    }
}
