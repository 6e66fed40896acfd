package org.pcpsim.random;

/**
 * The SplitMix64 generator: one 64-bit state that grows by a constant, mixed into each number.
 *
 * <p>Number n of a seed s is {@code mix(s + n · 0x9e3779b97f4a7c15)}. Source: Steele, Lea and Flood, "Fast splittable
 * pseudorandom number generators", OOPSLA 2014, with Stafford's variant 13 as mixing function. Not thread-safe;
 * constant time.
 */
public final class SplitMix64 {
    private static final long GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    /** The sequence of a seed; any value will do. */
    public SplitMix64(long seed) {
        state = seed;
    }

    /** The sequence of one of many parts under a seed, such as a pageblock by its number. */
    public static SplitMix64 ofPart(long seed, long part) {
        return new SplitMix64(mix(mix(seed) + (part + 1) * GAMMA));
    }

    /** A bijection on 64-bit numbers whose results look independent. */
    public static long mix(long value) {
        long z = value;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** The next 64 bits. */
    public long nextLong() {
        state += GAMMA;
        return mix(state);
    }

    /** The top bits of the next numbers, 32 at most, that of the first one lowest; goes on by none. */
    public int peekTopBits(int numbers) {
        int bits = 0;
        for (int i = 0; i < numbers; i++) {
            bits |= (int) (mix(state + (i + 1) * GAMMA) >>> 63) << i;
        }
        return bits;
    }

    /** Passes over a number of numbers. */
    public void skip(int numbers) {
        state += numbers * GAMMA;
    }

    /**
     * The next number of {@code [0, bound)}; the most likely ones are more likely than the least by less than
     * {@code bound / 2^32}.
     *
     * @param bound 1 or more
     */
    public int nextInt(int bound) {
        return (int) ((nextLong() >>> 32) * bound >>> 32);
    }

    /** Puts the first {@code length} numbers of an array into a random order (Fisher and Yates). */
    public void shuffle(int[] numbers, int length) {
        for (int i = length - 1; i > 0; i--) {
            int other = nextInt(i + 1);
            int number = numbers[i];
            numbers[i] = numbers[other];
            numbers[other] = number;
        }
    }
}
