package org.pcpsim.trace.pcpt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.SameEvents;
import org.pcpsim.trace.input.TraceInput;

class CpuCursorTest {
    private static final int CPUS = 3;

    private final CraftedPcpt crafted = CraftedPcpt.pages(11, 200_000, CPUS);

    private static List<String> rest(PcptTrace trace, CpuCursor cursor, int most) throws IOException {
        List<String> events = new ArrayList<>();
        EventBatch batch = new EventBatch();
        while (cursor.hasNext()) {
            batch.clear(0);
            cursor.read(batch, most);
            for (int row = 0; row < batch.size; row++) {
                events.add(SameEvents.text(batch, row, trace.symbols()));
            }
        }
        return events;
    }

    private List<String> ofCpu(int cpu, long from) {
        return crafted.expected.stream()
                .filter(event -> event.contains(" cpu " + cpu + " "))
                .filter(event -> time(event) >= from)
                .toList();
    }

    private static long time(String event) {
        int at = event.indexOf(" time ") + 6;
        return Long.parseLong(event.substring(at, event.indexOf(' ', at)));
    }

    @Test
    void cursorsOfAllCpusMoveByThemselves() throws IOException {
        try (TraceInput input = TraceInput.of("t", new ByteArrayInputStream(crafted.bytes()));
                PcptTrace trace = PcptTrace.open(input.seekable(), false)) {
            assertThat(trace.cpus()).containsExactly(0, 1, 2);
            assertThat(trace.events()).isEqualTo(200_000);
            CpuCursor two = trace.cursor(2);
            CpuCursor zero = trace.cursor(0);
            EventBatch batch = new EventBatch();
            assertThat(two.read(batch, 3)).isEqualTo(3);
            assertThat(rest(trace, zero, 1000)).isEqualTo(ofCpu(0, 0));
            assertThat(rest(trace, two, EventBatch.CAPACITY))
                    .isEqualTo(ofCpu(2, 0).subList(3, ofCpu(2, 0).size()));
            assertThat(two.read(batch, 5)).isZero();
            assertThat(trace.cursor(7).hasNext()).isFalse();
        }
    }

    @Test
    void theNextEventIsToldAheadByPositionAndTime() throws IOException {
        try (TraceInput input = TraceInput.of("t", new ByteArrayInputStream(crafted.bytes()));
                PcptTrace trace = PcptTrace.open(input.seekable(), false)) {
            CpuCursor cursor = trace.cursor(1);
            EventBatch batch = new EventBatch();
            int read = 0;
            for (int position = 0; position < crafted.expected.size(); position++) {
                if (crafted.expected.get(position).contains(" cpu 1 ")) {
                    assertThat(cursor.nextSequence()).isEqualTo(position);
                    assertThat(cursor.nextTime()).isEqualTo(time(crafted.expected.get(position)));
                    batch.clear(0);
                    read += cursor.read(batch, 1);
                }
            }
            assertThat(read).isEqualTo(ofCpu(1, 0).size());
            assertThat(cursor.hasNext()).isFalse();
            assertThat(cursor.nextSequence()).isEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    void seekingFindsTheFirstEventAtOrAfterATime() throws IOException {
        long last = 199_999 / 3 * 1000L;
        try (TraceInput input = TraceInput.of("t", new ByteArrayInputStream(crafted.bytes()));
                PcptTrace trace = PcptTrace.open(input.seekable(), false)) {
            CpuCursor cursor = trace.cursor(1);
            for (long time : new long[] {0, 1, 33_000_000, 33_000_001, 12_345_678, last - 1, last, last + 1, 5}) {
                cursor.seek(time);
                assertThat(rest(trace, cursor, 4000)).as("from %d ns", time).isEqualTo(ofCpu(1, time));
            }
        }
    }

    @Test
    void seekingUnpacksNoBlockButTheOneItLandsIn() throws IOException {
        byte[] file = crafted.bytes();
        // Everything between the metadata and the last block of each CPU is destroyed.
        List<BlockEntry> blocks = new ArrayList<>();
        try (TraceInput input = TraceInput.of("t", new ByteArrayInputStream(file))) {
            blocks.addAll(PcptIndex.read(input.seekable(), false).blocks());
        }
        BlockEntry wanted = blocks.stream()
                .filter(block -> block.cpu() == 2)
                .reduce((first, second) -> second)
                .orElseThrow();
        for (BlockEntry block : blocks) {
            if (block != wanted) {
                file[(int) block.offset() + 50] ^= 1;
            }
        }
        try (TraceInput input = TraceInput.of("t", new ByteArrayInputStream(file));
                PcptTrace trace = PcptTrace.open(input.seekable(), false)) {
            CpuCursor cursor = trace.cursor(2);
            cursor.seek(wanted.firstTime() + 1);
            assertThat(rest(trace, cursor, 100)).isEqualTo(ofCpu(2, wanted.firstTime() + 1));
        }
    }
}
