package org.pcpsim.series;

/**
 * All groups of blocks at one moment; not changed once it is written.
 *
 * @param type by group
 * @param owner by group, a CPU plus one
 * @param free pages by group
 * @param pcp pages by group
 */
record MapRow(byte[] type, short[] owner, int[] free, int[] pcp) {
    /** Nothing written yet. */
    MapRow(int groups) {
        this(new byte[groups], new short[groups], new int[groups], new int[groups]);
    }
}
