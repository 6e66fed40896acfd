package org.pcpsim.trace.text;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.format.TraceFormats;
import org.pcpsim.trace.input.TraceInput;

/**
 * Prints how fast a text is read, in CPU time of the thread that parses: {@code TextThroughput FILE [rounds]}.
 *
 * <p>The best of the rounds of: finding line feeds (what a byte scanner can reach), reading events from memory, and
 * reading them from a file and from a file compressed with zstd, both with the SHA-256 of the file.
 */
final class TextThroughput {
    private interface Work {
        long events() throws IOException;
    }

    private TextThroughput() {}

    public static void main(String[] args) throws IOException {
        byte[] text;
        String format;
        try (TraceInput input = TraceInput.open(Path.of(args[0]))) {
            format = TraceFormats.detect(input).name();
            text = input.stream().readAllBytes();
        }
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        Path plain = Files.createTempFile("throughput", ".txt");
        Path packed = Files.createTempFile("throughput", ".zst");
        try {
            Files.write(plain, text);
            try (OutputStream out = new ZstdOutputStream(Files.newOutputStream(packed), 3)) {
                out.write(text);
            }
            System.out.printf("%s, %d bytes, %d compressed%n", format, text.length, Files.size(packed));
            double scan = best("line feeds", text.length, rounds, 0, () -> lineFeeds(text));
            best("from memory", text.length, rounds, scan, () -> events(memory(text, format)));
            best("from file, digest", text.length, rounds, scan, () -> file(plain));
            best("from zst, digest", text.length, rounds, scan, () -> file(packed));
        } finally {
            Files.delete(plain);
            Files.delete(packed);
        }
    }

    private static double best(String what, long bytes, int rounds, double scan, Work work) throws IOException {
        double best = Double.MAX_VALUE;
        long events = 0;
        for (int i = 0; i < rounds; i++) {
            long start = cpuTime();
            events = work.events();
            best = Math.min(best, (cpuTime() - start) / 1e9);
        }
        System.out.printf(
                "%-20s %6.2f GB/s %7.1f M/s %5.1f %% of scanning%n",
                what, bytes / best / 1e9, events / best / 1e6, scan == 0 ? 100 : 100 * scan / best);
        return best;
    }

    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long lineFeeds(byte[] text) {
        long lines = 0;
        // The last line feed ends the search; eight bytes can be read at any place ahead of the last few lines.
        int end = text.length - 1000;
        for (int at = 0; at < end; lines++) {
            at = Words.lineFeed(text, at, text.length) + 1;
        }
        return lines;
    }

    private static TraceReader memory(byte[] text, String format) throws IOException {
        TextForm form = switch (format) {
            case "ftrace" -> new FtraceForm();
            case "perf-script" -> new ScriptForm();
            default -> new ReportForm();
        };
        return new TextReader("memory", new ByteArrayInputStream(text), form);
    }

    private static long file(Path file) throws IOException {
        TraceInput input = TraceInput.open(file);
        return events(TraceFormats.detect(input).open(input));
    }

    private static long events(TraceReader reader) throws IOException {
        try (reader) {
            EventBatch batch = new EventBatch();
            long events = 0;
            while (reader.read(batch)) {
                events += batch.size;
            }
            return events;
        }
    }
}
