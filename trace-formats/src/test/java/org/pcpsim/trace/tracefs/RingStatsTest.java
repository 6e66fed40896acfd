package org.pcpsim.trace.tracefs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RingStatsTest {
    @TempDir
    Path folder;

    @Test
    void everyWayToLoseAnEventCounts() {
        RingStats stats = RingStats.of(List.of(
                "entries: 54005", "overrun: 10", "commit overrun: 200", "bytes: 1681432", "dropped events: 3000"));
        assertThat(stats).isEqualTo(new RingStats(1681432, 10, 200, 3000));
        assertThat(stats.lost()).isEqualTo(3210);
        assertThat(stats.plus(stats).lost()).isEqualTo(6420);
    }

    @Test
    void whatIsNotSaidOrNoNumberIsZero() {
        assertThat(RingStats.of(List.of("overrun: many", "bytes: ", "dropped events: 99999999999999999999")))
                .isEqualTo(RingStats.NONE);
    }

    @Test
    void theGaugeShowsTheFullestRingEachTimeAnew() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Files.writeString(first, "entries: 1\noverrun: 9\ncommit overrun: 9\nbytes: 176\nnow ts: 1.5\n");
        Files.writeString(second, "entries: 1\n\nbytes: 4000");
        try (RingGauge gauge = new RingGauge(List.of(first, second))) {
            assertThat(gauge.fullest()).isEqualTo(4000);
            Files.writeString(first, "entries: 1\nbytes: 50000\n");
            assertThat(gauge.fullest()).isEqualTo(50000);
        }
    }

    @Test
    void aGaugeOfNothingKnownShowsNothing() throws IOException {
        Path file = folder.resolve("file");
        Files.writeString(file, "entries: 1\nBytes: 5\n");
        try (RingGauge gauge = new RingGauge(List.of(file))) {
            assertThat(gauge.fullest()).isZero();
        }
        Files.writeString(file, "");
        try (RingGauge gauge = new RingGauge(List.of(file))) {
            assertThat(gauge.fullest()).isZero();
        }
    }
}
