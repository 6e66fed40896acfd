package org.pcpsim.trace.tracedat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.event.CraftedFormats.alloc;
import static org.pcpsim.trace.event.CraftedFormats.free;
import static org.pcpsim.trace.event.CraftedFormats.print;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.GoldenFiles;
import org.pcpsim.trace.ReadRows;
import org.pcpsim.trace.ReadRows.Row;
import org.pcpsim.trace.damage.DamagedFile;
import org.pcpsim.trace.damage.Region;
import org.pcpsim.trace.ring.RingPage;
import org.pcpsim.trace.tracedat.CraftedTraceDat.Cpu;

/**
 * One byte of a trace.dat changed: it is refused, or no event changes but that whose record has the byte.
 *
 * <p>A byte of a page's or a record's head reaches as far as the page, and events that are missing there are told of as
 * lost. One of compressed pages reaches as far as their chunk.
 */
class TraceDatFlipTest {
    @ParameterizedTest
    @ValueSource(strings = {"v6", "v7-none", "v7"})
    void onlyTheFlippedRecordChanges(String name, @TempDir Path folder) throws IOException {
        assertFlips(name, folder, 12);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"v6", "v7-none", "v7"})
    void onlyTheFlippedRecordChangesWhereverItIs(String name, @TempDir Path folder) throws IOException {
        assertFlips(name, folder, 3000);
    }

    /** A bit of each byte that the pages of a small file hold; neighbours have others. */
    @Test
    void onlyTheFlippedRecordOfASmallFileChanges(@TempDir Path folder) throws IOException {
        assertSmallFlips(folder, (byteAt, bit) -> bit == (3 * byteAt + byteAt / 8) % 8);
    }

    @Tag("long")
    @Test
    void onlyTheFlippedRecordOfASmallFileChangesWhateverTheBit(@TempDir Path folder) throws IOException {
        assertSmallFlips(folder, (byteAt, bit) -> true);
    }

    private interface Choice {
        boolean takes(int byteAt, int bit);
    }

    private static void assertSmallFlips(Path folder, Choice choice) throws IOException {
        byte[] whole = small();
        List<Region> regions = RingRegions.of(whole);
        List<String> wrong = new ArrayList<>();
        try (DamagedFile file = new DamagedFile(whole, folder)) {
            for (Region page : regions) {
                if (page.isRecord()) {
                    continue;
                }
                for (int at = page.from(); at < page.from() + 600; at++) {
                    for (int bit = 0; bit < 8; bit++) {
                        if (choice.takes(at, bit)) {
                            add(wrong, changed(file, at, 1 << bit, regions));
                        }
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Two CPUs with two pages of some 500 bytes and two losses. */
    private static byte[] small() {
        CraftedTraceDat file = new CraftedTraceDat();
        file.version = 6;
        return file.buffer(
                        "",
                        new Cpu(0, page(10, 7).missed(3).bytes(), page(5000, 8).bytes()),
                        new Cpu(1, page(30, 9).bytes(), page(3000, 7).missed().bytes()))
                .bytes();
    }

    private static RingPage page(long time, int pid) {
        RingPage page = RingPage.at(time);
        for (int i = 0; i < 5; i++) {
            page.event(3, alloc(pid, 0x1000 + i, i, 0xc0, i % 3)).event(i, free(pid, 0x1000 + i, i));
        }
        page.extend(1000).event(2, print("mark")).longEvent(4, print("another")).discarded(1, 8);
        return page.event(7, free(pid, 0x777, 0)).event(2, alloc(pid, 0x778, 0, 0x80, 1));
    }

    private static void assertFlips(String name, Path folder, int rounds) throws IOException {
        long seed = 20260801;
        Random random = new Random(seed);
        byte[] whole = GoldenFiles.bytes(name + ".dat.zst");
        List<Region> regions = RingRegions.of(whole);
        List<String> wrong = new ArrayList<>();
        try (DamagedFile file = new DamagedFile(whole, folder)) {
            for (int round = 0; round < rounds; round++) {
                Region region = regions.get(random.nextInt(regions.size()));
                int reach = round % 3 == 0 ? Math.min(64, region.to() - region.from()) : region.to() - region.from();
                int at = region.from() + random.nextInt(reach);
                int bits = round % 2 == 0 ? 1 << random.nextInt(8) : 1 + random.nextInt(255);
                add(wrong, changed(file, at, bits, regions));
            }
        }
        assertThat(wrong).as("seed %d", seed).isEmpty();
    }

    private static void add(List<String> wrong, String changed) {
        if (!changed.isEmpty()) {
            wrong.add(changed);
        }
    }

    /** What the byte cannot have changed; empty if there is nothing or the file is refused. */
    private static String changed(DamagedFile file, int at, int bits, List<Region> regions) throws IOException {
        Optional<ReadRows> read = file.flipped(at, bits);
        if (read.isEmpty()) {
            return "";
        }
        Region region = regions.stream().filter(r -> r.holds(at)).findFirst().orElseThrow();
        String place = "byte " + (at - region.from()) + " xor " + bits + " of " + region + ": ";
        for (int cpu = 0; cpu < 2; cpu++) {
            List<Row> before = events(file.intact(), cpu);
            List<Row> after = events(read.get(), cpu);
            int ahead = cpu == region.cpu() ? region.firstEvent() : before.size();
            int behind = cpu == region.cpu() ? before.size() - ahead - region.events() : 0;
            if (after.size() < ahead + behind
                    || !after.subList(0, ahead).equals(before.subList(0, ahead))
                    || !after.subList(after.size() - behind, after.size())
                            .equals(before.subList(before.size() - behind, before.size()))) {
                return place + "events outside of it changed";
            }
            boolean isChunk = !region.isRecord() && region.to() - region.from() != 4096;
            boolean told = !region.isRecord() && losses(read.get()) > losses(file.intact());
            if (after.size() < before.size() && !told && !isChunk) {
                return place + (before.size() - after.size()) + " events are missing";
            }
            if (region.isRecord() && after.size() > before.size()) {
                return place + "events were made up";
            }
        }
        return "";
    }

    private static int losses(ReadRows rows) {
        return rows.of(EventKind.LOST).size();
    }

    private static List<Row> events(ReadRows rows, int cpu) {
        return rows.rows().stream()
                .filter(row -> row.cpu() == cpu && row.kind() != EventKind.LOST)
                .toList();
    }
}
