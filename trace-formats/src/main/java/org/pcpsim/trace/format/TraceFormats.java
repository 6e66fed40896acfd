package org.pcpsim.trace.format;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.input.TraceFormat;
import org.pcpsim.trace.input.TraceInput;
import org.pcpsim.trace.json.JsonFormat;
import org.pcpsim.trace.json.NdjsonFormat;
import org.pcpsim.trace.pcpt.PcptFormat;
import org.pcpsim.trace.perfdata.PerfDataFormat;
import org.pcpsim.trace.text.FtraceFormat;
import org.pcpsim.trace.text.PerfScriptFormat;
import org.pcpsim.trace.text.TraceCmdReportFormat;
import org.pcpsim.trace.tracedat.TraceDatFormat;

/** All formats there are, in the order in which content is tried against them. */
public final class TraceFormats {
    private static final List<TraceFormat> ALL = List.of( //
            new PcptFormat(), //
            new JsonFormat(), //
            new NdjsonFormat(), //
            new TraceDatFormat(), //
            new PerfDataFormat(), //
            new FtraceFormat(), //
            new TraceCmdReportFormat(), //
            new PerfScriptFormat());

    private static final List<String> COMPRESSIONS = List.of(".gz", ".zst", ".xz");

    private TraceFormats() {}

    /** Every format, in detection order. */
    public static List<TraceFormat> all() {
        return ALL;
    }

    /** The format of that name. */
    public static Optional<TraceFormat> byName(String name) {
        return ALL.stream().filter(format -> format.name().equals(name)).findFirst();
    }

    /** The first format whose ending the file name has, a last {@code .gz}, {@code .zst} or {@code .xz} aside. */
    public static Optional<TraceFormat> byFileName(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        for (String compression : COMPRESSIONS) {
            if (name.endsWith(compression)) {
                name = name.substring(0, name.length() - compression.length());
                break;
            }
        }
        String stem = name;
        return ALL.stream()
                .filter(format -> format.extensions().stream().anyMatch(e -> stem.endsWith("." + e)))
                .findFirst();
    }

    /**
     * The format of an input, told by its content.
     *
     * @throws TraceException if no format recognises it; the message names those there are
     */
    public static TraceFormat detect(TraceInput input) throws TraceException {
        for (TraceFormat format : ALL) {
            if (format.readable() && format.recognises(input.head(), input.headLength())) {
                return format;
            }
        }
        String known = ALL.stream()
                .filter(TraceFormat::readable)
                .map(TraceFormat::name)
                .collect(Collectors.joining(", "));
        throw TraceException.atByte(input.name(), 0, firstLine(input), "content of a readable format: " + known);
    }

    private static String firstLine(TraceInput input) {
        int length = Math.min(input.headLength(), 80);
        String text = new String(input.head(), 0, length, StandardCharsets.ISO_8859_1);
        int lineEnd = text.indexOf('\n');
        return lineEnd < 0 ? text : text.substring(0, lineEnd);
    }
}
