package org.pcpsim.benchmarks;

import java.io.IOException;
import java.util.function.LongConsumer;
import org.pcpsim.trace.ForwardedOperations;
import org.pcpsim.trace.PackedOperations;

/** Operations whose number is told section by section, which begins with it. */
final class CountedOperations extends ForwardedOperations {
    private final LongConsumer before;
    private final Runnable end;

    /**
     * Before the first section.
     *
     * @param before called ahead of each move, and given how many operations the section before it had, 0 at the start
     * @param end called at the end
     */
    CountedOperations(PackedOperations operations, LongConsumer before, Runnable end) {
        super(operations);
        this.before = before;
        this.end = end;
    }

    @Override
    public boolean next() throws IOException {
        before.accept(length() == 0 ? 0 : rows());
        boolean more = super.next();
        if (!more) {
            end.run();
        }
        return more;
    }

    /** A number of 7 bits a byte. */
    private long rows() {
        byte[] bytes = bytes();
        long rows = 0;
        int at = 0;
        do {
            rows |= (long) (bytes[at] & 0x7f) << 7 * at;
        } while (bytes[at++] < 0);
        return rows;
    }
}
