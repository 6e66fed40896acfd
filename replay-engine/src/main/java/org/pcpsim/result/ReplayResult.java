package org.pcpsim.result;

import java.util.List;
import java.util.Optional;
import org.pcpsim.machine.Machine;

/**
 * One trace replayed against models on one machine.
 *
 * <p>The result JSON has further fields that only a command knows: schema, version, command line, the input's path.
 *
 * @param seed start of every random choice
 * @param order {@code trace}: events as recorded; {@code timed}: each CPU by its own virtual clock
 * @param initialAdjusted what of the snapshot found no place; empty without a snapshot
 * @param trace what the trace holds
 * @param machine the modelled machine
 * @param quality what the trace lacks or contradicts
 * @param timeQuality how far its times can be trusted; in timed order
 * @param models one for each model, in the order asked for; the first is the reference
 */
public record ReplayResult(
        long seed,
        String order,
        Optional<InitialAdjustment> initialAdjusted,
        TraceCounts trace,
        Machine machine,
        Quality quality,
        Optional<TimeQuality> timeQuality,
        List<ModelResult> models) {

    /** Copies the lists. */
    public ReplayResult {
        models = List.copyOf(models);
    }
}
