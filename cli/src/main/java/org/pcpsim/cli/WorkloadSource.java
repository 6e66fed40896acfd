package org.pcpsim.cli;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.recording.TraceSource;
import org.pcpsim.workload.Workload;
import org.pcpsim.workload.WorkloadRun;
import org.pcpsim.workload.Workloads;

/** Traces that a user names as {@code workload:NAME?k=v,…}. */
final class WorkloadSource {
    private static final String PREFIX = "workload:";

    private WorkloadSource() {}

    /** Whether an argument names a workload. */
    static boolean isNamed(String argument) {
        return argument.startsWith(PREFIX);
    }

    /** Whether a trace says that {@code generate} wrote it: it has the name of a workload with its values, and no kernel. */
    static boolean isGenerated(TraceHeader header) {
        int mark = header.name().indexOf('?');
        return mark > 0
                && header.kernel().isEmpty()
                && header.recording().isEmpty()
                && Workloads.all().stream()
                        .anyMatch(
                                workload -> workload.name().equals(header.name().substring(0, mark)));
    }

    /**
     * The workload as a trace. Its digest is that of its name and all values.
     *
     * @param cpus used unless the argument says how many
     */
    static TraceSource open(String argument, OptionalInt cpus) {
        WorkloadRun run = run(argument, cpus);
        return TraceSource.made(argument, "workload", run.trace(), sha256(PREFIX + run));
    }

    /** The workload that an argument names, or wrong usage. */
    static WorkloadRun run(String argument, OptionalInt cpus) {
        String text = argument.substring(PREFIX.length());
        int mark = text.indexOf('?');
        Workload workload = named(mark < 0 ? text : text.substring(0, mark));
        Map<String, String> given = new TreeMap<>();
        if (mark >= 0 && mark + 1 < text.length()) {
            for (String assignment : text.substring(mark + 1).split(",", -1)) {
                WorkloadRun.assign(workload, assignment, given);
            }
        }
        cpus.ifPresent(count -> given.putIfAbsent("cpus", Integer.toString(count)));
        return WorkloadRun.of(workload, given);
    }

    /** The workload of that name; wrong usage with a better idea otherwise. */
    static Workload named(String name) {
        return Workloads.all().stream()
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow(() -> CommandException.usage(
                        "unknown workload '" + name + "'",
                        Nearest.hint(
                                name,
                                Workloads.all().stream().map(Workload::name).toList())));
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
