package org.pcpsim.inspection;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.ZoneRanges;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Extfrag;
import org.pcpsim.trace.Symbols;

/** Counts the recorded kernel's holds of {@code zone->lock} by kind and size, and its fallbacks. Not thread-safe. */
final class KernelTally {
    private static final int USUAL_BATCH = 63;

    private final Map<KernelRun.Kind, RunSizes> sizes = new EnumMap<>(KernelRun.Kind.class);
    private final KernelRuns runs;
    private long extfrags;
    private long ownerships;

    /** With the zones of the recorded machine, or those of a usual one. */
    KernelTally(Optional<Machine> recorded) {
        for (KernelRun.Kind kind : KernelRun.Kind.values()) {
            sizes.put(kind, new RunSizes());
        }
        runs = new KernelRuns(
                recorded.map(machine -> ZoneRanges.of(machine.zones())).orElseGet(ZoneRanges::usual),
                zone -> recorded.map(machine -> machine.zones().get(zone).batch())
                        .orElse(USUAL_BATCH),
                run -> sizes.get(run.kind()).add(run.pages()));
    }

    void add(EventBatch batch, Symbols symbols) {
        runs.accept(batch, symbols);
        for (int row = 0; row < batch.size; row++) {
            if (batch.kind[row] == EventKind.EXTFRAG) {
                extfrags++;
                ownerships += Extfrag.ownership(batch.aux[row]) ? 1 : 0;
            }
        }
    }

    static double perThousand(long count, long allocs) {
        return allocs == 0 ? 0 : 1000.0 * count / allocs;
    }

    /** Ends every run under way and says what there was. */
    KernelActivity result(long allocs) {
        runs.finish();
        return new KernelActivity(
                sizes.get(KernelRun.Kind.REFILL).result(allocs),
                sizes.get(KernelRun.Kind.DIRECT).result(allocs),
                sizes.get(KernelRun.Kind.DRAIN).result(allocs),
                sizes.get(KernelRun.Kind.DRAIN_ALL).result(allocs),
                sizes.get(KernelRun.Kind.DECAY).result(allocs),
                extfrags,
                ownerships,
                perThousand(extfrags, allocs));
    }
}
