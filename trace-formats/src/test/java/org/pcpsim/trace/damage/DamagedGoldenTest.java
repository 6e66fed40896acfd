package org.pcpsim.trace.damage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.GoldenFiles;
import org.pcpsim.trace.Rounds;
import org.pcpsim.trace.SameEvents;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.input.ReadOptions;
import org.pcpsim.trace.input.TraceInput;
import org.pcpsim.trace.output.CompressedOutput;
import org.pcpsim.trace.recording.TraceSource;

/** Golden files cut at every 4096th byte and with one byte changed; binary formats have tests of their own beside them. */
class DamagedGoldenTest {
    private static final int STEP = 4096;
    private static final ReadOptions ALLOWED = ReadOptions.DEFAULT.withAllowDamaged(true);

    /** Counts what is asked of the source: work must be that of the intact file, and an end must be taken for one. */
    private static final class CountedBytes extends ByteArrayInputStream {
        private int readsAtEnd;

        CountedBytes(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            int count = super.read(target, offset, length);
            if (count < 0 && ++readsAtEnd > 100) {
                throw new AssertionError("reads on and on behind the end");
            }
            return count;
        }
    }

    private record Outcome(List<String> events, List<String> warnings, String error) {
        boolean refused() {
            return !error.isEmpty();
        }
    }

    /** Anything but a trace exception fails the test. */
    private static Outcome read(byte[] content, ReadOptions options) throws IOException {
        List<String> events = new ArrayList<>();
        try (TraceSource source = TraceSource.open("-", new CountedBytes(content), options)) {
            TraceReader reader = source.reader();
            EventBatch batch = new EventBatch();
            while (reader.read(batch)) {
                for (int row = 0; row < batch.size; row++) {
                    events.add(SameEvents.text(batch, row, reader.symbols()));
                }
            }
            return new Outcome(events, reader.warnings(), "");
        } catch (TraceException e) {
            return new Outcome(List.of(), List.of(), e.getMessage());
        }
    }

    private static boolean isLost(String event) {
        return event.startsWith("kind " + EventKind.LOST + " ");
    }

    private static List<String> kept(List<String> events) {
        return events.stream().filter(row -> !isLost(row)).toList();
    }

    private static byte[] text(String name) throws IOException {
        try (TraceInput input = TraceInput.of(name, DamagedGoldenTest.class.getResourceAsStream(name));
                var content = input.stream()) {
            // Enough for every case; reading whole files at every cut would be quadratic.
            byte[] bytes = content.readNBytes(40 * STEP);
            int end = bytes.length;
            while (bytes[end - 1] != '\n') {
                end--;
            }
            return Arrays.copyOf(bytes, end);
        }
    }

    static Stream<String> lineFormats() {
        return Stream.of(
                "/text/report.txt.zst",
                "/text/report-t.txt.zst",
                "/text/exit.script.txt.zst",
                "/text/lost.shown.script.txt.zst",
                "/text/trace_pipe_lost.txt.zst",
                "/text/ftrace_overwritten_ring.txt.zst",
                "/golden/v1.ndjson.zst");
    }

    @ParameterizedTest
    @MethodSource("lineFormats")
    void aCutLineIsAnErrorAndAllLinesBeforeItCanBeRead(String name) throws IOException {
        byte[] whole = text(name);
        for (int length = STEP; length < whole.length; length += STEP) {
            byte[] cut = Arrays.copyOf(whole, length);
            int lineEnd = length;
            while (lineEnd > 0 && cut[lineEnd - 1] != '\n') {
                lineEnd--;
            }
            if (lineEnd == length) {
                continue; // Whole lines: text has nothing that says how many there should be.
            }
            if (lineEnd == 0) {
                assertThat(read(cut, ReadOptions.DEFAULT).refused()).isTrue();
                continue; // A header of JSON with its snapshots is one line.
            }
            Outcome intact = read(Arrays.copyOf(whole, lineEnd), ReadOptions.DEFAULT);
            assertThat(intact.error).as("%s up to %d", name, lineEnd).isEmpty();
            Outcome strict = read(cut, ReadOptions.DEFAULT);
            if (name.contains("ndjson") && cut[length - 1] == '}') {
                assertThat(strict.events).as("a whole event").hasSize(intact.events.size() + 1);
                continue;
            }
            assertThat(strict.error).as("%s cut at %d", name, length).matches("(?s)<stdin>:\\d+:.*(cut|end of).*");
            Outcome allowed = read(cut, ALLOWED);
            assertThat(kept(allowed.events)).isEqualTo(kept(intact.events));
            assertThat(allowed.warnings).anyMatch(warning -> warning.startsWith("damaged, "));
            assertThat(isLost(allowed.events.get(allowed.events.size() - 1))).isTrue();
        }
    }

