package org.pcpsim.result;

import java.util.List;
import java.util.OptionalLong;

/**
 * Who causes holds of {@code zone->lock}.
 *
 * @param by what operations are grouped by: comm, pid, gfp, order, cpu or node
 * @param groups those that take the lock most often, in falling order
 * @param rest all others together
 */
public record ByGroup(String by, List<Group> groups, Rest rest) {
    /** Copies the list. */
    public ByGroup {
        groups = List.copyOf(groups);
    }

    /**
     * One group.
     *
     * @param name the group; {@code (workers)} are the periodic ones, {@code (unknown)} frees of pages not seen allocated
     * @param acquisitions how often its operations took the lock
     * @param pages pages that they moved into or out of a zone
     * @param holdNs time they held it, in ns
     * @param waitNs time they waited for it, in ns, in timed order
     * @param remoteFrees its frees on another CPU than the allocation's
     */
    public record Group(
            String name, long acquisitions, long pages, long holdNs, OptionalLong waitNs, long remoteFrees) {}

    /**
     * Other groups.
     *
     * @param groups how many
     * @param acquisitions as of a {@link Group}, added up
     * @param pages likewise
     * @param holdNs likewise
     * @param waitNs likewise
     * @param remoteFrees likewise
     */
    public record Rest(
            long groups, long acquisitions, long pages, long holdNs, OptionalLong waitNs, long remoteFrees) {}
}
