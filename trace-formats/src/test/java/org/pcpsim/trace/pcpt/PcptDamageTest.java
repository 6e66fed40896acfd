package org.pcpsim.trace.pcpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pcpsim.trace.TraceException;

/** Every way in which a file can be cut or damaged: an error that says where, or what is intact and what is lost. */
class PcptDamageTest {
    private static CraftedPcpt crafted;
    private static byte[] file;
    private static List<Section> blocks;

    @BeforeAll
    static void writeFile() throws IOException {
        // Two CPUs of 75,000 events: three blocks each.
        crafted = CraftedPcpt.pages(3, 150_000, 2);
        file = crafted.bytes();
        blocks = new ArrayList<>();
        int at = CraftedPcpt.metadataEnd(file);
        while (true) {
            Section section = Section.of(file, at, at);
            if (!section.type().equals(Section.BLOCK)) {
                break;
            }
            blocks.add(section);
            at = (int) section.end();
        }
        assertThat(blocks).hasSize(6);
    }

    private static byte[] flipped(long at) {
        byte[] damaged = file.clone();
        damaged[(int) at] ^= 4;
        return damaged;
    }

    /** What is read of a damaged file where that is allowed; checks that nothing is invented and all losses told. */
    private static List<String> salvage(byte[] damaged) throws IOException {
        List<String> warnings = new ArrayList<>();
        List<String> events = CraftedPcpt.read(damaged, true, warnings);
        assertThat(warnings).isNotEmpty();
        int at = 0;
        for (String event : events) {
            if (!CraftedPcpt.isLost(event)) {
                while (at < crafted.expected.size() && !crafted.expected.get(at).equals(event)) {
                    at++;
                }
                if (at == crafted.expected.size()) {
                    throw new AssertionError("an event that the trace does not have there: " + event);
                }
                at++;
            }
        }
        return events;
    }

