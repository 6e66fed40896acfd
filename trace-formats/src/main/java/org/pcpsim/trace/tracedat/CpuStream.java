package org.pcpsim.trace.tracedat;

import java.io.IOException;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.input.Damage;
import org.pcpsim.trace.ring.PageLayout;
import org.pcpsim.trace.ring.Pages;
import org.pcpsim.trace.ring.RingEvents;

/** The events of one CPU in one buffer, in time order; steps over damage if that is allowed. */
final class CpuStream {
    /** Index of the buffer. */
    final int buffer;

    final int cpu;
    final Pages pages;
    final RingEvents events;
    private final Damage damage;
    private long lostAtEnd;

    /**
     * Starts ahead of the first event.
     *
     * @param lostAtEnd events that pages do not tell of, since the kernel had no room for them or the file is cut; {@link
     *     RingEvents#UNCOUNTED} if nobody knows how many
     */
    CpuStream(int buffer, int cpu, Pages pages, PageLayout layout, Damage damage, long lostAtEnd) {
        this.buffer = buffer;
        this.cpu = cpu;
        this.pages = pages;
        this.events = new RingEvents(pages, layout);
        this.damage = damage;
        this.lostAtEnd = lostAtEnd;
    }

    /** Goes to the next event; false at the end, where events may have been lost as well. */
    boolean next() throws IOException {
        while (true) {
            try {
                if (events.next()) {
                    return true;
                }
                if (lostAtEnd != 0) {
                    events.addLost(lostAtEnd);
                    lostAtEnd = 0;
                }
                return false;
            } catch (TraceException e) {
                damage.accept(e);
                events.skipPage();
                events.addLost(RingEvents.UNCOUNTED);
            }
        }
    }
}
