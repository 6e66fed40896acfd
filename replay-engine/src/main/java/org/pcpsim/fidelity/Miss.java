package org.pcpsim.fidelity;

/**
 * A refill or drain that the kernel and the model did not agree on.
 *
 * @param what {@code refill} or {@code drain}
 * @param event position of the event in the trace
 * @param time its time in ns
 * @param cpu CPU
 * @param zone index of the zone
 * @param order order of the list refilled or of the chunk freed
 * @param migratetype type of that list
 * @param actual pages that the kernel moved, 0 if it moved none
 * @param predicted pages that the model moved, 0 if it moved none
 * @param length chunks that the model had on the list
 * @param count pages that it had on the PCP
 * @param high the PCP's limit
 * @param allocFactor doublings of its next refill
 * @param freeCount pages freed in a row
 * @param zoneFree free pages of the zone
 * @param flags {@code below-high}, {@code reclaim-active}, both or neither
 * @param cause why, as far as the trace shows
 */
public record Miss(
        String what,
        long event,
        long time,
        int cpu,
        int zone,
        int order,
        int migratetype,
        int actual,
        int predicted,
        int length,
        int count,
        int high,
        int allocFactor,
        int freeCount,
        long zoneFree,
        String flags,
        String cause) {

    /** The same with its cause. */
    Miss because(Cause found) {
        return new Miss(
                what,
                event,
                time,
                cpu,
                zone,
                order,
                migratetype,
                actual,
                predicted,
                length,
                count,
                high,
                allocFactor,
                freeCount,
                zoneFree,
                flags,
                found.label());
    }
}
