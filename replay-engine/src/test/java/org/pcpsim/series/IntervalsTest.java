package org.pcpsim.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.random.SplitMix64;
import org.pcpsim.result.Series;

/** Intervals that merge as they go against events that are all kept and sorted into intervals at the end. */
class IntervalsTest {
    private long counted;
    private long level;

    private final List<Measure> measures =
            List.of(Measure.count("count", () -> counted), Measure.level("level", () -> level));

    private SeriesRecord record(Interval interval, int most) {
        return new SeriesRecord(measures, () -> {}, new Sampling(interval, true, most, 0), 1);
    }

    private static Interval ns(long length) {
        return new Interval(Interval.Unit.NS, length);
    }

    private void event(SeriesRecord record, long position, long count, long newLevel) {
        record.passTo(position);
        counted += count;
        level = newLevel;
    }

    private static List<Number> column(Series series, String path) {
        return series.columns().stream()
                .filter(column -> column.path().equals(path))
                .findFirst()
                .orElseThrow()
                .values();
    }

    @Test
    void countsBelongToTheIntervalOfTheirEventAndLevelsAreThoseAtItsEnd() {
        SeriesRecord record = record(ns(10), 8);
        event(record, 0, 1, 5);
        event(record, 9, 1, 7);
        event(record, 10, 4, 6);
        event(record, 35, 2, 1);
        record.end(35);
        Series series = record.series();
        assertThat(column(series, "count")).containsExactly(2L, 4L, 0L, 2L);
        assertThat(column(series, "level")).containsExactly(7L, 6L, 6L, 1L);
        assertThat(series.asked()).isEmpty();
        assertThat(List.of(series.start(), series.length(), series.end())).containsExactly(0L, 10L, 35L);
        assertThat(series.unit()).isEqualTo("ns");
    }

    @Test
    void eachTwoBecomeOneWhenThereWouldBeMoreThanMayBe() {
        SeriesRecord record = record(ns(10), 4);
        for (int i = 0; i < 4; i++) {
            event(record, 10 * i, 1 + i, i);
        }
        // 40 lies in a fifth interval: of 10 there are four at most, of 20 it is the third.
        event(record, 40, 10, 9);
        record.end(40);
        Series series = record.series();
        assertThat(series.length()).isEqualTo(20);
        assertThat(series.asked()).isEqualTo(OptionalLong.of(10));
        assertThat(column(series, "count")).containsExactly(3L, 7L, 10L);
        assertThat(column(series, "level")).containsExactly(1L, 3L, 9L);
    }

    @Test
    void anIntervalUnderWayMergesWithTheOneBeforeIt() {
        SeriesRecord record = record(ns(1), 2);
        event(record, 0, 1, 1);
        // Far ahead: of length 512, 600 lies in the second.
        event(record, 600, 2, 2);
        // And of length 1024 in the first.
        event(record, 1024, 4, 3);
        record.end(1024);
        assertThat(record.series().length()).isEqualTo(1024);
        assertThat(column(record.series(), "count")).containsExactly(3L, 4L);
    }

    @Test
    void whatWasBeforeARestartIsNotCounted() {
        SeriesRecord record = record(ns(10), 4);
        event(record, 3, 100, 1);
        event(record, 95, 100, 1);
        record.restart(97);
        event(record, 97, 1, 4);
        event(record, 106, 2, 5);
        event(record, 107, 3, 6);
        record.end(107);
        Series series = record.series();
        assertThat(series.start()).isEqualTo(97);
        assertThat(series.length()).isEqualTo(10);
        assertThat(column(series, "count")).containsExactly(3L, 3L);
        assertThat(column(series, "level")).containsExactly(5L, 6L);
    }

    @Test
    void timesAreRoundedSoThatTheirSumIsTheRoundedTotal() {
        long[] picoseconds = {0};
        SeriesRecord record = new SeriesRecord(
                List.of(Measure.time("ns", () -> picoseconds[0])), () -> {}, new Sampling(ns(1), true, 8, 0), 1);
        for (int i = 0; i < 5; i++) {
            record.passTo(i);
            picoseconds[0] += 700;
        }
        record.end(4);
        // 0.7, 1.4, 2.1, 2.8, 3.5 ns so far, rounded 1, 1, 2, 3, 4.
        assertThat(column(record.series(), "ns")).containsExactly(1L, 0L, 1L, 1L, 1L);
    }

    @Test
    void anEarlierPositionCountsAsTheLatest() {
        SeriesRecord record = record(ns(10), 4);
        event(record, 25, 1, 1);
        event(record, 3, 2, 2);
        record.end(3);
        assertThat(column(record.series(), "count")).containsExactly(0L, 0L, 3L);
        assertThat(record.series().end()).as("the last interval has it").isEqualTo(20);
    }

    @Test
    void noPositionIsTooFar() {
        SeriesRecord record = record(ns(1), 4);
        event(record, 1, 1, 1);
        event(record, Long.MAX_VALUE, 2, 2);
        event(record, Long.MAX_VALUE, 4, 3);
        record.end(Long.MAX_VALUE);
        Series series = record.series();
        assertThat(series.intervals()).isBetween(2, 4);
        assertThat(column(series, "count").get(0)).isEqualTo(1L);
        assertThat(column(series, "count").get(series.intervals() - 1)).isEqualTo(6L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void mergedIntervalsAreThoseOfTheSlowWay(long seed) {
        SplitMix64 random = new SplitMix64(seed);
        int most = 2 + 2 * random.nextInt(6);
        long start = random.nextInt(50);
        SeriesRecord record = record(ns(1 + random.nextInt(20)), most);
        record.restart(start);
        List<long[]> events = new ArrayList<>();
        long position = start;
        for (int i = 0; i < 300; i++) {
            position += random.nextInt(1 << random.nextInt(12));
            long count = random.nextInt(5);
            long newLevel = random.nextInt(100);
            events.add(new long[] {position, count, newLevel});
            event(record, position, count, newLevel);
        }
        record.end(position);
        Series series = record.series();

        assertThat(series.intervals()).isLessThanOrEqualTo(most);
        assertThat(series.intervals()).isEqualTo((position - start) / series.length() + 1);
        // No longer than need be: half the length would not have found room.
        assertThat(series.asked().isEmpty() || (position - start) / (series.length() / 2) >= most)
                .isTrue();
        long levelBefore = 0;
        for (int i = 0; i < series.intervals(); i++) {
            long from = start + i * series.length();
            long count = 0;
            for (long[] event : events) {
                if (event[0] >= from && event[0] < from + series.length()) {
                    count += event[1];
                    levelBefore = event[2];
                }
            }
            assertThat(column(series, "count").get(i)).as("count of %d", i).isEqualTo(count);
            assertThat(column(series, "level").get(i)).as("level of %d", i).isEqualTo(levelBefore);
        }
    }

    @Test
    void impossibleLengthsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ns(0));
        assertThatIllegalArgumentException().isThrownBy(() -> record(ns(1), 3));
        assertThatIllegalArgumentException().isThrownBy(() -> record(ns(1), -2));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sampling(ns(1), true, 2, -1));
    }
}
