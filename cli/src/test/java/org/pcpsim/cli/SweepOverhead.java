package org.pcpsim.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures what CPU time a sweep costs beside its replays: {@code SweepOverhead TRACE POINTS JOBS ROUNDS} runs that many replays by
 * themselves, on so many threads, and as a sweep, in turns.
 */
final class SweepOverhead {
    private SweepOverhead() {}

    public static void main(String[] arguments) throws Exception {
        String trace = arguments[0];
        int points = Integer.parseInt(arguments[1]);
        int jobs = Integer.parseInt(arguments[2]);
        for (int round = 0; round < Integer.parseInt(arguments[3]); round++) {
            long alone = replays(trace, points, jobs);
            long swept = sweep(trace, points, jobs);
            System.out.printf(
                    "%d points: replays %.2f s of CPU, sweep %.2f s, %+.1f %%%n",
                    points, alone / 1e9, swept / 1e9, 100.0 * swept / alone - 100);
        }
    }

    /** CPU time of this process, which other processes do not add to. */
    private static long cpuNs() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static long replays(String trace, int points, int jobs) throws Exception {
        long started = cpuNs();
        ExecutorService threads = Executors.newFixedThreadPool(jobs);
        List<Future<?>> all = new ArrayList<>();
        for (int point = 0; point < points; point++) {
            all.add(threads.submit(() -> {
                RunOptions run = new RunOptions();
                new picocli.CommandLine(run).parseArgs();
                Console silent = new Console(
                        InputStream.nullInputStream(),
                        OutputStream.nullOutputStream(),
                        new PrintStream(OutputStream.nullOutputStream()),
                        false);
                Invocation invocation = new Invocation(silent, List.of(), new StringBuilder());
                return new TraceReplay(invocation, run, new InputOptions(), true, 1)
                        .result(
                                trace,
                                run.choices(ModelCatalog.builtIn()),
                                new EmitOption(),
                                CourseOptions.none(),
                                error -> {});
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
        threads.shutdown();
        return cpuNs() - started;
    }

    private static long sweep(String trace, int points, int jobs) throws Exception {
        Path folder = Files.createTempDirectory("sweep");
        Path out = folder.resolve("out.csv");
        long started = cpuNs();
        Run run = Run.pcpsim(
                "sweep", "--trace", trace, "--seeds", "1.." + points, "--jobs", "" + jobs, "-o", out.toString());
        long took = cpuNs() - started;
        if (run.exitCode() != 0) {
            throw new IllegalStateException(run.err());
        }
        Files.delete(out);
        Files.delete(folder);
        return took;
    }
}
