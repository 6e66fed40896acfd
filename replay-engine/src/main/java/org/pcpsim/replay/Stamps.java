package org.pcpsim.replay;

/**
 * What the times of a trace are: a tracer's on a kernel, whose gaps hold its work and the kernel's, or a generator's, which are
 * think time only and whose page names say how much may be live.
 *
 * @param traced whether they are a tracer's
 * @param operationNs what an operation is taken to cost in recorded time
 * @param eventNs what recording an event costs
 */
record Stamps(boolean traced, long operationNs, long eventNs) {
    /** Those of a generator. */
    static final Stamps GENERATED = new Stamps(false, 0, 0);

    /** Those of a tracer. */
    static Stamps ofTracer(long operationNs, long eventNs) {
        return new Stamps(true, operationNs, eventNs);
    }
}
