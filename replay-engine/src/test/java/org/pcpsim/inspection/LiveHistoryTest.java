package org.pcpsim.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.random.SplitMix64;

class LiveHistoryTest {
    @Test
    void everyIntervalHasItsEndItsLeastAndItsMost() {
        LiveHistory history = new LiveHistory();
        history.add(5_000, 3);
        history.add(5_100, 9);
        history.add(5_999, 4);
        history.add(6_000, 5);
        history.add(8_500, 1);
        assertThat(history.result())
                .isEqualTo(new LiveOverTime(
                        1_000,
                        List.of(
                                new LiveOverTime.Interval(4, 3, 9),
                                new LiveOverTime.Interval(5, 4, 5),
                                new LiveOverTime.Interval(5, 5, 5),
                                new LiveOverTime.Interval(1, 1, 5))));
    }

    @Test
    void aTimeThatFallsCountsAsNow() {
        LiveHistory history = new LiveHistory();
        history.add(5_000, 3);
        history.add(7_000, 2);
        history.add(4_000, 8);
        assertThat(history.result().intervals())
                .containsExactly(
                        new LiveOverTime.Interval(3, 3, 3),
                        new LiveOverTime.Interval(3, 3, 3),
                        new LiveOverTime.Interval(8, 2, 8));
    }

    @Test
    void nothingHasNoInterval() {
        assertThat(new LiveHistory().result().intervals()).isEmpty();
    }

    /** However long the trace: what is said of the intervals is what a list of all moments says. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void joiningBlursNothing(long seed) {
        SplitMix64 random = SplitMix64.ofPart(seed, 0);
        LiveHistory history = new LiveHistory();
        List<long[]> all = new ArrayList<>();
        long time = 1_000_000;
        for (int i = 0; i < 5_000; i++) {
            long pages = Math.floorMod(random.nextLong(), 1_000L);
            all.add(new long[] {time, pages});
            history.add(time, pages);
            time += Math.floorMod(random.nextLong(), 1L << 2 * seed * Math.floorMod(random.nextLong(), 4L));
        }
        LiveOverTime found = history.result();
        assertThat(found.intervals()).hasSizeBetween(2, 128);
        long before = all.get(0)[1];
        int at = 0;
        for (int i = 0; i < found.intervals().size(); i++) {
            long least = before;
            long most = before;
            boolean first = i == 0;
            while (at < all.size() && (all.get(at)[0] - 1_000_000) / found.intervalNs() == i) {
                before = all.get(at)[1];
                least = first ? before : Math.min(least, before);
                most = first ? before : Math.max(most, before);
                first = false;
                at++;
            }
            assertThat(found.intervals().get(i))
                    .as("interval %d", i)
                    .isEqualTo(new LiveOverTime.Interval(before, least, most));
        }
        assertThat(at).isEqualTo(all.size());
    }
}
