package org.pcpsim.workload;

/**
 * What a source does next: a number of allocations in a row, and what becomes of their pages.
 *
 * <p>Filled by a {@link Script}, which sets every field. Not thread-safe.
 */
final class Request {
    /** {@link #freeCpu}: page by page, each CPU in turn. */
    static final int EVERY_CPU = -1;

    /** CPU that allocates. */
    int cpu;
    /** Allocations; 0 if the source only frees what is due. */
    int count;
    /** Their order. */
    int order;
    /** Number of their {@link PageKind}. */
    int kind;
    /** Whether they are split before they are freed, which then is done page by page. */
    boolean split;
    /** Process. */
    int pid;
    /** Time before the request, in ns, 0 or more. */
    long pauseNs;
    /** Time for each allocation, in ns, at least 1. */
    int gapNs;
    /** Requests of the source until they are freed, all together: 1 to {@link Plan#regions} − 1. */
    int life;
    /** CPU that frees, or {@link #EVERY_CPU}. */
    int freeCpu;
}
