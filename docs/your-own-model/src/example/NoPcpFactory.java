package example;

import java.util.List;
import java.util.Set;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.model.EventData;
import org.pcpsim.model.ModelContext;
import org.pcpsim.model.ModelFactory;
import org.pcpsim.model.Parameter;

/** Makes {@code no-pcp}. */
public final class NoPcpFactory implements ModelFactory {
    @Override
    public String name() {
        return "no-pcp";
    }

    @Override
    public String summary() {
        return "no per-CPU pages: every allocation and every free takes zone->lock";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(Parameter.number("chunksPerHold", 1, 1, 31, "chunks of a batch that one hold frees at most"));
    }

    @Override
    public Set<EventData> needs() {
        return Set.of(EventData.MIGRATETYPE, EventData.GFP, EventData.BATCHES);
    }

    @Override
    public AllocatorModel create(ModelContext context) {
        return new NoPcp(context);
    }
}
