package org.pcpsim.mapping;

import java.util.LinkedHashMap;
import java.util.Map;
import org.pcpsim.random.SplitMix64;

/**
 * A simple scheduler with migration.
 *
 * <p>A task stays on its CPU while it runs. It is placed when it first shows up, when {@value #SLEEP_NS} ns have passed
 * since its last event (it has slept), and when the recorded kernel moved it: on the CPU it had before if that has been
 * idle for {@value #IDLE_NS} ns, else on the CPU that has been idle longest (of several one drawn by the seed), else where
 * it was. A CPU is idle if no other task had an event on it. What belongs to no process (pid 0) stays with the recorded
 * CPU, as {@link ModuloPlacement} has it.
 *
 * <p>Remembers the {@value #MOST_TASKS} tasks seen last. A placement costs a look at every CPU, other events nearly
 * nothing. Not thread-safe.
 */
public final class SchedulerPlacement implements Placement {
    static final long SLEEP_NS = 4_000_000;
    static final long IDLE_NS = 1_000_000;
    private static final int MOST_TASKS = 1 << 16;
    private static final long NEVER = Long.MIN_VALUE / 2;

    private static final class Task {
        private int recordedCpu;
        private int cpu = -1;
        private long seen = NEVER;
    }

    private final ModuloPlacement unplaced;
    private final SplitMix64 random;
    private final long[] busyAt;
    private final Task[] lastOn;
    private final Map<Long, Task> tasks = new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Task> eldest) {
            return size() > MOST_TASKS;
        }
    };

    /** For traces of so many CPUs on a machine of so many. */
    public SchedulerPlacement(int recordedCpus, int cpus, long seed) {
        unplaced = new ModuloPlacement(recordedCpus, cpus);
        random = SplitMix64.ofPart(seed, 0);
        busyAt = new long[cpus];
        lastOn = new Task[cpus];
        java.util.Arrays.fill(busyAt, NEVER);
    }

    @Override
    public int cpu(int copy, int cpu, int pid, long time) {
        if (pid == 0) {
            return unplaced.cpu(copy, cpu, pid, time);
        }
        Task task = tasks.computeIfAbsent((long) copy << 32 | pid, key -> new Task());
        if (task.cpu < 0 || task.recordedCpu != cpu || time - task.seen > SLEEP_NS) {
            place(task, time);
            task.recordedCpu = cpu;
        }
        task.seen = time;
        busyAt[task.cpu] = time;
        lastOn[task.cpu] = task;
        return task.cpu;
    }

    private void place(Task task, long time) {
        if (task.cpu >= 0 && isIdle(task.cpu, task, time)) {
            return;
        }
        int best = -1;
        int alike = 0;
        for (int candidate = 0; candidate < busyAt.length; candidate++) {
            if (best < 0 || busyAt[candidate] < busyAt[best]) {
                best = candidate;
                alike = 1;
            } else if (busyAt[candidate] == busyAt[best] && random.nextInt(++alike) == 0) {
                best = candidate;
            }
        }
        if (task.cpu < 0 || isIdle(best, task, time)) {
            task.cpu = best;
        }
    }

    private boolean isIdle(int cpu, Task task, long time) {
        return lastOn[cpu] == task || time - busyAt[cpu] > IDLE_NS;
    }
}
