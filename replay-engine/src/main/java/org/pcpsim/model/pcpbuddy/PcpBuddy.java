package org.pcpsim.model.pcpbuddy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcpsim.model.DrainAllRule;
import org.pcpsim.model.ModelContext;
import org.pcpsim.model.PartialBlockCounts;
import org.pcpsim.model.PcpModel;
import org.pcpsim.model.PcpShape;

/** The RFC's allocator. Not thread-safe. */
final class PcpBuddy extends PcpModel {
    private final boolean idleDecay;

    private PcpBuddy(ModelContext context, Rules rules) {
        super(context, shape(context, rules), (zones, sets, counts) -> {
            List<BuddyZone> on = new ArrayList<>();
            for (int z = 0; z < zones.length; z++) {
                on.add(new BuddyZone(
                        zones[z],
                        sets[z],
                        counts,
                        context.work(),
                        context.machine().cpus(),
                        rules.perTypeOwnedLists() == Rules.Switch.ON));
            }
            return new BuddyLists(rules, on);
        });
        idleDecay = rules.idleDecay() == Rules.Switch.ON;
    }

    /** By {@code idleDecay} workers visit what others freed to an idle CPU. */
    @Override
    public boolean workerWaits(int cpu) {
        return !idleDecay && super.workerWaits(cpu);
    }

    static PcpBuddy create(ModelContext context) {
        return new PcpBuddy(context, Rules.of(context.parameters()));
    }

    private static PcpShape shape(ModelContext context, Rules rules) {
        return new PcpShape(
                BuddyZone.listOrders(),
                rules.freeHighKeepsBatch(),
                rules.counters() == Rules.Counters.LOCAL,
                rules.idleDecay() == Rules.Switch.ON,
                rules.drainAccounting() == Rules.DrainAccounting.NOMINAL,
                context.parameters().choice("drainAll", DrainAllRule.class));
    }

    private BuddyLists buddies() {
        return (BuddyLists) lists();
    }

    @Override
    public boolean hasRefillPhases() {
        return true;
    }

    @Override
    public Optional<PartialBlockCounts> partialBlocks() {
        return Optional.of(buddies().partialBlockCounts());
    }

    @Override
    public int ownedBlocks() {
        return buddies().ownedBlocks();
    }

    @Override
    public int partialBlockCount() {
        return buddies().partialBlocks();
    }

    /** Adds what adoption and the search for fragments came to. */
    @Override
    public Map<String, Long> ownCounts() {
        Map<String, Long> own = super.ownCounts();
        buddies().addCounts(own);
        return own;
    }

    @Override
    public void check() {
        super.check();
        buddies().checkOwners();
    }
}
