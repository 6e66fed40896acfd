package org.pcpsim.replay;

import java.io.IOException;
import org.pcpsim.result.Quality;
import org.pcpsim.result.TraceCounts;

/** The operations of a trace, handed over batch by batch, and what the trace has besides. Not thread-safe. */
interface OperationFeed {
    /** Time of the trace's first event in ns, 0 if there is none. */
    long firstTime();

    /**
     * Says who takes the operations, ahead of the first.
     *
     * @param sink given each batch, of which it keeps what it likes and returns one to fill
     */
    void to(FreeGrouping.Sink sink);

    /**
     * Moves on in the trace, which hands over what is complete by then.
     *
     * @return false at the end, where nothing is held any more
     * @throws IOException if the trace cannot be read or is not what it should be
     * @throws org.pcpsim.machine.SettingException naming {@code --cpus} if an event's CPU is not one of the machine's
     */
    boolean next() throws IOException;

    /** Events of the trace passed up to now. */
    long events();

    /** What the trace holds; complete at the end. */
    TraceCounts counts();

    /** What it lacks; complete at the end. */
    Quality quality();
}
