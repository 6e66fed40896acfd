package org.pcpsim.replay;

import java.util.OptionalLong;

/**
 * What a state of each model is asked for.
 *
 * @param hugepages order-9 pages: how many, 0 for as many as there are; empty for none
 * @param contig pages of a contiguous, aligned range: a power of two, 1024 or more; empty for none
 */
public record Probe(OptionalLong hugepages, OptionalLong contig) {
    /** Nothing is asked for. */
    public static final Probe NONE = new Probe(OptionalLong.empty(), OptionalLong.empty());
}
