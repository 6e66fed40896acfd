package org.pcpsim.fidelity;

import java.util.Map;
import java.util.Optional;

/**
 * What a trace gives away of the PCPs it began with.
 *
 * @param lengths chunks on each list of {@link PcpState}, those never refilled at least
 * @param exact whether the list was refilled, so that its length is known and not a lower bound
 * @param pages which pages lay there, if that was found out
 * @param freeHighNeedsBatch whether frees in a row of orders 1–3 drain only PCPs of a batch or more: false if one with
 *     less was drained
 */
record StartValues(int[] lengths, boolean[] exact, Optional<StartPages> pages, boolean freeHighNeedsBatch) {
    /** Nothing is known: to find out. */
    static StartValues open(int lists) {
        return new StartValues(new int[lists], new boolean[lists], Optional.empty(), true);
    }

    /** Parameters of models that are not at their defaults by what the trace shows. */
    Map<String, String> parameters() {
        return freeHighNeedsBatch ? Map.of() : Map.of("freeHighKeepsBatch", "0");
    }

    /** Chunks on lists that gave away their length. */
    long exactChunks() {
        long chunks = 0;
        for (int list = 0; list < exact.length; list++) {
            chunks += exact[list] ? lengths[list] : 0;
        }
        return chunks;
    }

    /** How many lists gave away their length. */
    int exactLists() {
        int count = 0;
        for (boolean known : exact) {
            count += known ? 1 : 0;
        }
        return count;
    }
}
