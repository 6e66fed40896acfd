package org.pcpsim.model.premerge;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.model.EventData;
import org.pcpsim.model.ModelContext;
import org.pcpsim.model.ModelFactory;
import org.pcpsim.model.Parameter;

/** Makes {@code pcp-premerge}. */
public final class PremergeFactory implements ModelFactory {
    @Override
    public String name() {
        return "pcp-premerge";
    }

    @Override
    public String summary() {
        return "the baseline, whose drains merge buddies on the PCP before they take zone->lock; nobody owns blocks";
    }

    @Override
    public List<Parameter> parameters() {
        return Rules.PARAMETERS;
    }

    @Override
    public Set<EventData> needs() {
        return EnumSet.of(EventData.MIGRATETYPE, EventData.GFP, EventData.BATCHES);
    }

    @Override
    public AllocatorModel create(ModelContext context) {
        return Premerge.create(context);
    }
}
