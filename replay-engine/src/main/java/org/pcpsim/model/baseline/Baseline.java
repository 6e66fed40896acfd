package org.pcpsim.model.baseline;

import org.pcpsim.model.DrainAllRule;
import org.pcpsim.model.ModelContext;
import org.pcpsim.model.OrderLists;
import org.pcpsim.model.PcpModel;
import org.pcpsim.model.PcpShape;

/** Today's allocator, in the version that the machine's kernel profile names. Not thread-safe. */
final class Baseline extends PcpModel {
    Baseline(ModelContext context) {
        super(
                context,
                new PcpShape(
                        OrderLists.listOrders(context.machine().kernel()),
                        context.parameters().number("freeHighKeepsBatch") != 0,
                        false,
                        true,
                        context.parameters().choice("drainAccounting", DrainAccounting.class)
                                == DrainAccounting.NOMINAL,
                        context.parameters().choice("drainAll", DrainAllRule.class)),
                (zones, sets, counts) -> new OrderLists(sets, context.machine().kernel()));
    }
}
