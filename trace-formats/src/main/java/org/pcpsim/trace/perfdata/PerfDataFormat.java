package org.pcpsim.trace.perfdata;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.input.TraceFormat;
import org.pcpsim.trace.input.TraceInput;

/** What {@code perf record} writes into a file or, with {@code -o -}, into a pipe. */
public final class PerfDataFormat implements TraceFormat {
    private static final byte[] MAGIC = "PERFILE2".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BIG_ENDIAN = "2ELIFREP".getBytes(StandardCharsets.US_ASCII);

    @Override
    public String name() {
        return "perf.data";
    }

    @Override
    public String description() {
        return "file or pipe of perf record with kmem tracepoints";
    }

    @Override
    public List<String> extensions() {
        return List.of("data");
    }

    /** Files of machines with the other byte order count too, so that opening one can say so. */
    @Override
    public boolean recognises(byte[] head, int length) {
        return begins(head, length, MAGIC) || begins(head, length, BIG_ENDIAN);
    }

    @Override
    public TraceReader open(TraceInput input) throws IOException {
        return new PerfDataReader(input);
    }

    private static boolean begins(byte[] head, int length, byte[] magic) {
        return length >= magic.length && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
    }
}
