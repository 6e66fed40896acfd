package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.model.Models;
import org.pcpsim.model.TestMachines;
import org.pcpsim.operation.OperationWord;
import org.pcpsim.random.SplitMix64;
import org.pcpsim.result.Quality;
import org.pcpsim.result.TraceCounts;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceReader;

/** What is read of packed operations is what was written; what cannot be true is refused. */
class OperationCodeTest {
    private static final int CPUS = 4;

    /** The operations that events come to. */
    private static List<Operations> translated(HandTrace trace) throws IOException {
        List<Operations> all = new ArrayList<>();
        try (TraceReader reader = trace.reader()) {
            TranslatedFeed feed = new TranslatedFeed(reader, CPUS, true, Optional.empty());
            feed.to(new FreeGrouping.Sink() {
                @Override
                Operations take(Operations full) {
                    all.add(full);
                    return new Operations();
                }
            });
            while (feed.next()) {
                continue;
            }
        }
        return all;
    }

    /** Rows in words; handles by the order in which they are first named since they were given. */
    private static List<String> words(List<Operations> batches) {
        List<String> words = new ArrayList<>();
        Map<Integer, Integer> names = new HashMap<>();
        int made = 0;
        for (Operations batch : batches) {
            for (int row = 0; row < batch.size; row++) {
                int op = batch.op(row);
                String of = "";
                if (op == Operations.ALLOC) {
                    names.put(batch.handle(row), made);
                    of = "#" + made++ + " gfp " + batch.gfp(row);
                } else if (op == Operations.FREE) {
                    of = "#" + names.get(batch.handle(row));
                } else if (op == Operations.FREE_UNKNOWN) {
                    of = "page " + batch.pfn(row);
                } else {
                    names.put(batch.upper(row), made);
                    of = "#" + names.get(batch.handle(row)) + " and #" + made++;
                }
                words.add(op + " " + of + " order " + batch.order(row) + " type " + batch.migratetype(row) + " flags "
                        + batch.flags(row) + " members " + batch.members(row) + " cpu " + batch.cpu(row) + " at "
                        + batch.time(row) + " event " + batch.event(row) + " of " + batch.traced(row));
                assertThat(batch.handle(row)).isLessThan(batch.handles);
            }
        }
        return words;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatIsReadIsWhatWasWritten(long seed) throws IOException {
        HandTrace trace = RandomTrace.of(seed, 6000);
        List<String> expected = words(translated(trace));
        assertThat(words(PackedBytes.of(trace.reader()).operations())).isEqualTo(expected);
        assertThat(expected).anyMatch(row -> row.startsWith("3 ")).anyMatch(row -> row.startsWith("2 "));
    }

    @Test
    void anAllocationTakesTheNumberGivenBackLastAndOnlyAFreeSaysItsOwn() throws IOException {
        PackedBytes packed = PackedBytes.of(
                new HandTrace().allocs(0, 10, 3).free(0, 11, 0).allocs(0, 20, 2).reader());
        Operations batch = packed.operations().get(0);
        assertThat(new int[] {
                    batch.handle(0), batch.handle(1), batch.handle(2), batch.handle(3), batch.handle(4), batch.handle(5)
                })
                .containsExactly(0, 1, 2, 1, 1, 3);
        assertThat(batch.handles).isEqualTo(4);
        // Six rows of one shape for allocations and one for the free, steps of 1 µs; the free is 1 after 0, which is 2
        // without a sign; two columns each of time and events, how many events each row stands for.
        assertThat(packed.sections.get(0))
                .startsWith(6, 2, 0xE8, 7, 1, 1)
                .endsWith(
                        0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 2, 1,
                        1, 1, 1, 1, 1);
    }

    @Test
    void stepsThatTwoBytesDoNotHoldAndManyEventsComeBehindTheColumns() throws IOException {
        HandTrace trace = new HandTrace().alloc(0, 1, 0).pause(1L << 40).alloc(0, 2, 0);
        for (int i = 0; i < 70_000; i++) {
            trace.kernelSide(0);
        }
        trace.alloc(0, 3, 0);
        Operations batch = PackedBytes.of(trace.reader()).operations().get(0);
        assertThat(batch.time(1)).isEqualTo((1L << 40) + 1000);
        assertThat(batch.event(2)).isEqualTo(70_002);
        assertThat(batch.traced(2)).isEqualTo(70_001);
        assertThat(batch.traced(1)).isEqualTo(1);
    }

    @Test
    void oneShapeMoreThanAByteNames() throws IOException {
        // 257 shapes: the gfp flags of each allocation differ.
        HandTrace trace = new HandTrace();
        for (int gfp = 0; gfp < 257; gfp++) {
            trace.alloc(0, gfp, 0, 1, gfp);
        }
        Operations batch = PackedBytes.of(trace.reader()).operations().get(0);
        for (int gfp = 0; gfp < 257; gfp++) {
            assertThat(batch.gfp(gfp)).isEqualTo(gfp);
        }
    }

    @Test
    void freesFarFromEachOtherTakeAsManyBytesAsTheyNeed() throws IOException {
        // Numbers 0 to 69,999; freed are 0, 69,999, 1, 69,998, … whose steps without a sign need 18 bits, in two
        // sections.
        HandTrace trace = new HandTrace().allocs(0, 0, 70_000);
        for (int i = 0; i < 5000; i++) {
            trace.free(0, i, 0).free(0, 69_999 - i, 0);
        }
        List<Integer> freed = new ArrayList<>();
        for (Operations batch : PackedBytes.of(trace.reader()).operations()) {
            for (int row = 0; row < batch.size; row++) {
                if (batch.op(row) == Operations.FREE) {
                    freed.add(batch.handle(row));
                }
            }
        }
        assertThat(freed).hasSize(10_000);
        for (int i = 0; i < 5000; i++) {
            assertThat(freed.get(2 * i)).isEqualTo(i);
            assertThat(freed.get(2 * i + 1)).isEqualTo(69_999 - i);
        }
    }

    /** A section of one allocation, or free of what nobody knows, with bytes for its steps and what follows. */
    private static byte[] oneRow(int op, int timeStep, int eventStep, long... rest) {
        byte[] section = section(new int[] {what(op, 0)}, new int[] {0});
        ByteBuffer out = ByteBuffer.allocate(100).put(section);
        int steps = section.length - 5;
        out.put(steps, (byte) timeStep).put(steps + 1, (byte) (timeStep >> 8));
        out.put(steps + 2, (byte) eventStep).put(steps + 3, (byte) (eventStep >> 8));
        for (long number : rest) {
            OperationCode.put(out, number);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    @Test
    void timesEventsAndPagesThatNoTraceHasAreRefused() {
        int far = OperationCode.FAR;
        long most = OperationCode.zigzag((1L << 52) - 1);
        String message = "a time, page or event that no trace has";
        refused(oneRow(Operations.ALLOC, -1, 0), message);
        refused(oneRow(Operations.ALLOC, 0, -1), message);
        refused(oneRow(Operations.ALLOC, far, 0, OperationCode.zigzag(Long.MIN_VALUE)), message);
        // The events are 0 to 2^20 − 1.
        refused(oneRow(Operations.ALLOC, 0, far, OperationCode.zigzag(1 << 20)), message);
        accepted(oneRow(Operations.ALLOC, 0, far, OperationCode.zigzag((1 << 20) - 1)));
        refused(oneRow(Operations.FREE_UNKNOWN, 0, 0, OperationCode.zigzag(-1)), message);
        refused(oneRow(Operations.FREE_UNKNOWN, 0, 0, most + 2), message);
        accepted(oneRow(Operations.FREE_UNKNOWN, 0, 0, most));
        accepted(oneRow(Operations.ALLOC, far, 0, OperationCode.zigzag(Long.MAX_VALUE)));
    }

    @Test
    void theSummaryOfOtherRulesIsNotRead() {
        OperationSummary summary = OperationSummary.read(
                        new OperationSummary(7, 3, 9, new TraceCounts(5, 4, 3, 1L << 40), new Quality(1, 2, 3, 4, 5, 6))
                                .bytes())
                .orElseThrow();
        assertThat(summary.quality().lostEvents()).isEqualTo(6);
        assertThat(summary.counts().durationNs()).isEqualTo(1L << 40);
        byte[] other = summary.bytes();
        other[0]++;
        assertThat(OperationSummary.read(other)).isEmpty();
        assertThat(OperationSummary.read(new byte[] {OperationCode.RULES, 1, 1}))
                .isEmpty();
        assertThat(OperationSummary.read(new byte[0])).isEmpty();
    }

    /** A section of rows of CPU 0 in which nothing takes time: shapes, then the shape of each row, steps of freed numbers. */
    private static byte[] section(int[] shapes, int[] rows, int... freed) {
        ByteBuffer out = ByteBuffer.allocate(1000);
        for (int number : new int[] {rows.length, shapes.length, 1, freed.length, 1}) {
            out.put((byte) number);
        }
        for (int shape : shapes) {
            OperationCode.put(out, shape);
            out.put((byte) 0);
        }
        for (int row : rows) {
            out.put((byte) row);
        }
        out.put(new byte[4 * rows.length]);
        for (int number : freed) {
            out.put((byte) OperationCode.zigzag(number));
        }
        out.put(new byte[rows.length]);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static void accepted(byte[] section) {
        assertThatCode(of(section)::operations).doesNotThrowAnyException();
    }

    private static void refused(byte[] section, String... words) {
        assertThatThrownBy(of(section)::operations)
                .isInstanceOf(TraceException.class)
                .hasMessageContainingAll(words);
    }

    /** The section of a trace of 2^20 events on two CPUs that begins at 0. */
    private static PackedBytes of(byte[] section) {
        PackedBytes packed = new PackedBytes();
        packed.sections.add(section);
        packed.summary =
                new OperationSummary(0, 2, 1, new TraceCounts(1 << 20, 1, 0, 0), new Quality(0, 0, 0, 0, 0, 0)).bytes();
        return packed;
    }

    private static int what(int op, int order) {
        return OperationWord.of(op, order, 0, 0, 0);
    }

    @Test
    void whatCannotBeIsRefused() throws IOException {
        int alloc = what(Operations.ALLOC, 2);
        int free = what(Operations.FREE, 2);
        int split = what(Operations.SPLIT, 2);
        refused(section(new int[] {alloc, free}, new int[] {0, 1, 1}, 0, 0), "frees of what is not live");
        refused(section(new int[] {alloc, what(Operations.FREE, 1)}, new int[] {0, 1}, 0), "or of another order");
        refused(section(new int[] {alloc, free}, new int[] {0, 1}, 1), "frees of what is not live");
        refused(section(new int[] {alloc, free}, new int[] {0, 1}, -1), "allocation -1", "one that is live");
        refused(section(new int[] {alloc, free}, new int[] {0, 1}, 0, 0), "frees of live allocations");
        refused(section(new int[] {alloc, free}, new int[] {0, 2}, 0), "shape 2", "one of 2");
        refused(section(new int[] {alloc, split}, new int[] {0, 1}, 1), "a split of allocation 1");
        refused(section(new int[] {alloc, what(Operations.SPLIT, 1)}, new int[] {0, 1}, 0), "one of order 1");
        refused(section(new int[] {what(Operations.SPLIT, 0)}, new int[] {0}, 0), "operation 2003, gfp 0");
        refused(section(new int[] {what(Operations.ALLOC, 11)}, new int[] {0}), "one that exists");
        refused(section(new int[] {alloc | 2 << 18}, new int[] {0}), "one that exists");
        refused(section(new int[] {alloc | 8 << 8}, new int[] {0}), "one that exists");
        refused(Arrays.copyOf(section(new int[] {alloc}, new int[] {0}), 30), "bytes too many", "the end of the data");
        refused(section(new int[] {alloc | 3 << 6}, new int[] {0}), "one that exists");
        refused(section(new int[] {alloc + (1 << 13)}, new int[] {0}), "one that exists");
        refused(section(new int[] {alloc, free + (1 << 13)}, new int[] {0, 1}, 0), "a folio batch at row 1", "2 frees");
        refused(
                section(new int[] {alloc, free + (1 << 13), free | 1 << 18}, new int[] {0, 0, 1, 2}, 0, 1),
                "a folio batch at row 2",
                "2 frees of one CPU");
        byte[] whole = section(new int[] {alloc, free}, new int[] {0, 1}, 0);
        for (int length = 0; length < whole.length; length++) {
            refused(Arrays.copyOf(whole, length), length == 0 ? "end of the data" : "");
        }
        byte[] none = whole.clone();
        none[0] = 0;
        refused(none, "0 operations", "1 to 8192");
        byte[] wide = whole.clone();
        wide[4] = 5;
        refused(wide, "5 bytes a free");
    }

    /** Whatever a changed byte makes of a section, it is refused or something that a model can replay. */
    @Test
    void aChangedByteIsRefusedOrMakesOtherOperationsThatCanBeReplayed() throws IOException {
        PackedBytes packed = PackedBytes.of(RandomTrace.of(9, 500).reader());
        SplitMix64 random = new SplitMix64(3);
        ReplayOptions options = ReplayOptions.of(
                TestMachines.oneZone(KernelProfile.V7_0, CPUS, 1 << 18, 8, 32, 32),
                List.of(ModelChoice.of(Models.named("baseline"))));
        int refused = 0;
        for (int round = 0; round < 120; round++) {
            byte[] section = packed.sections.get(0);
            int at = random.nextInt(random.nextInt(2) == 0 ? 100 : section.length);
            byte before = section[at];
            section[at] = (byte) random.nextInt(256);
            try {
                List<Operations> batches = packed.operations();
                if (round % 30 == 0) {
                    ModelRun run = new ModelRun(options.models().get(0), options, 0);
                    batches.forEach(run::replay);
                }
            } catch (TraceException e) {
                refused++;
            }
            section[at] = before;
        }
        assertThat(refused).isBetween(20, 119);
    }
}
