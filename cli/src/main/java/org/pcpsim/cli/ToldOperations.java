package org.pcpsim.cli;

import java.io.IOException;
import java.util.function.LongConsumer;
import org.pcpsim.trace.PackedOperations;
import org.pcpsim.trace.TraceException;

/** Operations that tell how many bytes of them have been read. */
final class ToldOperations implements PackedOperations {
    private final PackedOperations operations;
    private final LongConsumer progress;
    private long bytes;

    /** Tells after each section. */
    ToldOperations(PackedOperations operations, LongConsumer progress) {
        this.operations = operations;
        this.progress = progress;
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
        boolean more = operations.next();
        if (more) {
            bytes += operations.length();
            progress.accept(bytes);
        }
        return more;
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
