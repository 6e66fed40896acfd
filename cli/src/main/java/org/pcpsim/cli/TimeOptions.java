package org.pcpsim.cli;

import java.io.IOException;
import java.util.OptionalDouble;
import org.pcpsim.machine.Topology;
import org.pcpsim.replay.ReplayOptions;
import picocli.CommandLine.Option;

/** The options that say how time is modelled. */
final class TimeOptions {
    private static final String TRACE = "trace";
    private static final String TIMED = "timed";

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            description =
                    "trace: events as recorded, without waiting; timed: each CPU by its own virtual clock, waiting "
                            + "for locks.")
    private String order = TRACE;

    @Option(
            names = "--topology",
            paramLabel = "2s:4x8[,2t]|FILE",
            description =
                    "Which CPUs share caches: sockets, complexes of cores a socket, cores a complex, threads a core; or as "
                            + "JSON, pcpsim.topology/1 (default: the recording's, else a socket a node, up to 8 cores a complex).")
    private String topology = "";

    @Option(
            names = "--page-data",
            description = "timed: pages whose data are not in the cache take longer to allocate.")
    private boolean pageData;

    @Option(
            names = "--sys-percent",
            paramLabel = "P",
            description = "timed: system time in percent of the time of all CPUs (default: as recorded).")
    private Double sysPercent;

    @Option(
            names = "--cost-range",
            description = "timed: run at the low and at the high costs as well, so that the ends of the range have the "
                    + "waiting of their own prices. Takes three times as long.")
    private boolean costRange;

    /** Refuses what can be refused without a trace. */
    void check() {
        if (!order.equals(TRACE) && !order.equals(TIMED)) {
            throw CommandException.usage("--order: found '" + order + "', expected trace or timed");
        }
        if (!isTimed()) {
            refuse(pageData, "--page-data");
            refuse(costRange, "--cost-range");
            refuse(sysPercent != null, "--sys-percent");
        }
        if (sysPercent != null && !(sysPercent > 0 && sysPercent <= 100)) {
            throw CommandException.usage(
                    "--sys-percent: found '" + sysPercent + "', expected more than 0, at most 100");
        }
        if (!topology.isEmpty() && isText()) {
            Topology.parse(topology);
        }
    }

    private static void refuse(boolean given, String option) {
        if (given) {
            throw CommandException.usage(option + " needs --order timed");
        }
    }

    /** Whether virtual time is modelled. */
    boolean isTimed() {
        return order.equals(TIMED);
    }

    /** What does not look like a file. */
    private boolean isText() {
        return !topology.endsWith(".json") && !topology.contains("/");
    }

    /**
     * The same options of a replay with what these say.
     *
     * @throws IOException if the topology cannot be read or is not what it should be
     */
    ReplayOptions applied(ReplayOptions options) throws IOException {
        ReplayOptions given = options.withPageData(pageData)
                .withCostRange(costRange)
                .withSysPercent(sysPercent == null ? OptionalDouble.empty() : OptionalDouble.of(sysPercent));
        if (topology.isEmpty()) {
            return given;
        }
        return given.withTopology(isText() ? Topology.parse(topology) : TopologyFile.read(topology));
    }
}
