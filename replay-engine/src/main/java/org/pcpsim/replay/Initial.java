package org.pcpsim.replay;

import java.util.Map;
import java.util.Optional;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.proc.Buddyinfo;
import org.pcpsim.trace.proc.Pagetypeinfo;
import org.pcpsim.trace.proc.Zoneinfo;
import org.pcpsim.zone.AgedMix;
import org.pcpsim.zone.ProcSnapshot;
import org.pcpsim.zone.StartLengths;

/** What memory looks like when the trace begins. Immutable. */
public sealed interface Initial {
    /** All memory free, as after boot; frees of pages that the trace did not allocate are skipped. */
    record Fresh() implements Initial {}

    /**
     * As many free chunks and PCP pages as snapshots say, the rest allocated; frees of pages that the trace did not
     * allocate free some of the latter. Zones that the snapshots do not list are all free.
     *
     * @param snapshot the snapshots
     * @param lists how long each PCP list was, if the trace was searched for that
     */
    record Recorded(ProcSnapshot snapshot, Optional<StartLengths> lists) implements Initial {
        /** The same with lengths of PCP lists. */
        public Recorded withLists(StartLengths inferred) {
            return new Recorded(snapshot, Optional.of(inferred));
        }
    }

    /**
     * A seeded mix of free and used blocks; frees of pages that the trace did not allocate free some of the latter.
     *
     * @param mix how much of each
     */
    record Aged(AgedMix mix) implements Initial {}

    /** All memory free. */
    static Initial fresh() {
        return new Fresh();
    }

    /**
     * What snapshots say; empty if there is neither buddyinfo nor pagetypeinfo.
     *
     * @param before text of each /proc file before the trace, by name
     * @throws TraceException if one is not what it should be
     */
    static Optional<Recorded> recorded(Map<String, String> before) throws TraceException {
        if (!before.containsKey("buddyinfo") && !before.containsKey("pagetypeinfo")) {
            return Optional.empty();
        }
        Optional<Zoneinfo> zoneinfo = Optional.empty();
        Optional<Buddyinfo> buddyinfo = Optional.empty();
        Optional<Pagetypeinfo> pagetypeinfo = Optional.empty();
        if (before.containsKey("zoneinfo")) {
            zoneinfo = Optional.of(Zoneinfo.parse("zoneinfo.before", before.get("zoneinfo")));
        }
        if (before.containsKey("buddyinfo")) {
            buddyinfo = Optional.of(Buddyinfo.parse("buddyinfo.before", before.get("buddyinfo")));
        }
        if (before.containsKey("pagetypeinfo")) {
            pagetypeinfo = Optional.of(Pagetypeinfo.parse("pagetypeinfo.before", before.get("pagetypeinfo")));
        }
        return Optional.of(new Recorded(new ProcSnapshot(zoneinfo, buddyinfo, pagetypeinfo), Optional.empty()));
    }
}
