package org.pcpsim.random;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SplitMix64Test {
    @Test
    void numbersAreThoseOfTheReferenceImplementation() {
        // First outputs for seed 1234567 as published with the reference C code (rosettacode.org, "Pseudo-random
        // numbers/Splitmix64").
        SplitMix64 random = new SplitMix64(1234567);

        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("6457827717110365317");
        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("3203168211198807973");
        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("9817491932198370423");
    }

    @Test
    void everyNumberBelowTheBoundComesUp() {
        SplitMix64 random = new SplitMix64(7);
        int[] seen = new int[5];
        for (int i = 0; i < 1000; i++) {
            seen[random.nextInt(5)]++;
        }

        // 200 expected of each, standard deviation 12.6.
        assertThat(java.util.Arrays.stream(seen)).allMatch(n -> n > 120 && n < 280);
    }

    @Test
    void aShuffleKeepsEveryNumberAndTouchesOnlyTheFirst() {
        int[] numbers = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        new SplitMix64(3).shuffle(numbers, 8);

        assertThat(java.util.Arrays.copyOf(numbers, 8)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(numbers[8]).isEqualTo(8);
        assertThat(numbers[9]).isEqualTo(9);
    }

    @Test
    void partsOfOneSeedHaveTheirOwnSequences() {
        assertThat(SplitMix64.ofPart(1, 0).nextLong())
                .isNotEqualTo(SplitMix64.ofPart(1, 1).nextLong())
                .isNotEqualTo(SplitMix64.ofPart(2, 0).nextLong())
                .isEqualTo(SplitMix64.ofPart(1, 0).nextLong());
    }

    @Test
    void everyOrderOfAShuffleIsAsLikelyAsAnother() {
        SplitMix64 random = new SplitMix64(11);
        java.util.Map<String, Integer> seen = new java.util.TreeMap<>();
        for (int i = 0; i < 6000; i++) {
            int[] numbers = {0, 1, 2};
            random.shuffle(numbers, 3);
            seen.merge(java.util.Arrays.toString(numbers), 1, Integer::sum);
        }

        // 1000 expected of each of the 6, standard deviation 29.
        assertThat(seen).hasSize(6);
        assertThat(seen.values()).allMatch(n -> n > 850 && n < 1150);
    }
}
