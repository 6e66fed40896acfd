package org.pcpsim.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.pcpsim.trace.format.TraceFormats;
import org.pcpsim.trace.input.TraceInput;

/**
 * Prints how fast traces are read by one core, and how many times as fast as by the tool that prints them. No test.
 *
 * <p>Arguments: trace files, compressed or not; they are unpacked first. Ours is the CPU time of the thread that parses
 * and checks, the best of many readings; the tool's is that of its process, the best of three, where it is installed.
 */
public final class ReadingSpeed {
    private static final ThreadMXBean CPU_TIME = ManagementFactory.getThreadMXBean();
    private static final int LEAST_ROUNDS = 5;
    private static final int MOST_ROUNDS = 1000;
    /** CPU time after which the best is known. */
    private static final long ENOUGH_NS = 4_000_000_000L;

    private static final int TOOL_ROUNDS = 3;

    private ReadingSpeed() {}

    /** Prints a line for each file. */
    public static void main(String[] files) throws IOException, InterruptedException {
        System.out.printf(
                "%-26s %-16s %9s %8s %10s  %s%n", "file", "format", "events", "MB/s", "M events/s", "other tool");
        for (String file : files) {
            Path plain = Files.createTempFile("speed", ".trace");
            try {
                print(Path.of(file), plain);
            } finally {
                Files.delete(plain);
            }
        }
    }

    private static void print(Path file, Path plain) throws IOException, InterruptedException {
        String format;
        try (TraceInput input = TraceInput.open(file);
                InputStream content = input.stream()) {
            format = TraceFormats.detect(input).name();
            Files.copy(content, plain, StandardCopyOption.REPLACE_EXISTING);
        }
        double seconds = Double.MAX_VALUE;
        long events = 0;
        long begin = CPU_TIME.getCurrentThreadCpuTime();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            long start = CPU_TIME.getCurrentThreadCpuTime();
            if (round >= LEAST_ROUNDS && start - begin > ENOUGH_NS) {
                break;
            }
            events = events(plain);
            seconds = Math.min(seconds, (CPU_TIME.getCurrentThreadCpuTime() - start) / 1e9);
        }
        System.out.printf(
                "%-26s %-16s %9d %8.0f %10.2f  %s%n",
                file.getFileName(),
                format,
                events,
                Files.size(plain) / seconds / 1e6,
                events / seconds / 1e6,
                other(format, plain, events, seconds));
    }

    private static long events(Path file) throws IOException {
        try (TraceInput input = TraceInput.open(file);
                TraceReader reader = TraceFormats.detect(input).open(input)) {
            EventBatch batch = new EventBatch();
            long events = 0;
            while (reader.read(batch)) {
                events += batch.size;
            }
            return events;
        }
    }

    private static String other(String format, Path file, long events, double seconds)
            throws IOException, InterruptedException {
        List<String> command = switch (format) {
            case "trace.dat" -> List.of("trace-cmd", "report", "-i", file.toString());
            case "perf.data" -> List.of("perf", "script", "-f", "-i", file.toString());
            default -> List.of();
        };
        if (command.isEmpty()) {
            return "-";
        }
        double best = Double.MAX_VALUE;
        for (int round = 0; round < TOOL_ROUNDS; round++) {
            best = Math.min(best, cpuSeconds(command, events));
        }
        String tool = command.get(0) + " " + command.get(1);
        return best == Double.MAX_VALUE
                ? tool + " is not installed, or cannot read this"
                : String.format("%s: %.2f M events/s, ratio %.1f", tool, events / best / 1e6, best / seconds);
    }

    /** User and system time of a process that prints a line or more for each event; the largest number if none does. */
    private static double cpuSeconds(List<String> command, long events) throws IOException, InterruptedException {
        List<String> timed = new ArrayList<>(
                List.of("bash", "-c", "TIMEFORMAT='%U %S'; { time \"$@\" 2>/dev/null; } | wc -l", "speed"));
        timed.addAll(command);
        Process process = new ProcessBuilder(timed).start();
        process.getOutputStream().close();
        try (BufferedReader out = process.inputReader(StandardCharsets.US_ASCII);
                BufferedReader time = process.errorReader(StandardCharsets.US_ASCII)) {
            String lines = out.readLine();
            String line = time.readLine();
            if (process.waitFor() != 0 || line == null || Long.parseLong(lines.trim()) < events) {
                return Double.MAX_VALUE;
            }
            String[] userAndSystem = line.split(" ");
            return Double.parseDouble(userAndSystem[0]) + Double.parseDouble(userAndSystem[1]);
        }
    }
}