    /** Rows ahead of the flipped line, and those behind it, are what they were, or the file is refused. */
    @ParameterizedTest
    @MethodSource("lineFormats")
    void aChangedByteOfTextIsRefusedOrChangesNoOtherLine(String name) throws IOException {
        byte[] all = text(name);
        byte[] whole = Arrays.copyOf(all, Math.min(all.length, (name.contains("ndjson") ? 14 : 4) * STEP));
        int end = whole.length;
        while (whole[end - 1] != '\n') {
            end--;
        }
        whole = Arrays.copyOf(whole, end);
        List<String> intact = read(whole, ReadOptions.DEFAULT).events;
        long seed = 20260801;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < Rounds.of(300); round++) {
            byte[] damaged = whole.clone();
            int at = random.nextInt(whole.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Outcome strict = read(damaged, ReadOptions.DEFAULT);
            if (!strict.refused()) {
                assertFewDiffer(strict.events, intact, "seed " + seed + " round " + round + " byte " + at);
            }
        }
    }

    /** All but a few rows in the middle are the same: a line is an event and at most a report of loss. */
    private static void assertFewDiffer(List<String> actual, List<String> expected, String place) {
        int most = Math.min(actual.size(), expected.size());
        int front = 0;
        while (front < most && actual.get(front).equals(expected.get(front))) {
            front++;
        }
        int back = 0;
        while (back < most - front
                && actual.get(actual.size() - 1 - back).equals(expected.get(expected.size() - 1 - back))) {
            back++;
        }
        assertThat(actual.size() - front - back).as(place).isLessThanOrEqualTo(2);
        assertThat(expected.size() - front - back).as(place).isLessThanOrEqualTo(2);
    }

