package org.pcpsim.trace.perfdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pcpsim.trace.event.CraftedFormats.free;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.ReadRows;
import org.pcpsim.trace.ReadRows.Row;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.binary.Bytes;

/** Records of no use by perf_event_open(2): as long as their content, or refused. */
class RecordEndTest {
    /** Bytes of the sample id of the usual type: TID, TIME, ID, CPU. */
    private static final int ID = 32;

    /** A record and how long its content is by the manual page, without the sample id. */
    private record Case(String name, int type, Bytes content, int size) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> ofTheKernel() {
        return List.of(
                new Case("MMAP", 1, name(mapping(), "/usr/lib/x"), 32 + 16),
                new Case("MMAP of a full name", 1, name(mapping(), "1234567"), 32 + 8),
                new Case("MMAP without a name", 1, name(mapping(), ""), 32 + 8),
                new Case("EXIT", 4, new Bytes().u32(7).u32(1).u32(7).u32(1).u64(11), 24),
                new Case("THROTTLE", 5, new Bytes().u64(11).u64(50).u64(50), 24),
                new Case("UNTHROTTLE", 6, new Bytes().u64(11).u64(50).u64(50), 24),
                new Case("READ", 8, new Bytes().u32(7).u32(7).u64(1), 16),
                new Case("MMAP2", 10, name(mapping().u64(0).u64(0).u64(0).u64(0), "/bin/sh"), 64 + 8),
                new Case("AUX", 11, new Bytes().u64(0).u64(4096).u64(0), 24),
                new Case("ITRACE_START", 12, new Bytes().u32(7).u32(7), 8),
                new Case("SWITCH", 14, new Bytes(), 0),
                new Case("SWITCH_CPU_WIDE", 15, new Bytes().u32(7).u32(7), 8),
                new Case(
                        "NAMESPACES",
                        16,
                        new Bytes().u32(7).u32(7).u64(2).u64(4).u64(5).u64(4).u64(6),
                        48),
                new Case("KSYMBOL", 17, name(new Bytes().u64(1).u32(8).u16(1).u16(0), "bpf_prog_0123456789abcdef"), 48),
                new Case("BPF_EVENT", 18, new Bytes().u16(1).u16(0).u32(9).u64(3), 16),
                new Case("CGROUP", 19, name(new Bytes().u64(1), "/a/group"), 8 + 16),
                new Case("TEXT_POKE", 20, new Bytes().u64(1).u16(5).u16(5).raw(new byte[12]), 24),
                new Case("AUX_OUTPUT_HW_ID", 21, new Bytes().u64(1), 8));
    }

    private static Bytes mapping() {
        return new Bytes().u32(7).u32(7).u64(0x1000).u64(0x1000).u64(0);
    }

    private static Bytes name(Bytes content, String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        return content.raw(Arrays.copyOf(text, text.length + 8 & ~7));
    }

    /** The record, and so many samples that no length of 16 bits reaches behind them. */
    private static byte[] file(int type, byte[] content, int declared) {
        CraftedPerfData file = CraftedPerfData.usual();
        file.sample(0, 10, 7, free(7, 1, 0));
        byte[] record = CraftedPerfData.bytes(type, 0, content);
        record[6] = (byte) declared;
        record[7] = (byte) (declared >> 8);
        file.raw(record);
        for (int i = 0; i < 900; i++) {
            file.sample(i % 2, 20L + i, 7, free(7, 2 + i, 0));
        }
        return file.bytes();
    }

    @ParameterizedTest
    @MethodSource("ofTheKernel")
    void isAsLongAsItsContent(Case given) throws IOException {
        assertThat(given.content().size()).isEqualTo(given.size());
        byte[] content = CraftedPerfData.id(given.content(), 0, 11, 7).array();
        int length = 8 + given.size() + ID;
        assertThat(ReadRows.of(file(given.type(), content, length)).rows()).hasSize(901);
        List<Integer> accepted = new ArrayList<>();
        for (int bit = 0; bit < 16; bit++) {
            try {
                ReadRows.of(file(given.type(), content, length ^ 1 << bit));
                accepted.add(bit);
            } catch (TraceException e) {
                assertThat(e).hasMessageContaining("byte ");
            }
        }
        assertThat(accepted).isEmpty();
    }

