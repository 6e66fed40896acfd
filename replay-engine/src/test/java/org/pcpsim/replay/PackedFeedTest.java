package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.SettingException;
import org.pcpsim.model.ModelFactory;
import org.pcpsim.model.Models;
import org.pcpsim.model.PcpObserver;
import org.pcpsim.model.TestMachines;
import org.pcpsim.result.ReplayResult;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceReader;

/** A trace is replayed from its packed operations as from its events. */
class PackedFeedTest {
    private static final Machine MACHINE = TestMachines.oneZone(KernelProfile.V7_0, 4, 1 << 18, 63, 252, 2000);

    @TempDir
    Path folder;

    private static ReplayOptions options(Machine machine) {
        List<ModelChoice> choices = new ArrayList<>();
        for (ModelFactory factory : Models.all()) {
            choices.add(ModelChoice.of(factory));
        }
        return ReplayOptions.of(machine, choices).withCheckInterval(1000);
    }

    /** The trace with its operations. */
    private static TraceReader packed(HandTrace trace) throws IOException {
        return PackedBytes.of(trace.reader()).beside(trace.reader());
    }

    private static void assertSame(ReplayResult packed, ReplayResult events) {
        assertThat(packed.models()).allMatch(model -> model.error().isEmpty());
        assertThat(packed).usingRecursiveComparison().isEqualTo(events);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void inTraceOrder(long seed) throws IOException {
        HandTrace trace = RandomTrace.of(seed, 2500);
        try (TraceReader file = packed(trace)) {
            Replay replay = new Replay(options(MACHINE));
            assertSame(replay.run(file), replay.run(trace.reader()));
        }
    }

    @Test
    void inTimedOrder() throws IOException {
        HandTrace trace = RandomTrace.of(14, 2500);
        try (TraceReader file = packed(trace)) {
            TimedReplay replay = new TimedReplay(options(MACHINE), folder);
            assertSame(replay.run(file, events -> {}), replay.run(trace.reader(), events -> {}));
        }
    }

    @Test
    void whatNamesTasksOrStopsOnTheWayIsTheSame() throws IOException {
        HandTrace trace = RandomTrace.of(15, 2500);
        Replay grouping = new Replay(options(MACHINE), Optional.of(Grouping.COMM));
        Replay probing = new Replay(options(MACHINE).withWarmup(new Warmup(0, 500)))
                .withProbes(new ProbePlan(
                        Probe.NONE,
                        List.of(new ProbeMoment(
                                "then", 0, 2000, new Probe(OptionalLong.of(3), OptionalLong.empty())))));
        for (Replay replay : List.of(grouping, probing)) {
            try (TraceReader file = packed(trace)) {
                assertSame(replay.run(file), replay.run(trace.reader()));
            }
        }
    }

    @Test
    void anObserverHearsTheSame() throws IOException {
        HandTrace trace = RandomTrace.of(16, 2500);
        List<List<String>> heard = List.of(new ArrayList<>(), new ArrayList<>());
        for (List<String> list : heard) {
            PcpObserver observer = new PcpObserver() {
                @Override
                public void begins(int member, long event, long time) {
                    list.add(member + " at " + event + ", " + time);
                }

                @Override
                public void refilled(int zone, int cpu, int order, int migratetype, int pages) {}

                @Override
                public void drained(int zone, int cpu, int target, int path, int member, int pages) {}
            };
            ModelChoice choice = new ModelChoice(Models.named("baseline"), Map.of(), observer);
            try (TraceReader file = list == heard.get(0) ? packed(trace) : trace.reader()) {
                new Replay(ReplayOptions.of(MACHINE, List.of(choice))).run(file);
            }
        }
        assertThat(heard.get(0)).hasSizeGreaterThan(2000).isEqualTo(heard.get(1));
    }

    @Test
    void aMachineWithFewerCpusIsToldAtTheEventThatNeedsMore() throws IOException {
        HandTrace trace = RandomTrace.of(17, 2500);
        Machine small = TestMachines.oneZone(KernelProfile.V7_0, 3, 1 << 18, 63, 252, 2000);
        PackedBytes bytes = PackedBytes.of(trace.reader());
        assertThat(PackedFeed.of(bytes.beside(trace.reader()), 4, false)).isPresent();
        assertThat(PackedFeed.of(bytes.beside(trace.reader()), 3, false)).isEmpty();
        assertThatThrownBy(() -> new Replay(options(small)).run(trace.reader()))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("is on CPU 3");
    }

    @Test
    void itTellsHowFarItHasCome() throws IOException {
        HandTrace trace = RandomTrace.of(19, 9000);
        PackedFeed feed = PackedFeed.of(PackedBytes.of(trace.reader()).beside(trace.reader()), 4, false)
                .orElseThrow();
        List<Long> last = new ArrayList<>();
        feed.to(FreeGrouping.Sink.of(batch -> last.add(batch.event(batch.size - 1))));
        while (feed.next()) {
            assertThat(feed.events()).isEqualTo(last.get(last.size() - 1) + 1);
        }
        assertThat(last).hasSizeGreaterThan(1);
        assertThat(feed.events()).isEqualTo(feed.counts().events());
        assertThat(feed.firstTime()).isEqualTo(1_000_000_000_000L);
    }

    @Test
    void operationsOfOtherEventsAreDamage() throws IOException {
        HandTrace trace = RandomTrace.of(18, 2500);
        PackedBytes bytes = PackedBytes.of(trace.reader());
        bytes.events++;
        assertThatThrownBy(() -> new Replay(options(MACHINE)).run(bytes.beside(trace.reader())))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("expected " + bytes.events + " events");
    }

    @Test
    void fewerOperationsThanTheSummarySaysAreDamage() throws IOException {
        HandTrace trace = RandomTrace.of(18, 2500);
        PackedBytes bytes = PackedBytes.of(trace.reader());
        bytes.sections.clear();
        assertThatThrownBy(() -> new Replay(options(MACHINE)).run(bytes.beside(trace.reader())))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("found '0 operations'");
    }
}
