package org.pcpsim.cli;

import java.io.IOException;
import java.util.function.LongConsumer;
import org.pcpsim.trace.ForwardedOperations;
import org.pcpsim.trace.PackedOperations;

/** Operations that tell how many bytes of them have been read. */
final class ToldOperations extends ForwardedOperations {
    private final LongConsumer progress;
    private long bytes;

    /** Tells after each section. */
    ToldOperations(PackedOperations operations, LongConsumer progress) {
        super(operations);
        this.progress = progress;
    }

    @Override
    public boolean next() throws IOException {
        boolean more = super.next();
        if (more) {
            bytes += length();
            progress.accept(bytes);
        }
        return more;
    }
}