    /** A type that came after what is known here, of the kernel and of perf. */
    @ParameterizedTest
    @ValueSource(ints = {40, 78, 85})
    void aRecordOfUnknownLengthHoldsNoSample(int type) throws IOException {
        byte[] content = new byte[48];
        assertThat(ReadRows.of(file(type, content, 56)).rows()).hasSize(901);
        for (int longer : new int[] {88, 4096, 32768}) {
            assertThatThrownBy(() -> ReadRows.of(file(type, content, 56 + longer)))
                    .as("longer by %d", longer)
                    .isInstanceOf(TraceException.class)
                    .hasMessageContaining("found 'a sample inside of a record " + type + "'");
        }
    }

    @Test
    void typesThatCannotBeAreRefused() {
        for (int type : new int[] {256, 81 | 1 << 20, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> ReadRows.of(file(type, new byte[8], 16)))
                    .isInstanceOf(TraceException.class)
                    .hasMessageContaining(
                            "found 'record " + Integer.toUnsignedString(type) + "', expected a type below 256");
        }
    }

    /** With each number, a virtual machine and its CPU, as later perfs write; then 16 bytes of another record. */
    @Test
    void theIndexOfNumbersMayTellOfVirtualMachines() throws IOException {
        Bytes index = new Bytes().u64(1).u64(50).u64(0).u64(0).u64(-1);
        assertThat(ReadRows.of(file(69, index.array(), 48)).rows()).hasSize(901);
        byte[] withMachine = index.u64(0).u64(-1).array();
        assertThat(ReadRows.of(file(69, withMachine, 64)).rows()).hasSize(901);
        byte[] withRecord = new Bytes()
                .u64(1)
                .u64(50)
                .u64(0)
                .u64(0)
                .u64(-1)
                .raw(CraftedPerfData.bytes(70, 0, new byte[8]))
                .array();
        assertThatThrownBy(() -> ReadRows.of(file(69, withRecord, 64)))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("of a virtual machine', expected a process id");
    }

    /** With stacks and registers of user space, as {@code perf record --call-graph dwarf} takes them. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void samplesWithMoreBehindTheirFieldsEndWhereThatDoes(int abi) throws IOException {
        List<Integer> accepted = new ArrayList<>();
        for (int bit = -1; bit < 16; bit++) {
            CraftedPerfData file = CraftedPerfData.usual();
            file.sampleType = CraftedPerfData.USUAL | 1 << 12 | 1 << 13 | 1 << 15;
            file.userRegisters = 0b1101;
            for (int i = 0; i < 500; i++) {
                Bytes sample = new Bytes()
                        .u64(1)
                        .u32(7)
                        .u32(7)
                        .u64(10 + i)
                        .u64(50)
                        .u32(0)
                        .u32(0)
                        .u64(1);
                CraftedPerfData.raw(sample, free(7, 1 + i, 0)).u64(abi);
                sample.raw(new byte[abi == 0 ? 0 : 3 * 8]);
                // 64 bytes of stack, of which 48 are of use; where the data came from.
                sample.u64(64).raw(new byte[64]).u64(48).u64(0x1234);
                byte[] record = CraftedPerfData.bytes(9, 0, sample.array());
                if (i == 1 && bit >= 0) {
                    record[6 + bit / 8] ^= (byte) (1 << bit % 8);
                }
                file.raw(record);
            }
            try {
                List<Row> rows = ReadRows.of(file.bytes()).of(EventKind.FREE);
                assertThat(rows).hasSize(500);
                accepted.add(bit);
            } catch (TraceException e) {
                assertThat(e).hasMessageContaining("byte ");
            }
        }
        assertThat(accepted).containsExactly(-1);
    }
}
