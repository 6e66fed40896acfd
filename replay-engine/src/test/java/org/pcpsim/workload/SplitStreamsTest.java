package org.pcpsim.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pcpsim.operation.GeneratedStreams;
import org.pcpsim.operation.OperationBlock;
import org.pcpsim.operation.OperationCursor;
import org.pcpsim.operation.StreamTotals;

/** Streams of 20 huge pages, each split and freed page by page. */
class SplitStreamsTest {
    private static GeneratedStreams streams() {
        return Made.run("thp-mix", "cpus=1", "operations=40", "thp=100", "split=100", "pages=1024")
                .streams();
    }

    @Test
    void everyHugePageIsHalvedUntilEachPageStandsAlone() throws IOException {
        Set<Long> live = new HashSet<>();
        int[] splits = new int[10];
        int allocs = 0;
        int frees = 0;
        try (GeneratedStreams streams = streams()) {
            OperationCursor cursor = streams.cursor(0);
            OperationBlock block = new OperationBlock();
            while (cursor.read(block)) {
                for (int row = 0; row < block.size; row++) {
                    long page = block.page[row];
                    switch (block.op(row)) {
                        case OperationBlock.ALLOC -> {
                            assertThat(live.add(page)).isTrue();
                            assertThat(block.order(row)).isEqualTo((byte) 9);
                            allocs++;
                        }
                        case OperationBlock.SPLIT -> {
                            assertThat(live.remove(page)).isTrue();
                            assertThat(live.add(OperationBlock.lower(page))).isTrue();
                            assertThat(live.add(block.upper[row])).isTrue();
                            // The upper half begins half of its pages further on.
                            assertThat(OperationBlock.number(block.upper[row]) - OperationBlock.number(page))
                                    .isEqualTo(1L << block.order(row) - 1);
                            assertThat(block.flags(row) & OperationBlock.IMPLIED)
                                    .isEqualTo(OperationBlock.IMPLIED);
                            splits[block.order(row)]++;
                        }
                        default -> {
                            assertThat(live.remove(page)).isTrue();
                            assertThat(block.order(row)).isZero();
                            frees++;
                        }
                    }
                }
            }
        }
        assertThat(live).isEmpty();
        assertThat(allocs).isEqualTo(20);
        assertThat(frees).isEqualTo(20 * 512);
        for (int order = 1; order <= 9; order++) {
            assertThat(splits[order]).as("order %d", order).isEqualTo(20 << 9 - order);
        }
    }

    @Test
    void totalsCountEachPieceAndItsCommitWhetherItWasReadOrNot() throws IOException {
        try (GeneratedStreams streams = streams()) {
            StreamTotals totals = streams.totals();

            // 20 allocations, 10,240 frees of pieces, each announced and committed.
            assertThat(totals.allocs()).isEqualTo(20);
            assertThat(totals.frees()).isEqualTo(10_240);
            assertThat(totals.pieces()).isEqualTo(10_240);
            assertThat(totals.events()).isEqualTo(20 + 2 * 10_240);
            // Of one CPU the span is the whole.
            assertThat(totals.durationNs()).isPositive().isEqualTo(totals.spansNs());
            assertThat(streams.totals()).isEqualTo(totals);
        }
    }

    @Test
    void wholePagesHaveNoPieces() throws IOException {
        try (GeneratedStreams streams = Made.run("thp-mix", "cpus=1", "operations=40", "thp=100", "pages=1024")
                .streams()) {
            StreamTotals totals = streams.totals();

            assertThat(totals.pieces()).isZero();
            assertThat(totals.allocs() + totals.frees()).isEqualTo(40);
        }
    }
}