    private static byte[] compressed(String compression) throws IOException {
        byte[] content = text("/text/exit.script.txt.zst");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = CompressedOutput.of("t." + compression, bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "zst", "xz"})
    void aCutCompressedFileIsAnErrorAndWhatIsIntactCanBeRead(String compression) throws IOException {
        byte[] whole = compressed(compression);
        List<String> intact = read(whole, ReadOptions.DEFAULT).events;
        assertThat(intact).hasSizeGreaterThan(500);
        for (int length = STEP; length < whole.length; length += STEP) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThat(read(cut, ReadOptions.DEFAULT).error)
                    .as("cut at %d", length)
                    .contains("<stdin> (compressed): byte ");
            Outcome allowed = read(cut, ALLOWED);
            if (!allowed.refused()) {
                List<String> kept = kept(allowed.events);
                assertThat(kept).isEqualTo(intact.subList(0, kept.size()));
                assertThat(allowed.warnings).anyMatch(warning -> warning.contains("(compressed): byte "));
            }
        }
        for (int missing = 1; missing <= 8; missing++) {
            byte[] cut = Arrays.copyOf(whole, whole.length - missing);
            assertThat(read(cut, ReadOptions.DEFAULT).error)
                    .as("%d missing", missing)
                    .contains(": byte ");
            assertThat(read(cut, ALLOWED).warnings).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "zst", "xz"})
    void aChangedByteUnderAChecksumGivesTheRightEventsOrAnErrorWithItsOffset(String compression) throws IOException {
        byte[] whole = compressed(compression);
        List<String> intact = read(whole, ReadOptions.DEFAULT).events;
        long seed = 20260802;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 40 + Rounds.of(260); round++) {
            byte[] damaged = whole.clone();
            // From the magic on there is no compression any more, but still no trace either.
            int at = round < 40 ? round : random.nextInt(whole.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Outcome strict = read(damaged, ReadOptions.DEFAULT);
            if (strict.refused()) {
                assertThat(strict.error)
                        .as("seed %d round %d byte %d", seed, round, at)
                        .containsPattern(": byte \\d+");
            } else {
                assertThat(strict.events)
                        .as("seed %d round %d byte %d", seed, round, at)
                        .isEqualTo(intact);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/golden/v1.pcpt", "/golden/v2.pcpt"})
    void aChangedByteOfPcptGivesTheRightEventsOrAnErrorWithItsOffset(String name) throws IOException {
        byte[] whole = DamagedGoldenTest.class.getResourceAsStream(name).readAllBytes();
        List<String> intact = read(whole, ReadOptions.DEFAULT).events;
        Set<String> known = new HashSet<>(intact);
        SplittableRandom random = new SplittableRandom(20260803);
        for (int round = 0; round < 60 + Rounds.of(140); round++) {
            byte[] damaged = whole.clone();
            int at = round < 60 ? round : random.nextInt(whole.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Outcome strict = read(damaged, ReadOptions.DEFAULT);
            if (strict.refused()) {
                assertThat(strict.error).as("byte %d", at).containsPattern(": byte \\d+");
                Outcome allowed = read(damaged, ALLOWED);
                assertThat(allowed.refused() || !allowed.warnings.isEmpty())
                        .as("byte %d", at)
                        .isTrue();
                assertThat(kept(allowed.events)).allMatch(known::contains);
            } else {
                assertThat(strict.events).as("byte %d", at).isEqualTo(intact);
            }
        }
        for (int length = 16; length < whole.length; length += length < STEP ? 61 : STEP) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThat(read(cut, ReadOptions.DEFAULT).error)
                    .as("cut at %d", length)
                    .containsPattern(": byte \\d+");
            Outcome allowed = read(cut, ALLOWED);
            assertThat(allowed.refused() || !allowed.warnings.isEmpty()).isTrue();
            assertThat(kept(allowed.events)).allMatch(known::contains);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/golden/trace.json"})
    void aCutJsonObjectIsAnErrorAndAllEventsBeforeTheCutCanBeRead(String name) throws IOException {
        byte[] whole = DamagedGoldenTest.class.getResourceAsStream(name).readAllBytes();
        List<String> intact = read(whole, ReadOptions.DEFAULT).events;
        int end = whole.length;
        while (whole[end - 1] != '}') {
            end--;
        }
        int most = 0;
        for (int length = 1; length < end; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThat(read(cut, ReadOptions.DEFAULT).refused())
                    .as("cut at %d", length)
                    .isTrue();
            Outcome allowed = read(cut, ALLOWED);
            if (!allowed.refused()) {
                List<String> kept = allowed.events.subList(0, allowed.events.size() - 1);
                assertThat(kept).as("cut at %d", length).isEqualTo(intact.subList(0, kept.size()));
                assertThat(kept.size()).as("no event is lost again").isGreaterThanOrEqualTo(most);
                assertThat(allowed.warnings).isNotEmpty();
                most = kept.size();
            }
        }
        assertThat(most).isEqualTo(intact.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit.perf.data.zst", "mix.perf.data.xz", "over7.dat.zst"})
    void damageOfCompressionAroundBinaryFormatsIsNotSilentEither(String name) throws IOException {
        byte[] content = GoldenFiles.bytes(name);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = CompressedOutput.of("t.gz", bytes)) {
            out.write(content);
        }
        byte[] cut = Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2);
        assertThat(read(cut, ReadOptions.DEFAULT).error).contains("<stdin> (compressed): byte ");
        Outcome allowed = read(cut, ALLOWED);
        assertThat(allowed.refused() || !allowed.warnings.isEmpty()).isTrue();
    }
}
