package org.pcpsim.model.blockeconomy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.model.EventData;
import org.pcpsim.model.ModelContext;
import org.pcpsim.model.ModelFactory;
import org.pcpsim.model.Parameter;

/** Makes {@code block-economy}. */
public final class BlockEconomyFactory implements ModelFactory {
    @Override
    public String name() {
        return "block-economy";
    }

    @Override
    public String summary() {
        return "zones of whole free blocks; each CPU is a full buddy over the blocks it owns, and steals";
    }

    @Override
    public List<Parameter> parameters() {
        return Rules.PARAMETERS;
    }

    @Override
    public Set<EventData> needs() {
        return EnumSet.allOf(EventData.class);
    }

    @Override
    public AllocatorModel create(ModelContext context) {
        return new BlockEconomy(context, Rules.of(context.parameters()));
    }
}
