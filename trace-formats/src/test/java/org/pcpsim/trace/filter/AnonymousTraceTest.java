package org.pcpsim.trace.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.Recordings;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.proc.Zoneinfo;
import org.pcpsim.trace.recording.TraceSource;

class AnonymousTraceTest {
    private static final long GIB = 1 << 18;

    private static TraceHeader header(Map<String, String> before) {
        return new TraceHeader(
                "",
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                before,
                Map.of(),
                0);
    }

    @Test
    void namesProcessesTimesAndMarksGoConsistently() throws IOException {
        List<String> events = List.of(
                "{\"t\":5000,\"cpu\":0,\"op\":\"mark\",\"text\":\"secret\",\"pid\":400,\"comm\":\"firefox\",\"ctx\":\"d..2.\"}",
                "{\"t\":4990,\"cpu\":1,\"op\":\"pcpu_drain\",\"pid\":17,\"comm\":\"cc1\"}",
                "{\"t\":5010,\"cpu\":1,\"op\":\"pcpu_drain\",\"comm\":\"<idle>\"}",
                "{\"t\":5020,\"cpu\":0,\"op\":\"alloc\",\"failed\":true,\"gfp\":\"GFP_KERNEL\",\"pid\":400,\"comm\":\"firefox\"}");
        assertThat(NdjsonText.events(new AnonymousTrace(NdjsonText.reader(NdjsonText.HEADER, events), 1)))
                .containsExactly(
                        "{\"t\":0,\"cpu\":0,\"op\":\"mark\",\"text\":\"\",\"pid\":1,\"comm\":\"cmd1\",\"ctx\":\"d..2.\"}",
                        "{\"t\":0,\"cpu\":1,\"op\":\"pcpu_drain\",\"pid\":2,\"comm\":\"cmd2\"}",
                        "{\"t\":10,\"cpu\":1,\"op\":\"pcpu_drain\",\"comm\":\"cmd3\"}",
                        "{\"t\":20,\"cpu\":0,\"op\":\"alloc\",\"failed\":true,\"gfp\":\"GFP_KERNEL\",\"pid\":1,\"comm\":\"cmd1\"}");
    }

    @Test
    void whatTheRecordingTellsOfItsMakerGoes() throws IOException {
        String header = "{\"schema\":\"pcpsim.trace/1\",\"name\":\"n\",\"machine\":{\"cpus\":4,\"kernel\":\"6.18\"},"
                + "\"x-recording\":{\"name\":\"n\",\"description\":\"make secret\",\"cpus\":4,"
                + "\"sysctl\":{\"vm.stat_interval\":\"150\"},\"x-timing\":\"emulated\",\"x-host\":\"secret\"},"
                + "\"snapshot\":{\"before\":{\"stat\":\"cpu 1 2 3 4 5 6 7 8 9 10\\nbtime 1764180000\\nprocesses 5\\n\"}}}";
        try (TraceReader reader = new AnonymousTrace(NdjsonText.reader(header, List.of()), 1)) {
            assertThat(reader.header().toString()).doesNotContain("secret").doesNotContain("1764180000");
            assertThat(reader.header().name()).isEmpty();
            assertThat(reader.header().kernel()).contains("6.18");
            assertThat(reader.header().recording().orElseThrow().sysctl()).containsEntry("vm.stat_interval", "150");
            assertThat(reader.header().recording().orElseThrow().xTiming()).isTrue();
            assertThat(reader.header().snapshotBefore().get("stat")).contains("\nbtime 0\nprocesses 5\n");
        }
    }

    @Test
    void withoutZoneinfoPagesMoveInsideTheZonesOfX86() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            GigabyteShift shift = GigabyteShift.of(header(Map.of()), seed);
            for (long dma : new long[] {0, 5, 4095, 4096, GIB - 1}) {
                // The GiB that DMA has a part of stays.
                assertThat(shift.moved(dma)).isEqualTo(dma);
            }
            for (long page : new long[] {GIB, 2 * GIB + 5, 4 * GIB - 1}) {
                assertThat(shift.moved(page)).isBetween(GIB, 4 * GIB - 1).isNotEqualTo(page);
                assertThat((shift.moved(page) - page) % GIB).isZero();
            }
            long normal = 4 * GIB + 77;
            assertThat(shift.moved(normal)).isBetween(normal + GIB, normal + 64 * GIB);
            assertThat((shift.moved(normal) - normal) % GIB).isZero();
        }
        assertThat(GigabyteShift.of(header(Map.of()), 3).moved(5 * GIB))
                .isEqualTo(GigabyteShift.of(header(Map.of()), 3).moved(5 * GIB));
    }

    @Test
    void pagesOfRecordingsStayInTheirZoneAndNoTwoBecomeOne() throws IOException {
        for (String name : List.of("java_thp", "qemu_612_16n4_xcpu16", "pagecache_small")) {
            Path folder = Recordings.folder().resolve(name);
            try (TraceSource source = TraceSource.open(folder.toString(), InputStream.nullInputStream())) {
                TraceHeader header = source.reader().header();
                List<Zoneinfo.Zone> zones = Zoneinfo.parse(
                                "z", header.snapshotBefore().get("zoneinfo"))
                        .zones();
                GigabyteShift shift = GigabyteShift.of(header, 9);
                Map<Long, Long> origin = new HashMap<>();
                long moved = 0;
                EventBatch batch = new EventBatch();
                while (source.reader().read(batch)) {
                    for (int row = 0; row < batch.size; row++) {
                        long pfn = batch.pfn[row];
                        if (pfn == EventBatch.NO_PFN) {
                            continue;
                        }
                        long there = shift.moved(pfn);
                        assertThat(there % GIB).isEqualTo(pfn % GIB);
                        assertThat(zone(zones, there)).isEqualTo(zone(zones, pfn));
                        assertThat(origin.computeIfAbsent(there, page -> pfn)).isEqualTo(pfn);
                        moved += there == pfn ? 0 : 1;
                    }
                }
                if (name.equals("java_thp")) {
                    assertThat(moved).isPositive();
                }
            }
        }
    }

    private static int zone(List<Zoneinfo.Zone> zones, long pfn) {
        for (int i = 0; i < zones.size(); i++) {
            Zoneinfo.Zone zone = zones.get(i);
            if (pfn >= zone.startPfn() && pfn < zone.startPfn() + zone.spanned()) {
                return i;
            }
        }
        return -1;
    }
}
