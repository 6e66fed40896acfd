package org.pcpsim.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Figures of one model that finished; counted after the warmup.
 *
 * @param allocs allocations given to the model, those it failed included
 * @param frees frees given to the model, those it had no page for included
 * @param failedAllocs allocations that it could not serve
 * @param failedAllocsByOrder the same by order, 0 to 10
 * @param skippedFrees frees for which it had no page
 * @param zoneLock holds of {@code zone->lock}
 * @param pcpLock holds of PCP locks
 * @param pcp what the PCPs did
 * @param refillPhases what each refill phase brought; of designs with phases
 * @param partialBlocks recovery of partly free blocks; of designs that have it
 * @param blocks how pageblocks were used
 * @param fragmentation how fragmented free memory was
 * @param cma use of CMA blocks, if there are any
 * @param sysProxy counted work priced as time
 * @param slowPath allocations that found the marks too high
 * @param distributions how long holds, waits and operations lasted
 * @param own what only this design counts, by name
 * @param timing latencies, throughput and virtual time; in timed order
 */
public record ModelFigures(
        long allocs,
        long frees,
        long failedAllocs,
        List<Long> failedAllocsByOrder,
        long skippedFrees,
        ZoneLock zoneLock,
        PcpLock pcpLock,
        Pcp pcp,
        Optional<RefillPhases> refillPhases,
        Optional<PartialBlocks> partialBlocks,
        Blocks blocks,
        Fragmentation fragmentation,
        Optional<Cma> cma,
        SysProxy sysProxy,
        SlowPath slowPath,
        Distributions distributions,
        Map<String, Long> own,
        Optional<Timing> timing) {

    /** Copies the lists, keeping the order of the map. */
    public ModelFigures {
        failedAllocsByOrder = List.copyOf(failedAllocsByOrder);
        own = Collections.unmodifiableMap(new LinkedHashMap<>(own));
    }
}
