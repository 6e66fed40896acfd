package org.pcpsim.result;

/**
 * What of a snapshot found no place when memory was laid out: its files are read at different moments, and a modelled
 * zone has no holes.
 *
 * @param brokenChunks free chunks that were broken into halves, a half broken again counted again
 * @param droppedFreePages free pages that are allocated in the model instead
 * @param droppedPcpPages pages of PCPs that are not there
 */
public record InitialAdjustment(long brokenChunks, long droppedFreePages, long droppedPcpPages) {
    /** Everything found its place. */
    public static final InitialAdjustment NONE = new InitialAdjustment(0, 0, 0);

    /** Both together. */
    public InitialAdjustment plus(InitialAdjustment other) {
        return new InitialAdjustment(
                brokenChunks + other.brokenChunks,
                droppedFreePages + other.droppedFreePages,
                droppedPcpPages + other.droppedPcpPages);
    }
}
