package org.pcpsim.mapping;

import java.io.IOException;
import org.pcpsim.trace.TraceReader;

/** Opens a trace from its beginning, as often as asked. */
@FunctionalInterface
public interface TraceOpening {
    /** A reader of its own, which whoever asked closes. */
    TraceReader open() throws IOException;
}
