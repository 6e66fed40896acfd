package org.pcpsim.workload;

import java.util.List;
import java.util.stream.IntStream;
import org.pcpsim.model.Parameter;

/**
 * {@code make -jN} of a C project: on each CPU one compilation after the other, each a tree of processes.
 *
 * <p>A shell starts the driver, the driver the compiler and then the assembler; each process frees what it has when it
 * exits, the driver and its shell last. Numbers and sizes of pages are those of the compile recordings, see
 * {@code docs/workloads.md}.
 */
final class KernelBuild extends Workload {
    /** CPUs that a process may move to: the next ones. */
    private static final int NEIGHBOURS = 4;

    private static final int REGION_PAGES = 64;
    private static final int REGIONS = 768;

    @Override
    public String name() {
        return "kernel-build";
    }

    @Override
    public String summary() {
        return "compilations on all CPUs, each a tree of processes that exit one by one";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.number("compiler", 3360, 256, 8192, "Pages of a compiler process, the median."),
                Parameter.number("assembler", 275, 64, 1024, "Pages of an assembler process, the median."),
                Parameter.number("early", 35, 0, 100, "Percent of a compiler's pages freed before it exits."),
                Parameter.number("file", 1, 0, 50, "Percent of its pages that stay as page cache for many processes."),
                Parameter.number(
                        "moved", 15, 0, 100, "Percent of the processes that exit on another CPU, one of the next 4."),
                Parameter.number(
                        "alloc_ns", 25_000, 1, 10_000_000, "Time for each allocation and what a process does."),
                Parameter.number("free_ns", 250, 1, 1_000_000, "Time for each free and what goes with it."));
    }

    @Override
    Plan plan(Values values) {
        int cpus = values.get("cpus");
        int freeNs = values.get("free_ns");
        int neighbours = values.get("moved") == 0 ? 0 : Math.min(NEIGHBOURS, cpus - 1);
        return new Plan(
                cpus,
                cpus,
                REGION_PAGES,
                REGIONS,
                List.of(
                        PageKind.user("sh", "cc", freeNs),
                        PageKind.kernel("sh", freeNs),
                        PageKind.user("cc1", "cc1", freeNs),
                        PageKind.kernel("cc1", freeNs),
                        PageKind.user("as", "as", freeNs),
                        PageKind.kernel("as", freeNs),
                        PageKind.file("cc1", "kworker", freeNs)),
                source -> new Compilations(source, neighbours, values),
                cpu -> Plan.inOrder(
                        IntStream.rangeClosed(0, neighbours).map(distance -> (cpu - distance + cpus) % cpus)));
    }

    /** A process within a compilation: how its pages are asked for. */
    private static final class Process {
        /** Requests of user pages between two for the kernel. */
        private static final int GROUP = 4;

        private final int kind;
        private int chunk;
        private int requests;
        private int pages;
        private int kernelPages;
        private int exitCpu;

        Process(int kind) {
            this.kind = kind;
        }

        /** Begins anew with so many pages, of which the kernel has some percent. */
        void begin(int wanted, int kernelPercent, int onCpu) {
            chunk = Math.max(8, (wanted + 255) / 256);
            pages = wanted * (100 - kernelPercent) / 100;
            int chunks = (pages + chunk - 1) / chunk;
            requests = chunks + (chunks + GROUP - 1) / GROUP;
            kernelPages = Math.max(1, Math.round((float) GROUP * chunk * kernelPercent / (100 - kernelPercent)));
            kernelPages = Math.min(kernelPages, REGION_PAGES / 8);
            exitCpu = onCpu;
        }

        /** Fills in what is asked for. */
        void next(Request request, Draws draws) {
            boolean kernel = requests % (GROUP + 1) == 0 || requests == 1 && pages == 0;
            request.kind = kernel ? kind + 1 : kind;
            request.order = 0;
            if (kernel) {
                request.count = kernelPages;
                request.order = draws.percent(12) ? 1 : draws.percent(5) ? 3 : 0;
            } else {
                request.count = Math.min(chunk, pages);
                pages -= request.count;
            }
            request.freeCpu = exitCpu;
            requests--;
        }
    }

    /** One compilation after the other on one CPU. */
    private static final class Compilations implements Script {
        private static final double COMPILER_SIGMA = 0.37;
        private static final double ASSEMBLER_SIGMA = 0.28;
        private static final int LARGEST_COMPILER = 16_384;
        private static final int LARGEST_ASSEMBLER = 2048;
        /** Of the shell and the driver together. */
        private static final int DRIVER_PAGES = 111;

        private static final int DRIVER_KERNEL = 33;
        private static final int COMPILER_KERNEL = 2;
        private static final int ASSEMBLER_KERNEL = 7;
        private static final int FILE = 6;
        private static final int START_NS = 1_000_000;
        /** The assembler's and the driver's. */
        private static final int EXITS_AFTER = 2;

        private final int source;
        private final int neighbours;
        private final int cpus;
        private final int compiler;
        private final int assembler;
        private final int early;
        private final int file;
        private final int moved;
        private final int allocNs;
        private final Draws draws;
        private final Process driver = new Process(0);
        private final Process cc1 = new Process(2);
        private final Process as = new Process(4);
        private int compilation;
        /** Requests until the driver's exit, that included. */
        private int left;

        Compilations(int source, int neighbours, Values values) {
            this.source = source;
            this.neighbours = neighbours;
            cpus = values.get("cpus");
            compiler = values.get("compiler");
            assembler = values.get("assembler");
            early = values.get("early");
            file = values.get("file");
            moved = values.get("moved");
            allocNs = values.get("alloc_ns");
            draws = new Draws(values.number("seed"), source);
        }

        @Override
        public void next(Request request) {
            request.pauseNs = 0;
            if (left == 0) {
                begin();
                request.pauseNs = draws.about(START_NS);
            }
            request.cpu = source;
            request.gapNs = draws.about(allocNs);
            request.life = 1;
            request.count = 0;
            request.freeCpu = source;
            if (driver.requests > 0) {
                request.life = left - 1;
                request.pid = pid(0);
                driver.next(request, draws);
            } else if (cc1.requests > 0) {
                request.life = cc1.requests;
                request.pid = pid(1);
                cc1.next(request, draws);
                if (request.kind == cc1.kind) {
                    fate(request);
                }
            } else if (as.requests > 0 && left == as.requests + EXITS_AFTER) {
                request.life = as.requests;
                request.pid = pid(2);
                as.next(request, draws);
            }
            left--;
        }

        /** Some of a compiler's pages do not wait for its exit, and some outlive it. */
        private void fate(Request request) {
            if (draws.percent(file)) {
                request.kind = FILE;
                request.life = REGIONS - 1;
                request.freeCpu = source;
            } else if (draws.percent(early) && request.life > 1) {
                request.life = draws.within(1, request.life - 1);
                request.freeCpu = source;
            }
        }

        private void begin() {
            driver.begin(DRIVER_PAGES, DRIVER_KERNEL, exitCpu());
            cc1.begin(draws.logNormal(compiler, COMPILER_SIGMA, LARGEST_COMPILER), COMPILER_KERNEL, exitCpu());
            as.begin(draws.logNormal(assembler, ASSEMBLER_SIGMA, LARGEST_ASSEMBLER), ASSEMBLER_KERNEL, exitCpu());
            left = driver.requests + cc1.requests + 1 + as.requests + EXITS_AFTER;
            compilation++;
        }

        private int exitCpu() {
            boolean moves = draws.percent(moved) && neighbours > 0;
            return moves ? (source + draws.within(1, neighbours)) % cpus : source;
        }

        private int pid(int process) {
            return 1000 + (int) ((3L * compilation + process) * cpus + source) % 4_000_000;
        }
    }
}
