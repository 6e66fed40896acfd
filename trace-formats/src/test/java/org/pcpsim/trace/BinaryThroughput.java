package org.pcpsim.trace;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;
import org.pcpsim.trace.format.TraceFormats;
import org.pcpsim.trace.input.TraceInput;

/**
 * Prints how much CPU time the reading of a binary trace takes, opening and all checks included but the digest of the
 * file, and beside it how long the tool that wrote it takes to print it, where that is installed.
 *
 * <p>{@code BinaryThroughput FILE [times]}.
 */
final class BinaryThroughput {
    private BinaryThroughput() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path file = Path.of(args[0]);
        int times = args.length > 1 ? Integer.parseInt(args[1]) : 8;
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        EventBatch batch = new EventBatch();
        String format = "";
        long most = 0;
        for (int i = 0; i < times; i++) {
            long start = clock.getCurrentThreadCpuTime();
            long events = 0;
            try (TraceInput input = TraceInput.open(file)) {
                format = TraceFormats.detect(input).name();
                try (TraceReader reader = TraceFormats.detect(input).open(input)) {
                    while (reader.read(batch)) {
                        events += batch.size;
                    }
                }
            }
            long ns = clock.getCurrentThreadCpuTime() - start;
            long heap =
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
            most = Math.max(most, heap);
            System.out.printf("%,d events, %.3f s: %.1f M events/s%n", events, ns / 1e9, events * 1e3 / ns);
        }
        System.out.printf("heap in use at most %d MiB%n", most >> 20);
        printByTool(
                format.equals("perf.data")
                        ? List.of("perf", "script", "--ns", "-i", file.toString())
                        : List.of("trace-cmd", "report", "-t", "-i", file.toString()));
    }

    private static void printByTool(List<String> command) throws InterruptedException {
        try {
            long start = System.nanoTime();
            int code = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            System.out.printf("%s: %.3f s, code %d%n", command.get(0), (System.nanoTime() - start) / 1e9, code);
        } catch (IOException e) {
            System.out.println(command.get(0) + " is not installed");
        }
    }
}
