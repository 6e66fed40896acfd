package org.pcpsim.trace.recording;

import java.io.IOException;
import org.pcpsim.trace.PackedOperations;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.input.TraceInput;

/** Operations of an input, at whose end somebody has something to do. */
final class SourceOperations implements PackedOperations {
    /** What is to be done. */
    @FunctionalInterface
    interface End {
        void come() throws IOException;
    }

    private final PackedOperations operations;
    private final TraceInput input;
    private final End end;

    SourceOperations(PackedOperations operations, TraceInput input, End end) {
        this.operations = operations;
        this.input = input;
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
        boolean more;
        try {
            more = operations.next();
        } catch (TraceException e) {
            throw input.rootOf(e);
        }
        if (!more) {
            end.come();
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
