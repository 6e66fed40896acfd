package org.pcpsim.trace;

import java.io.IOException;

/** Operations as others have them, for who does something on the way. Not thread-safe. */
public abstract class ForwardedOperations implements PackedOperations {
    private final PackedOperations operations;

    /** Those of another. */
    protected ForwardedOperations(PackedOperations operations) {
        this.operations = operations;
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
        return operations.next();
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
