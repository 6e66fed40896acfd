package org.pcpsim.trace.perfdata;

/** Bounds of CPUs. */
final class Cpus {
    /** CPUs are numbered below this. */
    static final int LIMIT = 8192;

    private Cpus() {}
}
