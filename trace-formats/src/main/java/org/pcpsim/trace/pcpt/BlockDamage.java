package org.pcpsim.trace.pcpt;

/** Data that passed its checksum and still is not what the format says; whoever knows the place tells it. */
final class BlockDamage extends Exception {
    private static final long serialVersionUID = 1L;

    final String found;
    final String expected;

    BlockDamage(String found, String expected) {
        super(found);
        this.found = found;
        this.expected = expected;
    }
}
