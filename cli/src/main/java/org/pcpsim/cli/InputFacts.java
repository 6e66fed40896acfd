package org.pcpsim.cli;

import java.util.Optional;
import org.pcpsim.cli.report.Tree;
import org.pcpsim.machine.MachineBuilder;
import org.pcpsim.result.TraceCounts;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.proc.Zoneinfo;
import org.pcpsim.trace.recording.TraceSource;

/** What an opened trace says of itself, for machines and reports. */
final class InputFacts {
    private InputFacts() {}

    /** The zoneinfo from before the trace. */
    static Optional<Zoneinfo> zoneinfo(TraceSource source) throws TraceException {
        String text = source.reader().header().snapshotBefore().get("zoneinfo");
        return text == null ? Optional.empty() : Optional.of(Zoneinfo.parse(source.path() + ": zoneinfo", text));
    }

    /** A builder that knows what the trace and its recording say of their machine. */
    static MachineBuilder machine(TraceSource source) throws TraceException {
        MachineBuilder builder = new MachineBuilder().header(source.reader().header());
        zoneinfo(source).ifPresent(builder::zoneinfo);
        source.recording().ifPresent(recording -> builder.recordedSysctls(recording.sysctl()));
        return builder;
    }

    /** The {@code trace} object of results; the trace has been read to its end. */
    static Tree trace(TraceSource source, TraceCounts counts) {
        return new Tree()
                .put("path", source.path())
                .put("sha256", source.sha256())
                .put("format", source.formatName())
                .put("events", counts.events())
                .put("allocs", counts.allocs())
                .put("frees", counts.frees())
                .put("durationNs", counts.durationNs());
    }

    /** The {@code header} object of inspections. */
    static Tree header(TraceSource source) {
        TraceHeader header = source.reader().header();
        Tree tree = new Tree();
        if (!header.name().isEmpty()) {
            tree.put("name", header.name());
        }
        source.recording()
                .filter(recording -> !recording.description().isEmpty())
                .ifPresent(recording -> tree.put("description", recording.description()));
        return tree.put("kernel", header.kernel())
                .put("cpus", header.cpus())
                .put("nodes", header.nodes())
                .put("memoryBytes", header.memoryBytes())
                .put(
                        "snapshotBefore",
                        header.snapshotBefore().keySet().stream().sorted().toList())
                .put(
                        "snapshotAfter",
                        header.snapshotAfter().keySet().stream().sorted().toList());
    }
}
