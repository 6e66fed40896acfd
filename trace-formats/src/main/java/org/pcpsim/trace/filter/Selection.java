package org.pcpsim.trace.filter;

import java.util.OptionalLong;
import java.util.Set;

/**
 * Which events of a trace are wanted.
 *
 * @param skip wanted events to leave out at the beginning, 0 or more
 * @param limit most events, 0 or more
 * @param fromNs ns since the first event: none before
 * @param untilNs ns since the first event: none at or after
 * @param cpus CPUs; empty for all
 * @param pids process ids; empty for all
 */
public record Selection(
        long skip, long limit, OptionalLong fromNs, OptionalLong untilNs, Set<Integer> cpus, Set<Integer> pids) {
    /** Every event. */
    public static final Selection ALL =
            new Selection(0, Long.MAX_VALUE, OptionalLong.empty(), OptionalLong.empty(), Set.of(), Set.of());

    /** Copies the sets and checks the numbers. */
    public Selection {
        if (skip < 0 || limit < 0) {
            throw new IllegalArgumentException("skip " + skip + ", limit " + limit);
        }
        cpus = Set.copyOf(cpus);
        pids = Set.copyOf(pids);
    }

    /** Whether this leaves nothing out. */
    public boolean isAll() {
        return equals(ALL);
    }
}
