package org.pcpsim.trace.perfdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.event.CraftedFormats.alloc;
import static org.pcpsim.trace.event.CraftedFormats.free;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.GoldenFiles;
import org.pcpsim.trace.ReadRows;
import org.pcpsim.trace.ReadRows.Row;
import org.pcpsim.trace.damage.DamagedFile;

/**
 * One byte of a perf.data changed: it is refused, or no event changes but that whose record has the byte.
 *
 * <p>The record of a command's name reaches as far as that name does.
 */
class PerfDataFlipTest {
    @ParameterizedTest
    @ValueSource(strings = {"exit", "exit-callgraph", "lost"})
    void onlyTheFlippedRecordChanges(String name, @TempDir Path folder) throws IOException {
        assertFlips(name, folder, 12);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"exit", "exit-callgraph", "lost"})
    void onlyTheFlippedRecordChangesWhereverItIs(String name, @TempDir Path folder) throws IOException {
        assertFlips(name, folder, 3000);
    }

    /**
     * Bits of the type and of the length of one record of each type and length. What a compressed record holds is a
     * part of it.
     */
    @ParameterizedTest
    @ValueSource(strings = {"exit", "exit-callgraph", "exit-pipe", "exit-zstd"})
    void typesAndLengthsOfRealRecordsLoseNoOthers(String name, @TempDir Path folder) throws IOException {
        byte[] whole = GoldenFiles.bytes(name + ".perf.data.zst");
        Set<List<Integer>> kinds = new HashSet<>();
        List<String> wrong = new ArrayList<>();
        try (DamagedFile file = new DamagedFile(whole, folder)) {
            for (RecordRegion record : RecordRegion.of(whole)) {
                if (kinds.add(List.of(record.type(), record.to() - record.from()))) {
                    for (int bit = record.type() == RecordType.COMPRESSED ? 8 : 0; bit < 24; bit++) {
                        int at = record.from() + (bit < 8 ? 0 : 5 + bit / 8);
                        Optional<ReadRows> read = file.flipped(at, 1 << bit % 8);
                        if (read.isPresent()) {
                            String changed = changed(file.intact(), read.get(), record.type() != RecordType.SAMPLE);
                            if (!changed.isEmpty()) {
                                wrong.add("bit " + bit + " of " + record + ": " + changed);
                            }
                        }
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Each bit of what says how long samples, names, tasks, losses and rounds are. */
    @Test
    void recordsThatTakeInOthersAreRefused(@TempDir Path folder) throws IOException {
        CraftedPerfData crafted = CraftedPerfData.usual();
        for (int i = 1; i < 8; i++) {
            crafted.comm(10L * i, 7, "bash")
                    .fork(10L * i + 1, 8, 7)
                    .sample(0, 10L * i + 2, 7, free(7, i, 0))
                    .sample(1, 10L * i + 3, 8, alloc(8, 100 + i, 3, 0xc0, 1))
                    .lost(1, 10L * i + 4, 9)
                    .round();
        }
        byte[] whole = crafted.bytes();
        List<String> accepted = new ArrayList<>();
        try (DamagedFile file = new DamagedFile(whole, folder)) {
            assertThat(file.intact().rows()).hasSize(21);
            for (RecordRegion record : RecordRegion.of(whole)) {
                for (int bit = 0; bit < 16; bit++) {
                    int at = record.from() + 6 + bit / 8;
                    if (file.flipped(at, 1 << bit % 8).isPresent()) {
                        accepted.add("bit " + bit + " of " + record);
                    }
                }
            }
        }
        assertThat(accepted).isEmpty();
    }

    private static void assertFlips(String name, Path folder, int rounds) throws IOException {
        long seed = 20260802;
        Random random = new Random(seed);
        byte[] whole = GoldenFiles.bytes(name + ".perf.data.zst");
        List<RecordRegion> records = RecordRegion.of(whole);
        List<String> wrong = new ArrayList<>();
        try (DamagedFile file = new DamagedFile(whole, folder)) {
            for (int round = 0; round < rounds; round++) {
                RecordRegion record = records.get(random.nextInt(records.size()));
                int at = record.from() + random.nextInt(round % 3 == 0 ? 8 : record.to() - record.from());
                int bits = round % 2 == 0 ? 1 << random.nextInt(8) : 1 + random.nextInt(255);
                Optional<ReadRows> read = file.flipped(at, bits);
                if (read.isPresent()) {
                    String changed = changed(file.intact(), read.get(), record.type() != RecordType.SAMPLE);
                    if (!changed.isEmpty()) {
                        wrong.add("byte " + (at - record.from()) + " xor " + bits + " of " + record + ": " + changed);
                    }
                }
            }
        }
        assertThat(wrong).as("seed %d", seed).isEmpty();
    }

    /** What one record cannot have changed; empty if there is nothing. */
    private static String changed(ReadRows intact, ReadRows read, boolean withoutNames) {
        List<Row> before = rows(intact, withoutNames);
        List<Row> after = rows(read, withoutNames);
        List<Row> missing = beyond(before, after);
        List<Row> added = beyond(after, before);
        if (missing.size() > 1 || added.size() > 1) {
            return missing.size() + " events are missing and " + added.size() + " are new, first " + missing.get(0);
        }
        missing.forEach(before::remove);
        added.forEach(after::remove);
        return after.equals(before) ? "" : "other events changed places";
    }

    /** Without names where those may differ. */
    private static List<Row> rows(ReadRows read, boolean withoutNames) {
        List<Row> rows = new ArrayList<>();
        for (Row row : read.rows()) {
            rows.add(withoutNames ? row.of("") : row);
        }
        return rows;
    }

    /** The rows that the others have not, or not as often. */
    private static List<Row> beyond(List<Row> rows, List<Row> others) {
        Map<Row, Integer> left = new HashMap<>();
        others.forEach(row -> left.merge(row, 1, Integer::sum));
        List<Row> beyond = new ArrayList<>();
        for (Row row : rows) {
            if (left.merge(row, -1, Integer::sum) < 0) {
                beyond.add(row);
            }
        }
        return beyond;
    }
}
