package org.pcpsim.replay;

import org.pcpsim.model.AllocatorModel;
import org.pcpsim.zone.FreshLayout;
import org.pcpsim.zone.Zone;

/** What of a model's memory was allocated before the trace. Not thread-safe. */
final class InitialState {
    private final boolean fresh = true;
    private long pages;

    private InitialState() {}

    /** Lays out the zones of a model that has no free page yet. */
    static InitialState layOut(AllocatorModel model, Initial initial, int cpus, long seed) {
        InitialState state = new InitialState();
        for (Zone zone : model.zones()) {
            FreshLayout.apply(zone);
        }
        return state;
    }

    /** Pages allocated before the trace and not freed yet. */
    long pages() {
        return pages;
    }

    /** Page for a free of pages that the trace did not allocate, {@link AllocatorModel#NO_PAGE} if there is none. */
    int take(Operations batch, int row) {
        return AllocatorModel.NO_PAGE;
    }
}
