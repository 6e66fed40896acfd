package org.pcpsim.trace.pcpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.SameEvents;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceWriter;
import org.pcpsim.trace.input.TraceInput;

/** A short trace is one block of all CPUs, which are read each by itself all the same. */
class MixedBlockTest {
    private static final CraftedPcpt SHORT = CraftedPcpt.pages(5, 6_000, 3);

    private static List<String> ofCpu(int cpu, long from) {
        return SHORT.expected.stream()
                .filter(event -> event.contains(" cpu " + cpu + " "))
                .filter(event -> time(event) >= from)
                .toList();
    }

    private static long time(String event) {
        int at = event.indexOf(" time ") + 6;
        return Long.parseLong(event.substring(at, event.indexOf(' ', at)));
    }

    @ParameterizedTest
    // Events, CPUs, version: at most 16,384 events of two CPUs or more are together.
    @CsvSource({"2, 2, 1", "6000, 3, 2", "6000, 300, 2", "16384, 2, 2", "16385, 2, 1", "6000, 1, 1", "0, 1, 1"})
    void shortTracesAreOfVersionTwo(int events, int cpus, int version) throws IOException {
        CraftedPcpt crafted = CraftedPcpt.pages(5, events, cpus);
        byte[] file = crafted.bytes();
        assertThat(CraftedPcpt.read(file)).isEqualTo(crafted.expected);
        if (events > 2) {
            assertThat((int) file[8]).isEqualTo(version);
        }
    }

    @Test
    void anyColumnsComeBack() throws IOException {
        for (int seed = 1; seed <= 20; seed++) {
            CraftedPcpt crafted = CraftedPcpt.wild(seed, 50 * seed, 1 + seed);
            assertThat(CraftedPcpt.read(crafted.bytes())).isEqualTo(crafted.expected);
        }
    }

    @Test
    void timesThatGoBackBetweenCpusAreLeftToBlocksOfEach() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<String> expected = new ArrayList<>();
        try (TraceWriter writer = new PcptFormat().create(bytes, TraceHeader.EMPTY)) {
            EventBatch batch = new EventBatch();
            Symbols symbols = new Symbols();
            for (int i = 0; i < 2000; i++) {
                int row = batch.add(EventKind.FREE, i & 1, 1000 + i - 2 * (i & 1));
                batch.pfn[row] = i / 2;
                expected.add(SameEvents.text(batch, row, symbols));
            }
            writer.write(batch, symbols);
        }
        assertThat((int) bytes.toByteArray()[8]).isEqualTo(1);
        assertThat(CraftedPcpt.read(bytes.toByteArray())).isEqualTo(expected);
    }

    @Test
    void cursorsHaveTheEventsOfTheirCpuWithPlaceAndTime() throws IOException {
        try (TraceInput input = TraceInput.of("t", new ByteArrayInputStream(SHORT.bytes()));
                PcptTrace trace = PcptTrace.open(input.seekable(), false)) {
            assertThat(trace.cpus()).containsExactly(0, 1, 2);
            assertThat(trace.events()).isEqualTo(6_000);
            CpuCursor one = trace.cursor(1);
            EventBatch batch = new EventBatch();
            for (int position = 0; position < 6_000; position++) {
                if (SHORT.expected.get(position).contains(" cpu 1 ")) {
                    assertThat(one.nextSequence()).isEqualTo(position);
                    assertThat(one.nextTime()).isEqualTo(time(SHORT.expected.get(position)));
                    batch.clear(0);
                    assertThat(one.read(batch, 1)).isOne();
                    assertThat(SameEvents.text(batch, 0, trace.symbols())).isEqualTo(SHORT.expected.get(position));
                }
            }
            assertThat(one.hasNext()).isFalse();
            CpuCursor two = trace.cursor(2);
            for (long from : new long[] {0, 1, 999_000, 999_001, 1_999_000, 2_000_000, 5}) {
                two.seek(from);
                List<String> rest = new ArrayList<>();
                while (two.hasNext()) {
                    batch.clear(0);
                    two.read(batch, 1000);
                    for (int row = 0; row < batch.size; row++) {
                        rest.add(SameEvents.text(batch, row, trace.symbols()));
                    }
                }
                assertThat(rest).isEqualTo(ofCpu(2, from));
            }
        }
    }

    @Test
    void anyFlippedByteAndAnyCutIsAnError() throws IOException {
        byte[] file = SHORT.bytes();
        for (int place = 8; place < file.length; place += place < 80 || file.length - place < 120 ? 1 : 97) {
            byte[] damaged = file.clone();
            damaged[place] ^= 4;
            assertThatThrownBy(() -> CraftedPcpt.read(damaged))
                    .as("byte %d of %d flipped", place, file.length)
                    .isInstanceOf(TraceException.class);
            byte[] cut = Arrays.copyOf(file, place);
            assertThatThrownBy(() -> CraftedPcpt.read(cut)).isInstanceOf(TraceException.class);
        }
    }

    @Test
    void aDamagedBlockIsTheLossOfAllItsEvents() throws IOException {
        byte[] file = SHORT.bytes();
        file[CraftedPcpt.metadataEnd(file) + 100] ^= 1;
        List<String> warnings = new ArrayList<>();
        List<String> events = CraftedPcpt.read(file, true, warnings);
        assertThat(events).hasSize(1).allMatch(event -> CraftedPcpt.isLost(event) && event.endsWith(" aux 6000"));
        assertThat(warnings).hasSize(1);
    }

    @Test
    void withoutItsIndexTheBlockIsFound() throws IOException {
        byte[] file = SHORT.bytes();
        List<String> warnings = new ArrayList<>();
        List<String> events = CraftedPcpt.read(Arrays.copyOf(file, file.length - 20), true, warnings);
        assertThat(events.stream().filter(event -> !CraftedPcpt.isLost(event))).isEqualTo(SHORT.expected);
        assertThat(events.stream().filter(CraftedPcpt::isLost)).hasSize(3).allMatch(event -> event.endsWith(" aux -1"));
        assertThat(warnings).hasSize(1);
    }

    @Test
    void aFileOfVersionOneHasNoSuchBlock() throws IOException {
        byte[] file = SHORT.bytes();
        file[8] = 1;
        assertThatThrownBy(() -> CraftedPcpt.read(file)).hasMessageContaining("'a block of all CPUs'");
        assertThat(CraftedPcpt.read(file, true, new ArrayList<>())).isEmpty();
    }
}
