package org.pcpsim.trace.format;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Content that is a trace of a known kind for which there is no reader, for the error that says so. */
final class ForeignFormat {
    private static final int LOOK = 4096;
    /** {@code comm-pid [cpu] seconds.fraction: event:} with no flags column. */
    private static final Pattern REPORT = Pattern.compile("-\\d+ +\\[\\d+] +\\d+\\.\\d{6,9}: +\\w+:");
    /** {@code comm pid [cpu] seconds.fraction: system:event:}. */
    private static final Pattern SCRIPT = Pattern.compile(" \\d+ +\\[\\d+] +\\d+\\.\\d{6,9}: +\\w+:\\w+:");

    private ForeignFormat() {}

    static Optional<String> of(byte[] head, int length) {
        String text = new String(head, 0, Math.min(length, LOOK), StandardCharsets.ISO_8859_1);
        if (text.startsWith("PERFILE2")) {
            return Optional.of("perf.data");
        }
        if (text.startsWith("\u0017\u0008\u0044tracing")) {
            return Optional.of("trace.dat of trace-cmd");
        }
        if (SCRIPT.matcher(text).find()) {
            return Optional.of("the output of perf script");
        }
        if (text.startsWith("cpus=")
                || text.startsWith("version = ")
                || REPORT.matcher(text).find()) {
            return Optional.of("the output of trace-cmd report");
        }
        return Optional.empty();
    }
}
