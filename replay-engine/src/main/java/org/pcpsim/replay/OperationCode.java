package org.pcpsim.replay;

import java.nio.ByteBuffer;

/**
 * How a batch of operations is kept beside the events of a trace ({@code docs/formats.md}, section on {@code OPER}).
 *
 * <p>What operations have in common is their shape, of which there are few: what they do, and gfp flags. Handles are not those
 * of {@link LivePages} but follow from a rule that both sides know: an allocation gets the number that was given back last, or
 * the next new one. So only a free says which it is.
 */
final class OperationCode {
    /** Changes whenever {@link EventTranslation} makes other operations of the same events: those of others are not read. */
    static final int RULES = 1;

    /** Most bytes that a batch takes: eleven a row in columns, 35 where nothing fits them, eight for a shape of its own. */
    static final int MAX_BYTES = Operations.CAPACITY * (11 + 35 + 8) + 64;

    /** A step that does not fit two bytes; it comes behind the columns. */
    static final int FAR = Short.MIN_VALUE;
    /** As many events as a byte does not hold; their number comes behind the columns. */
    static final int MANY = 0xff;

    /** Shapes that one byte names. */
    static final int FEW_SHAPES = 256;

    private OperationCode() {}

    /** Appends a number in 7 bits a byte, low ones first. */
    static void put(ByteBuffer out, long number) {
        long rest = number;
        while ((rest & ~0x7fL) != 0) {
            out.put((byte) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    /** Reads such a number. */
    static long get(ByteBuffer in) {
        long number = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte part = in.get();
            number |= (long) (part & 0x7f) << shift;
            if (part >= 0) {
                break;
            }
        }
        return number;
    }

    /** A number with a sign as one without: 0, −1, 1, −2 … as 0, 1, 2, 3 … */
    static long zigzag(long number) {
        return number << 1 ^ number >> 63;
    }

    /** What {@link #zigzag} was given. */
    static long signed(long zigzag) {
        return zigzag >>> 1 ^ -(zigzag & 1);
    }
}
