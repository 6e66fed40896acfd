package org.pcpsim.trace.perfdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.input.ReadOptions;

class RowQueueTest {
    private record Row(long time, long number) {}

    /** The obvious way: a stable sort of all that waits, at every look. */
    private static final class Reference {
        private final List<Row> waiting = new ArrayList<>();

        void add(Row row) {
            waiting.add(row);
        }

        List<Row> upTo(long limit) {
            waiting.sort(Comparator.comparingLong(Row::time));
            List<Row> taken = new ArrayList<>(
                    waiting.stream().filter(row -> row.time <= limit).toList());
            waiting.removeAll(taken);
            return taken;
        }
    }

    private static List<Row> upTo(long limit, RowQueue queue) throws IOException {
        List<Row> taken = new ArrayList<>();
        while (queue.poll(limit)) {
            assertThat(queue.row[4]).isEqualTo(~queue.row[1]);
            taken.add(new Row(queue.row[0], queue.row[1]));
        }
        return taken;
    }

    /** Sizes that spill at every few rows, now and then, and never. */
    @ParameterizedTest
    @ValueSource(ints = {4, 64, 1000, 1 << 20})
    void rowsComeInTheOrderOfAStableSort(int mostRows, @TempDir Path folder) throws IOException {
        long seed = 20260723;
        Random random = new Random(seed);
        ReadOptions options = ReadOptions.DEFAULT.withTemporaryFolder(folder);
        for (int trace = 0; trace < 30; trace++) {
            Reference reference = new Reference();
            long number = 0;
            long base = 0;
            try (RowQueue queue = new RowQueue("t", options, mostRows)) {
                for (int round = 0; round < 10; round++) {
                    for (int run = random.nextInt(5); run >= 0; run--) {
                        long time = base + random.nextInt(100);
                        for (int i = random.nextInt(50); i > 0; i--) {
                            time += random.nextInt(4);
                            queue.add(time, number, 0, 0, ~number);
                            reference.add(new Row(time, number++));
                        }
                    }
                    base += random.nextInt(150);
                    assertThat(upTo(base, queue))
                            .as("seed %d trace %d round %d", seed, trace, round)
                            .isEqualTo(reference.upTo(base));
                }
                assertThat(upTo(Long.MAX_VALUE, queue)).isEqualTo(reference.upTo(Long.MAX_VALUE));
            }
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void fallingTimesAreSortedToo() throws IOException {
        try (RowQueue queue = new RowQueue("t", ReadOptions.DEFAULT, 1 << 14)) {
            for (int i = 0; i < 100_000; i++) {
                queue.add(100_000 - i, i, 0, 0, ~i);
            }
            List<Row> rows = upTo(Long.MAX_VALUE, queue);
            assertThat(rows).hasSize(100_000).extracting(Row::time).isSorted();
        }
    }

    @Test
    void theTemporaryFileHasALimit() throws IOException {
        try (RowQueue queue = new RowQueue("t", ReadOptions.DEFAULT.withSpoolBytes(40 * 10), 4)) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            queue.add(i, i, 0, 0, ~i);
                        }
                    })
                    .isInstanceOf(TraceException.class)
                    .hasMessageContaining("sorting them needs more than 400 bytes");
        }
    }
}
