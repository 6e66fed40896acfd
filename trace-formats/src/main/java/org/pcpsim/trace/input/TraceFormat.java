package org.pcpsim.trace.input;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.TraceWriter;

/** A way to store a trace: how it is recognised, read and written. Stateless and thread-safe. */
public interface TraceFormat {
    /** The name that users give: lower case, no blanks, unique among all formats. */
    String name();

    /** What it is, in one line without a full stop at the end. */
    String description();

    /** File name endings without the dot that mean this format; the first one is preferred; may be empty. */
    List<String> extensions();

    /** Whether {@link #open} works. */
    default boolean readable() {
        return true;
    }

    /** Whether {@link #create} works. */
    default boolean writable() {
        return false;
    }

    /** Whether {@link #create} has a place for the /proc snapshots of the header; if not, the writer warns of them. */
    default boolean keepsSnapshots() {
        return false;
    }

    /**
     * Whether content that begins like this is of this format.
     *
     * @param head the decompressed beginning, not to be changed
     * @param length bytes of it that are valid; less than {@link TraceInput#HEAD} only if that is all there is
     */
    boolean recognises(byte[] head, int length);

    /**
     * Starts reading from the input's beginning; closing the reader closes the input.
     *
     * @throws TraceException if the header is not what the format says
     * @throws IOException if it cannot be read
     * @throws UnsupportedOperationException if the format is not {@link #readable}
     */
    TraceReader open(TraceInput input) throws IOException;

    /**
     * Starts writing; closing the writer completes the trace and closes {@code out}.
     *
     * @throws IOException if it cannot be written
     * @throws UnsupportedOperationException if the format is not {@link #writable}
     */
    default TraceWriter create(OutputStream out, TraceHeader header) throws IOException {
        throw new UnsupportedOperationException(name() + " is not writable");
    }
}
