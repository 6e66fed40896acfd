package org.pcpsim.model;

/**
 * What a design does with the PCPs of all CPUs before they are drained, or when neither a PCP nor its zone has a chunk of
 * order 9: an operation within another, in steps as {@link AllocatorModel} has them. Begins and ends with no lock held.
 */
public interface PcpPath {
    /** Begins for all zones. */
    int beginAll(int cpu);

    /** Begins for a zone that has no chunk of order 9 left. */
    int beginForBlock(int cpu, int zone);

    /** Goes on: the lock that the last step asked for is held. */
    int step(int cpu);

    /** CPU on whose PCP a chunk of order 9 lay when the path ended, −1 if none did. */
    int cpuWithBlock();
}
