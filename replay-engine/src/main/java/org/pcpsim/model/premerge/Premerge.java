package org.pcpsim.model.premerge;

import java.util.LinkedHashMap;
import java.util.Map;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.model.ModelContext;
import org.pcpsim.model.OrderLists;
import org.pcpsim.model.PcpModel;
import org.pcpsim.model.PcpShape;

/** Today's allocator with merging on the PCP before drains. Not thread-safe. */
final class Premerge extends PcpModel {
    private final Rules rules;

    private Premerge(ModelContext context, Rules rules) {
        super(
                context,
                shape(context.machine().kernel(), rules),
                (zones, sets, counts) -> new PremergeLists(context, zones, sets, counts, rules));
        this.rules = rules;
    }

    static Premerge create(ModelContext context) {
        return new Premerge(context, Rules.of(context.parameters()));
    }

    /** What a hold returns is as much as in the baseline only if nothing larger waits from the last. */
    private static PcpShape shape(KernelProfile kernel, Rules rules) {
        return new PcpShape(
                MergedLists.listOrders(OrderLists.listOrders(kernel)),
                rules.freeHighKeepsBatch(),
                false,
                true,
                rules.window() == Rules.Window.HOLD,
                rules.drainAll());
    }

    /** What brings PCPs together. */
    Gathering gathering() {
        return ((PremergeLists) lists()).gathering();
    }

    @Override
    public Map<String, Long> ownCounts() {
        Map<String, Long> own = new LinkedHashMap<>(super.ownCounts());
        if (rules.window() == Rules.Window.ALL_PCPS) {
            own.put("gatherings", gathering().rounds());
            own.put("gatheringLocks", gathering().locksTaken());
            own.put("gatheringMerges", gathering().merges());
        }
        return own;
    }
}
