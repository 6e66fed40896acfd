package org.pcpsim.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.Migratetype.MOVABLE;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.replay.WorkerPhases;
import org.pcpsim.trace.EventKind;

/** The kernel rounds the timers of all workers to one second, that of CPU c 3c ticks of 4 ms earlier. */
class KernelPhasesTest {
    private static final long MS = 1_000_000L;
    private static final long PFN = 1 << 20;

    private static Machine machine(int cpus, String... settings) {
        var builder = Machine.builder().kernel(KernelProfile.V6_12).cpus(cpus).memory(8L << 30);
        for (String setting : settings) {
            builder.set(setting);
        }
        return builder.build();
    }

    /** The first event is at 0; then a kernel worker of each CPU drains a page at its time in ms, none if negative. */
    private static WorkerPhases phases(Machine machine, long... drainMs) throws IOException {
        EventList trace = new EventList().at(0).add(EventKind.MARK, 0, PFN, 0, MOVABLE);
        trace.depth(2).comm("kworker/0:1");
        for (int cpu = 0; cpu < drainMs.length; cpu++) {
            if (drainMs[cpu] >= 0) {
                trace.at(drainMs[cpu] * MS).drain(cpu, PFN + cpu, 0, MOVABLE);
            }
        }
        return RecordedStart.of(trace, machine).phases();
    }

    @Test
    void oneDrainShowsTheSecondOfAllCpus() throws IOException {
        WorkerPhases phases = phases(machine(3), 2_700);

        assertThat(phases.first(0)).isEqualTo(700 * MS);
        assertThat(phases.first(1)).isEqualTo(688 * MS);
        assertThat(phases.first(2)).isEqualTo(676 * MS);
    }

    @Test
    void aSecondThatBeginsJustBeforeTheTraceDoesBeginForCpusThatComeEarlierStill() throws IOException {
        WorkerPhases phases = phases(machine(2), 1_005);

        assertThat(phases.first(0)).isEqualTo(5 * MS);
        assertThat(phases.first(1)).isEqualTo(993 * MS);
    }

    @Test
    void drainsMayBeLateButNotEarly() throws IOException {
        // Less their skew of 0, 12 and 24 ms: 740, 720 + 12 and 800 + 24. From 732 on they are 8, 0 and 92 ms late, 100
        // together; from 740 on 0, 992 and 84.
        WorkerPhases phases = phases(machine(3), 740, 1_720, 800);

        assertThat(phases.first(0)).isEqualTo(732 * MS);
        assertThat(phases.first(2)).isEqualTo(708 * MS);
    }

    @Test
    void withoutADrainWorkersFireAsSettingsSay() throws IOException {
        WorkerPhases phases = phases(machine(4));

        assertThat(phases.first(0)).isEqualTo(250 * MS);
        assertThat(phases.first(3)).isEqualTo(1_000 * MS);
    }

    @Test
    void anIntervalOfItsOwnWasSetJustBeforeTheRecording() throws IOException {
        WorkerPhases phases = phases(machine(2, "vm.stat_interval=150"), -1, 40_000);

        assertThat(phases.interval()).isEqualTo(150_000 * MS);
        assertThat(phases.first(0)).isEqualTo(150_000 * MS);
        assertThat(phases.first(1)).isEqualTo(40_000 * MS);
    }
}
