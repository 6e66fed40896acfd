package org.pcpsim.trace.tracedat;

import java.io.IOException;
import java.util.List;
import org.pcpsim.trace.binary.Cursor;
import org.pcpsim.trace.event.TracingData;
import org.pcpsim.trace.input.SeekableContent;
import org.pcpsim.trace.ring.PageLayout;

/**
 * What a file says ahead of its events, in either version.
 *
 * @param data formats and command names
 * @param layout of the pages
 * @param options what else is said
 * @param buffers all ring buffers, in the file's order
 */
record Contents(TracingData data, PageLayout layout, FileOptions options, List<BufferData> buffers) {
    private static final int LONGEST_VERSION = 8;

    /** Reads it. */
    static Contents read(SeekableContent content) throws IOException {
        Cursor cursor = Cursor.of(content, 0, content.size());
        cursor.skip(TracingData.MAGIC.length(), "the magic number");
        String version = cursor.zeroTerminated(LONGEST_VERSION, "the version");
        return switch (version) {
            case "6" -> new VersionSix(content, cursor).read();
            case "7" -> new VersionSeven(content, cursor).read();
            default ->
                throw cursor.damage(
                        TracingData.MAGIC.length(), "version " + version, "version 6 or 7 (of trace-cmd 1.0 to 3.3)");
        };
    }
}
