package org.pcpsim.model.baseline;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.model.DrainAllRule;
import org.pcpsim.model.EventData;
import org.pcpsim.model.ModelContext;
import org.pcpsim.model.ModelFactory;
import org.pcpsim.model.Parameter;

/** Makes {@code baseline}. */
public final class BaselineFactory implements ModelFactory {
    private static final List<Parameter> PARAMETERS = List.of(
            DrainAllRule.PARAMETER,
            DrainAllRule.TARGET_ORDER,
            DrainAllRule.TARGET_WANT,
            Parameter.choice(
                    "drainAccounting",
                    DrainAccounting.NOMINAL,
                    "what a drain in chunks subtracts: pages asked for (the kernel's loop) or returned"),
            Parameter.number(
                    "freeHighKeepsBatch",
                    1,
                    0,
                    1,
                    "1: caches are large, so order-1..3 free runs drain only PCPs that hold a batch (baseline 8)"));

    @Override
    public String name() {
        return "baseline";
    }

    @Override
    public String summary() {
        return "today's Linux: per-CPU page lists over a zone buddy, refilled and drained in bulk";
    }

    @Override
    public List<Parameter> parameters() {
        return PARAMETERS;
    }

    @Override
    public Set<EventData> needs() {
        return EnumSet.of(EventData.MIGRATETYPE, EventData.GFP, EventData.BATCHES);
    }

    @Override
    public AllocatorModel create(ModelContext context) {
        return new Baseline(context);
    }
}
