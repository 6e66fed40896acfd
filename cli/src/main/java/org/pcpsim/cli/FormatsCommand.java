package org.pcpsim.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.pcpsim.cli.report.Json;
import org.pcpsim.cli.report.TextColumns;
import org.pcpsim.cli.report.Tree;
import org.pcpsim.trace.format.TraceFormats;
import org.pcpsim.trace.input.TraceFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pcpsim formats}: the trace formats there are. */
@Command(
        name = "formats",
        description = "Lists the trace formats; each may be compressed by gz, zst or xz.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {"", "Example: pcpsim formats --format json"})
final class FormatsCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Mixin
    private ListFormat format;

    FormatsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        List<TraceFormat> formats = TraceFormats.all();
        if (format.isJson()) {
            Tree all = new Tree()
                    .put("formats", formats.stream().map(FormatsCommand::tree).toList());
            invocation.output().append(Json.of(all));
            return ExitCode.DONE;
        }
        TextColumns columns = new TextColumns();
        for (TraceFormat known : formats) {
            columns.add(known.name(), endings(known), access(known), known.description());
        }
        invocation.output().append(columns);
        return ExitCode.DONE;
    }

    private static Tree tree(TraceFormat format) {
        return new Tree()
                .put("name", format.name())
                .put("extensions", format.extensions())
                .put("readable", format.readable())
                .put("writable", format.writable())
                .put("description", format.description());
    }

    private static String endings(TraceFormat format) {
        List<String> endings = format.extensions().stream().map(e -> "." + e).toList();
        return endings.isEmpty() ? "-" : String.join(" ", endings);
    }

    private static String access(TraceFormat format) {
        if (!format.readable()) {
            return "write";
        }
        return format.writable() ? "read, write" : "read";
    }
}
