package org.pcpsim.benchmarks;

import java.io.IOException;
import java.util.function.LongConsumer;
import org.pcpsim.trace.PackedOperations;
import org.pcpsim.trace.TraceException;

/** Operations whose number is told section by section, which begins with it. */
final class CountedOperations implements PackedOperations {
    private final PackedOperations operations;
    private final LongConsumer before;
    private final Runnable end;

    /**
     * Before the first section.
     *
     * @param before called ahead of each move, and given how many operations the section before it had, 0 at the start
     * @param end called at the end
     */
    CountedOperations(PackedOperations operations, LongConsumer before, Runnable end) {
        this.operations = operations;
        this.before = before;
        this.end = end;
    }

    @Override
    public long events() {
        return operations.events();
    }

    @Override
    public int cpus() {
        return operations.cpus();
    }

    @Override
    public long pids() {
        return operations.pids();
    }

    @Override
    public byte[] summary() {
        return operations.summary();
    }

    @Override
    public boolean next() throws IOException {
        before.accept(operations.length() == 0 ? 0 : rows());
        boolean more = operations.next();
        if (!more) {
            end.run();
        }
        return more;
    }

    /** A number of 7 bits a byte. */
    private long rows() {
        byte[] bytes = operations.bytes();
        long rows = 0;
        int at = 0;
        do {
            rows |= (long) (bytes[at] & 0x7f) << 7 * at;
        } while (bytes[at++] < 0);
        return rows;
    }

    @Override
    public byte[] bytes() {
        return operations.bytes();
    }

    @Override
    public int length() {
        return operations.length();
    }

    @Override
    public TraceException damage(String found, String expected) {
        return operations.damage(found, expected);
    }
}
