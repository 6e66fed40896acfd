package org.pcpsim.replay;

import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.Symbols;

/** Takes the events of a modelled run as they come. */
@FunctionalInterface
public interface EventSink {
    /** Takes a batch, which is filled anew afterwards, and whose symbols are numbers in {@code symbols}. */
    void accept(EventBatch batch, Symbols symbols);
}
