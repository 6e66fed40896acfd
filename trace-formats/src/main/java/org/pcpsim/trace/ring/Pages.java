package org.pcpsim.trace.ring;

import java.io.IOException;
import org.pcpsim.trace.event.PayloadReader.Origin;

/** The pages of one CPU, one after the other. */
public interface Pages extends Origin {
    /**
     * Goes to the next page.
     *
     * @return false if there is none
     * @throws org.pcpsim.trace.TraceException if it is damaged; the call after that goes on behind the damage
     */
    boolean next() throws IOException;

    /** What holds the page until the next call of {@link #next}. */
    byte[] buffer();

    /** Index of the page's first byte in the buffer. */
    int at();

    /** Bytes of every page. */
    int pageSize();
}