    private static long lost(List<String> events) {
        return events.stream()
                .filter(CraftedPcpt::isLost)
                .mapToLong(event -> Long.parseLong(event.substring(event.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void aCutAnywhereIsAnError() {
        int last = file.length;
        long index = blocks.get(5).end();
        long[] lengths = {
            8,
            11,
            12,
            13,
            20,
            27,
            28,
            40,
            CraftedPcpt.metadataEnd(file) - 1,
            CraftedPcpt.metadataEnd(file),
            blocks.get(0).offset() + 3,
            blocks.get(0).offset() + 16,
            blocks.get(0).offset() + 30,
            blocks.get(0).end(),
            blocks.get(3).end() - 1,
            index - 1,
            index,
            index + 1,
            index + 16,
            index + 20,
            last - 17,
            last - 16,
            last - 15,
            last - 8,
            last - 1
        };
        for (long length : lengths) {
            byte[] cut = Arrays.copyOf(file, (int) length);
            assertThatThrownBy(() -> CraftedPcpt.drain(cut))
                    .as("cut to %d of %d bytes", length, last)
                    .isInstanceOf(TraceException.class)
                    .hasMessageStartingWith("t: byte ");
        }
    }

    @Test
    void anyFlippedByteIsAnErrorAndNeverAnotherEvent() throws IOException {
        Random random = new Random(17);
        List<Integer> places = new ArrayList<>();
        for (int i = 8; i < 60; i++) {
            places.add(i);
        }
        for (int i = 1; i < 120; i += 3) {
            places.add(file.length - i);
        }
        for (Section block : blocks) {
            for (int i = 0; i < 40; i += 3) {
                places.add((int) block.offset() + i);
            }
        }
        for (int i = 0; i < 60; i++) {
            places.add(8 + random.nextInt(file.length - 8));
        }
        for (int place : places) {
            assertThatThrownBy(() -> CraftedPcpt.drain(flipped(place)))
                    .as("byte %d of %d flipped", place, file.length)
                    .isInstanceOf(TraceException.class)
                    .hasMessageStartingWith("t");
        }
    }

    @Test
    void errorsNameThePlaceWhatWasFoundAndWhatWasExpected() {
        long block = blocks.get(2).offset();
        assertThatThrownBy(() -> CraftedPcpt.read(flipped(block + 100)))
                .hasMessageContaining("t: byte " + block + ": found 'a section BLCK with checksum ")
                .hasMessageContaining("the file is damaged here");
        assertThatThrownBy(() -> CraftedPcpt.read(Arrays.copyOf(file, file.length - 5)))
                .hasMessageContaining("the file is cut or damaged");
        byte[] version = file.clone();
        version[8] = 4;
        assertThatThrownBy(() -> CraftedPcpt.read(version))
                .hasMessage("t: byte 8: found 'version 4', expected version 1 to 3, which can be read");
    }

    @Test
    void withoutADamagedBlockTheOthersAreReadAndItsEventsAreLost() throws IOException {
        for (int number = 0; number < 6; number++) {
            List<String> events = salvage(flipped(blocks.get(number).offset() + 200));
            assertThat(lost(events)).as("block %d", number).isPositive();
            long kept =
                    events.stream().filter(event -> !CraftedPcpt.isLost(event)).count();
            assertThat(kept + lost(events)).isEqualTo(150_000);
            assertThat(events.stream().filter(CraftedPcpt::isLost)).hasSize(1);
        }
    }

    @Test
    void aLossIsOnItsCpuJustBeforeTheNextEventOfIt() throws IOException {
        // The first block in the file is the first of a CPU, since both fill up at about the same time.
        List<String> events = salvage(flipped(blocks.get(0).offset() + 200));
        int loss = 0;
        while (!CraftedPcpt.isLost(events.get(loss))) {
            loss++;
        }
        String cpu = events.get(loss).contains(" cpu 0 ") ? " cpu 0 " : " cpu 1 ";
        assertThat(events.subList(0, loss)).noneMatch(event -> event.contains(cpu));
        assertThat(events.get(loss + 1)).contains(cpu);
        assertThat(lost(events)).isEqualTo(32_768);
    }

    @Test
    void aCutFileIsReadUpToTheCutAndItsEndIsALossOfUnknownSize() throws IOException {
        for (long length : new long[] {
            file.length - 1,
            blocks.get(5).end(),
            blocks.get(3).end(),
            blocks.get(4).end() - 9
        }) {
            List<String> events = salvage(Arrays.copyOf(file, (int) length));
            long whole = blocks.stream().filter(block -> block.end() <= length).count();
            assertThat(events.stream()
                            .filter(event -> !CraftedPcpt.isLost(event))
                            .count())
                    .isGreaterThanOrEqualTo(whole == 6 ? 150_000 : whole * 32_000);
            assertThat(events.subList(events.size() - 2, events.size()))
                    .allMatch(event -> CraftedPcpt.isLost(event) && event.endsWith(" aux -1"));
        }
    }

    @Test
    void damagedMetadataOrIndexCostNoEvent() throws IOException {
        for (long place : new long[] {
            PcptLayout.START + 20, blocks.get(5).end() + 2, blocks.get(5).end() + 20
        }) {
            List<String> events = salvage(flipped(place));
            assertThat(events.stream().filter(event -> !CraftedPcpt.isLost(event)))
                    .hasSize(150_000);
        }
    }

    @Test
    void aDamagedHeaderOfABlockIsFoundAgainWithoutTheIndex() throws IOException {
        byte[] damaged = flipped(blocks.get(1).offset() + 5);
        byte[] cut = Arrays.copyOf(damaged, file.length - 20);
        List<String> events = salvage(cut);
        assertThat(events.stream().filter(event -> !CraftedPcpt.isLost(event)).count())
                .isEqualTo(150_000 - 32_768);
        assertThat(events).anyMatch(event -> CraftedPcpt.isLost(event) && event.endsWith(" aux 32768"));
    }
}
