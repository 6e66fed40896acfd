package org.pcpsim.fidelity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcpsim.result.TraceCounts;

/**
 * How well the baseline model does what a recorded kernel did.
 *
 * @param trace what the trace holds
 * @param kernel the kernel profile
 * @param inferred start values that the trace gave away
 * @param refills stepwise score of the refills
 * @param drains stepwise score of the drains
 * @param freeRunning the same of the full model with nothing corrected after the start
 * @param zoneLock how often zone locks were taken
 * @param extfrag how often an allocation fell back to another type
 * @param endState how free memory changed, if there are snapshots from before and after
 * @param causes misses of the stepwise scores by cause
 * @param error why the full model failed, if it did
 * @param misses the first of them
 */
public record ValidationResult(
        TraceCounts trace,
        String kernel,
        Inferred inferred,
        TransferScore refills,
        TransferScore drains,
        FreeRun freeRunning,
        Takes zoneLock,
        Extfrag extfrag,
        Optional<EndState> endState,
        Map<String, Long> causes,
        Optional<String> error,
        List<Miss> misses) {

    /** Copies the list. */
    public ValidationResult {
        misses = List.copyOf(misses);
    }

    /**
     * Start values that the trace gave away.
     *
     * @param lists PCP lists whose length their first refill showed
     * @param chunks chunks on them
     * @param pcps PCPs of which the first drain showed {@code high} or how much was freed in a row
     * @param workers CPUs whose worker's first drain showed its phase
     * @param statIntervalNs interval of the workers in ns
     * @param freeHighNeedsBatch whether frees in a row of orders 1–3 drain only PCPs of a batch or more
     */
    public record Inferred(
            long lists, long chunks, long pcps, long workers, long statIntervalNs, boolean freeHighNeedsBatch) {}

    /**
     * Scores of the full model.
     *
     * @param refills of its refills
     * @param drains of its drains
     * @param zoneLock how often it took zone locks; absent if it failed
     */
    public record FreeRun(TransferScore refills, TransferScore drains, Optional<Lock> zoneLock) {}

    /**
     * How often zone locks were taken.
     *
     * @param actual by the kernel
     * @param predicted stepwise, with what start values were taken from; direct ones by the full model
     */
    public record Takes(Lock actual, Lock predicted) {}

    /**
     * Holds of zone locks.
     *
     * @param refill bulk refills
     * @param drain drains of PCPs of any kind
     * @param direct single chunks taken or given back past the PCPs
     */
    public record Lock(long refill, long drain, long direct) {}

    /**
     * Fallbacks to another type.
     *
     * @param actual of the kernel
     * @param predicted of the full model; absent if it failed
     */
    public record Extfrag(long actual, Optional<Long> predicted) {}

    /**
     * How free memory changed over the trace.
     *
     * @param freeBlocksChangeActual whole free pageblocks, between the kernel's snapshots
     * @param freeBlocksChangePredicted the same in the full model
     * @param freePagesChangeActual free pages, between the kernel's snapshots
     * @param freePagesChangePredicted the same in the full model
     */
    public record EndState(
            long freeBlocksChangeActual,
            long freeBlocksChangePredicted,
            long freePagesChangeActual,
            long freePagesChangePredicted) {}
}
