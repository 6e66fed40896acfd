package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.Recordings;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.Models;
import org.pcpsim.result.ModelFigures;
import org.pcpsim.result.ModelResult;
import org.pcpsim.result.Quality;
import org.pcpsim.result.ReplayResult;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.proc.Zoneinfo;
import org.pcpsim.trace.recording.TraceSource;

/** Real recordings through every model, all invariants checked on the way. */
class RecordedReplaysTest {
    /** Pieces and frees of pages from before the trace as the recordings were analysed by hand (formats spec section 5). */
    private static final Map<String, Long> PIECES = Map.of("thp_split", 25_600L);

    private static ReplayResult replay(Path folder, boolean snapshot) throws IOException {
        try (TraceSource source = Recordings.open(folder)) {
            TraceHeader header = source.reader().header();
            Machine machine = Machine.builder()
                    .header(header)
                    .zoneinfo(Zoneinfo.parse("zoneinfo", header.snapshotBefore().get("zoneinfo")))
                    .recordedSysctls(source.recording().orElseThrow().sysctl())
                    .build();
            ReplayOptions options = ReplayOptions.of(
                            machine, Models.all().stream().map(ModelChoice::of).toList())
                    .withCheckInterval(100_000);
            if (snapshot) {
                options = options.withInitial(
                        Initial.recorded(header.snapshotBefore()).orElseThrow());
            }
            return new Replay(options).run(source.reader());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"thp_split", "exit_small", "sock_small", "qemu_612_8n_sock8", "qemu_61_8_pipe8"})
    void everyModelReplaysARecordingAndBreaksNoInvariant(String name) throws IOException {
        for (boolean snapshot : List.of(true, false)) {
            ReplayResult result = replay(Recordings.named(name), snapshot);
            Quality quality = result.quality();

            assertThat(quality.allocsOfLivePage())
                    .as("lossless traces have none")
                    .isZero();
            assertThat(quality.orderMismatches()).isZero();
            assertThat(quality.pieces()).isEqualTo(PIECES.getOrDefault(name, 0L));
            assertThat(result.models()).hasSizeGreaterThanOrEqualTo(2);
            for (ModelResult model : result.models()) {
                assertThat(model.error()).as(model.name()).isEmpty();
                ModelFigures figures = model.figures().orElseThrow();
                assertThat(figures.allocs()).isEqualTo(result.trace().allocs());
                assertThat(figures.frees()).isEqualTo(result.trace().frees());
                assertThat(figures.skippedFrees()).isEqualTo(snapshot ? 0 : quality.freesOfUnknownPage());
                assertThat(figures.failedAllocs()).isZero();
                assertThat(figures.zoneLock().byPath().total())
                        .isEqualTo(figures.zoneLock().acquisitions());
                assertThat(figures.zoneLock().byZone().stream()
                                .mapToLong(zone -> zone.acquisitions())
                                .sum())
                        .isEqualTo(figures.zoneLock().acquisitions());
            }
        }
    }
}
