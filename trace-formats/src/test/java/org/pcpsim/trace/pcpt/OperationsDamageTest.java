package org.pcpsim.trace.pcpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pcpsim.trace.TraceException;

/** A file of version 3 that is cut or damaged: an error for who reads its operations; its events where that is allowed. */
class OperationsDamageTest {
    private static CraftedOperations crafted;
    private static byte[] file;
    private static List<Section> sections;

    @BeforeAll
    static void writeFile() throws IOException {
        crafted = CraftedOperations.of("OBBOBO");
        file = crafted.bytes();
        sections = CraftedOperations.sections(file);
    }

    private static List<Section> sections(String type) {
        return sections.stream().filter(section -> section.type().equals(type)).toList();
    }

    private static byte[] flipped(long at) {
        byte[] damaged = file.clone();
        damaged[(int) at] ^= (byte) (1 << at % 8);
        return damaged;
    }

    private static List<String> salvage(byte[] damaged, List<String> warnings) throws IOException {
        assertThat(CraftedOperations.summary(damaged, true)).isEmpty();
        return CraftedPcpt.read(damaged, true, warnings);
    }

    private static List<String> kept(List<String> events) {
        return events.stream().filter(event -> !CraftedPcpt.isLost(event)).toList();
    }

    @Test
    void aCutAnywhereIsAnError() {
        for (int length = 8; length < file.length; length += length % 5 + 1) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> CraftedOperations.read(cut))
                    .as("cut to %d of %d bytes", length, file.length)
                    .isInstanceOf(TraceException.class)
                    .hasMessageStartingWith("t: byte ");
        }
    }

    /** Events are not unpacked on the way, and still a flip in a block shows. */
    @Test
    void anyFlippedByteIsAnError() {
        for (int at = 0; at < file.length; at++) {
            byte[] damaged = flipped(at);
            assertThatThrownBy(() -> CraftedOperations.read(damaged))
                    .as("byte %d of %d flipped", at, file.length)
                    .isInstanceOf(TraceException.class)
                    .hasMessageStartingWith("t: byte ");
        }
    }

    @Test
    void anotherVersionIsAnError() {
        for (byte version : new byte[] {0, 1, 2, 4}) {
            byte[] other = file.clone();
            other[8] = version;
            assertThatThrownBy(() -> CraftedOperations.read(other))
                    .isInstanceOf(TraceException.class)
                    .hasMessageStartingWith("t: byte ");
            assertThatThrownBy(() -> CraftedPcpt.drain(other)).isInstanceOf(TraceException.class);
        }
    }

    @Test
    void errorsNameTheSection() {
        for (Section section : sections.subList(1, sections.size() - 1)) {
            assertThatThrownBy(() -> CraftedOperations.read(flipped(section.end() - 1)))
                    .hasMessageStartingWith(
                            "t: byte " + section.offset() + ": found 'a section " + section.type() + " with checksum ")
                    .hasMessageEndingWith(": the file is damaged here");
            assertThatThrownBy(() -> CraftedOperations.read(flipped(section.offset() + 4)))
                    .hasMessage("t: byte " + section.offset()
                            + ": found 'a header that its checksum does not fit', expected a section BLCK or OPER");
        }
    }

    @Test
    void whereDamageIsAllowedThereAreNoOperations() throws IOException {
        List<String> warnings = new ArrayList<>();
        assertThat(salvage(file, warnings)).isEqualTo(crafted.events);
        assertThat(warnings).isEmpty();
    }

    @Test
    void damagedOperationsCostNoEvent() throws IOException {
        for (Section section : sections(Section.OPERATIONS)) {
            long start = section.offset();
            for (long at : new long[] {start, start + 5, start + Section.HEADER, section.end() - 1}) {
                assertThat(CraftedPcpt.read(flipped(at))).as("byte %d", at).isEqualTo(crafted.events);
                assertThat(salvage(flipped(at), new ArrayList<>()))
                        .as("byte %d", at)
                        .isEqualTo(crafted.events);
            }
        }
    }

    @Test
    void withoutADamagedBlockTheOthersAreRead() throws IOException {
        List<Section> blocks = sections(Section.BLOCK);
        for (int number = 0; number < 3; number++) {
            List<String> warnings = new ArrayList<>();
            List<String> events = salvage(flipped(blocks.get(number).offset() + Section.HEADER + 20), warnings);
            List<String> expected = new ArrayList<>(crafted.events);
            expected.subList(40 * number, 40 * number + 40).clear();
            assertThat(kept(events)).isEqualTo(expected);
            assertThat(events).hasSize(81).anyMatch(event -> CraftedPcpt.isLost(event) && event.endsWith(" aux 40"));
            assertThat(warnings).hasSize(1).allMatch(warning -> warning.startsWith("byte "));
        }
    }

    /** Without the index blocks are searched for, and operations, damaged or not, are stepped over. */
    @Test
    void blocksAmongOperationsAreFoundWithoutTheIndex() throws IOException {
        Section index = sections.get(sections.size() - 1);
        byte[] cut = Arrays.copyOf(file, (int) index.offset());
        List<String> events = salvage(cut, new ArrayList<>());
        assertThat(kept(events)).isEqualTo(crafted.events);
        assertThat(events.get(120)).endsWith(" aux -1");
        for (Section section : sections(Section.OPERATIONS)) {
            for (long at : new long[] {section.offset() + 1, section.offset() + 5, section.end() - 1}) {
                byte[] damaged = cut.clone();
                damaged[(int) at] ^= 4;
                assertThat(kept(salvage(damaged, new ArrayList<>())))
                        .as("byte %d", at)
                        .isEqualTo(crafted.events);
            }
        }
        byte[] half = Arrays.copyOf(file, (int) sections(Section.BLOCK).get(2).offset());
        assertThat(kept(salvage(half, new ArrayList<>()))).isEqualTo(crafted.events.subList(0, 80));
    }
}
