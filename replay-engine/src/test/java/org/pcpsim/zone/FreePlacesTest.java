package org.pcpsim.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.pcpsim.random.SplitMix64;

class FreePlacesTest {
    @Test
    void placesAreThoseThatTheWholeTreeFindsWithTheSameNumbers() {
        FreePlaces places = new FreePlaces();
        BlockPieces pieces = new BlockPieces();
        for (int block = 0; block < 300; block++) {
            SplitMix64 random = new SplitMix64(block);
            SplitMix64 again = new SplitMix64(block);
            SplitMix64 orders = new SplitMix64(-block);
            places.begin();
            pieces.begin(0, 512);
            while (true) {
                int wanted = orders.nextInt(1 + block % 9);
                int order = wanted;
                while (order >= 0 && !pieces.hasPlace(order)) {
                    order--;
                }
                assertThat(places.largest(wanted)).isEqualTo(order);
                if (order < 0) {
                    break;
                }
                places.place(order, random);
                pieces.place(order, again);
            }
            assertThat(random.nextLong()).isEqualTo(again.nextLong());

            Zone zone = Zones.empty(0, 512);
            pieces.write(zone, 0, 1, 1);
            for (int n = 0; n < places.count(); n++) {
                assertThat(zone.isFree(places.page(n), places.order(n))).isTrue();
                zone.takeFree(places.page(n), places.order(n));
            }
            assertThat(zone.freePages()).isZero();
        }
    }

    @Test
    void noTwoBuddiesAreFreeAndNothingOverlaps() {
        FreePlaces places = new FreePlaces();
        places.begin();
        SplitMix64 random = new SplitMix64(1);
        while (places.largest(0) == 0) {
            places.place(0, random);
        }

        // Of each pair of pages exactly one: 256 pages.
        BitSet pairs = new BitSet();
        for (int n = 0; n < places.count(); n++) {
            pairs.set(places.page(n) / 2);
        }
        assertThat(places.count()).isEqualTo(256);
        assertThat(pairs.cardinality()).isEqualTo(256);
    }
}
