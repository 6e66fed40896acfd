package org.pcpsim.result;

/**
 * What each phase of refills brought (pcp-buddy spec section 2.1).
 *
 * @param recover fragments of blocks that the CPU owns
 * @param claim whole blocks, then owned
 * @param subBlock chunks below a block of the requested type
 * @param fallback what the baseline does
 */
public record RefillPhases(Phase recover, Phase claim, Phase subBlock, Phase fallback) {

    /**
     * What one phase brought.
     *
     * @param refills refills in which it brought something
     * @param chunks chunks that it brought
     * @param pages pages that it brought
     */
    public record Phase(long refills, long chunks, long pages) {}
}
