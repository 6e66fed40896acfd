package org.pcpsim.trace.perfdata;

/** Numbers of the records that matter. Those below 64 are the kernel's, the others are of perf itself. */
final class RecordType {
    static final int LOST = 2;
    static final int COMM = 3;
    static final int FORK = 7;
    static final int SAMPLE = 9;
    static final int LOST_SAMPLES = 13;
    /** From here on records are of perf itself and carry no sample id. */
    static final int FIRST_OF_PERF = 64;

    static final int HEADER_ATTR = 64;
    static final int TRACING_DATA = 66;
    static final int FINISHED_ROUND = 68;
    static final int ID_INDEX = 69;
    static final int AUXTRACE = 71;
    static final int HEADER_FEATURE = 80;
    static final int COMPRESSED = 81;
    static final int FINISHED_INIT = 82;
    static final int COMPRESSED2 = 83;

    /** Bytes ahead of a record's content: type, misc, size. */
    static final int HEADER = 8;

    private RecordType() {}
}
