package org.pcpsim.trace.recording;

import java.io.IOException;
import org.pcpsim.trace.ForwardedOperations;
import org.pcpsim.trace.PackedOperations;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.input.TraceInput;

/** Operations of an input, at whose end somebody has something to do. */
final class SourceOperations extends ForwardedOperations {
    /** What is to be done. */
    @FunctionalInterface
    interface End {
        void come() throws IOException;
    }

    private final TraceInput input;
    private final End end;

    SourceOperations(PackedOperations operations, TraceInput input, End end) {
        super(operations);
        this.input = input;
        this.end = end;
    }

    @Override
    public boolean next() throws IOException {
        boolean more;
        try {
            more = super.next();
        } catch (TraceException e) {
            throw input.rootOf(e);
        }
        if (!more) {
            end.come();
        }
        return more;
    }
}
