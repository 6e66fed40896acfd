package org.pcpsim.mapping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcpsim.random.SplitMix64;

/**
 * A simple scheduler with migration.
 *
 * <p>A task runs from an event of its own until the next event of another one on its recorded CPU, or of none (pid 0).
 * While it runs it stays where it is. When it begins to run, or the recorded kernel moved it, it goes where it was before, if
 * no other task runs there or the recorded kernel has it where it was, too; else to the CPU without one that is home to the
 * fewest tasks of the last {@value #HOME_NS} ns, of several to the one idle longest, of several one drawn by the seed; else it
 * stays where it was, or begins where fewest run. Events of no process stay where {@link ModuloPlacement}
 * has them.
 *
 * <p>Remembers these tasks, {@value #MOST_TASKS} at most. Beginning to run on another CPU costs a look at every CPU,
 * other events nearly nothing. Not thread-safe.
 */
public final class SchedulerPlacement implements Placement {
    private static final int MOST_TASKS = 1 << 16;

    /** A recorded machine may let a task wait this long that a larger one would let run. */
    static final long HOME_NS = 200_000_000;

    private static final class Task {
        private final int pid;
        private long seen;
        private boolean runs;
        private int recordedCpu = -1;
        private int cpu = -1;

        Task(int pid) {
            this.pid = pid;
        }
    }

    private final ModuloPlacement unplaced;
    private final SplitMix64 random;
    private final int[] running;
    private final int[] homes;
    private final long[] idleSince;
    /** What runs on each recorded CPU of each copy. */
    private final List<List<Optional<Task>>> current = new ArrayList<>();

    /** The one that began to run longest ago comes first. */
    private final LinkedHashMap<Long, Task> tasks = new LinkedHashMap<>(1024, 0.75f, true);

    /** For traces of so many CPUs on a machine of so many. */
    public SchedulerPlacement(int recordedCpus, int cpus, long seed) {
        unplaced = new ModuloPlacement(recordedCpus, cpus);
        random = SplitMix64.ofPart(seed, 0);
        running = new int[cpus];
        homes = new int[cpus];
        idleSince = new long[cpus];
        Arrays.fill(idleSince, Long.MIN_VALUE);
    }

    @Override
    public int cpu(int copy, int cpu, int pid, long time) {
        List<Optional<Task>> ofCopy = ofCopy(copy, cpu);
        Optional<Task> before = ofCopy.get(cpu);
        if (before.isPresent() && before.get().pid == pid) {
            return before.get().cpu;
        }
        before.ifPresent(task -> stop(task, time));
        ofCopy.set(cpu, Optional.empty());
        if (pid == 0) {
            return unplaced.cpu(copy, cpu, pid, time);
        }
        forget(time);
        Task task = tasks.computeIfAbsent((long) copy << 32 | pid, key -> new Task(pid));
        if (task.recordedCpu >= 0
                && ofCopy.get(task.recordedCpu).filter(task::equals).isPresent()) {
            ofCopy.set(task.recordedCpu, Optional.empty());
            stop(task, time);
        }
        int place = place(task, task.recordedCpu != cpu);
        if (place != task.cpu) {
            if (task.cpu >= 0) {
                homes[task.cpu]--;
            }
            homes[place]++;
            task.cpu = place;
        }
        task.recordedCpu = cpu;
        task.seen = time;
        task.runs = true;
        running[place]++;
        ofCopy.set(cpu, Optional.of(task));
        return task.cpu;
    }

    private List<Optional<Task>> ofCopy(int copy, int cpu) {
        while (current.size() <= copy) {
            current.add(new ArrayList<>());
        }
        List<Optional<Task>> ofCopy = current.get(copy);
        while (ofCopy.size() <= cpu) {
            ofCopy.add(Optional.empty());
        }
        return ofCopy;
    }

    /** Tasks that do not come back have no home. */
    private void forget(long time) {
        while (!tasks.isEmpty()) {
            Map.Entry<Long, Task> eldest = tasks.entrySet().iterator().next();
            Task task = eldest.getValue();
            if (time - task.seen <= HOME_NS && tasks.size() < MOST_TASKS) {
                return;
            }
            if (task.runs) {
                task.seen = time;
                tasks.get(eldest.getKey()); // runs still, so it is among the latest
                if (tasks.size() >= MOST_TASKS) {
                    return;
                }
            } else {
                tasks.remove(eldest.getKey());
                homes[task.cpu]--;
            }
        }
    }

    private void stop(Task task, long time) {
        task.seen = time;
        task.runs = false;
        running[task.cpu]--;
        idleSince[task.cpu] = time;
    }

    private int place(Task task, boolean moved) {
        boolean known = task.cpu >= 0;
        if (known && (running[task.cpu] == 0 || !moved)) {
            return task.cpu;
        }
        int best = -1;
        int alike = 0;
        for (int cpu = 0; cpu < running.length; cpu++) {
            int order = cpu == task.cpu ? 1 : best < 0 ? -1 : compare(cpu, best);
            if (order < 0) {
                best = cpu;
                alike = 1;
            } else if (order == 0 && random.nextInt(++alike) == 0) {
                best = cpu;
            }
        }
        return best < 0 || known && running[best] > 0 ? Math.max(task.cpu, 0) : best;
    }

    /** Negative if the first CPU is the better place. */
    private int compare(int a, int b) {
        if (running[a] != running[b]) {
            return Integer.compare(running[a], running[b]);
        }
        return homes[a] != homes[b] ? Integer.compare(homes[a], homes[b]) : Long.compare(idleSince[a], idleSince[b]);
    }
}
