package org.pcpsim.trace.json;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.input.Limits;

/** The header line of NDJSON by itself, as other formats keep it. */
public final class JsonHeader {
    private static final int LEVEL = 19;

    private JsonHeader() {}

    /** The header line in one zstd frame. */
    public static byte[] compressed(TraceHeader header) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonOutput out = new JsonOutput(text)) {
            new HeaderOutput(out, true).write(header);
        }
        return Zstd.compress(text.toByteArray(), LEVEL);
    }

    /**
     * Reads what {@link #compressed} gave. Memory is bounded as for JSON traces, by their limits.
     *
     * @param name what errors call it
     * @param frame closed at the end
     * @throws TraceException if it is not such a header
     * @throws IOException if it cannot be read
     */
    public static TraceHeader readCompressed(String name, InputStream frame, Limits limits) throws IOException {
        try (JsonInput in = new JsonInput(name, new ZstdInputStreamNoFinalizer(frame), limits)) {
            HeaderReader reader = new HeaderReader(name, in);
            if (reader.read()) {
                throw in.bad("a header without 'events'");
            }
            in.end();
            return reader.header();
        } catch (ZstdIOException e) {
            throw TraceException.of(name, "is no whole zstd frame: " + e.getMessage());
        }
    }
}
