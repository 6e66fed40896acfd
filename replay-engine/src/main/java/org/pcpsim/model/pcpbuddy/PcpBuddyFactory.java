package org.pcpsim.model.pcpbuddy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.model.EventData;
import org.pcpsim.model.ModelContext;
import org.pcpsim.model.ModelFactory;
import org.pcpsim.model.Parameter;

/** Makes {@code pcp-buddy}. */
public final class PcpBuddyFactory implements ModelFactory {
    @Override
    public String name() {
        return "pcp-buddy";
    }

    @Override
    public String summary() {
        return "the April 2026 RFC: CPUs own whole pageblocks, frees go to the owner and merge there";
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
        return PcpBuddy.create(context);
    }
}
