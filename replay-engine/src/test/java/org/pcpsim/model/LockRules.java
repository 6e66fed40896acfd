package org.pcpsim.model;

import java.util.ArrayList;
import java.util.List;
import org.pcpsim.lock.Locks;

/**
 * What every CPU of a run must keep to: takes a lock it does not hold, PCP before zone, two PCPs only of one zone and in the
 * order of their CPUs, pushes to a list with no lock held, drops what it holds, once.
 */
final class LockRules {
    private final int zones;
    private final int cpus;
    private final List<List<Integer>> held = new ArrayList<>();

    LockRules(int zones, int cpus) {
        this.zones = zones;
        this.cpus = cpus;
        for (int cpu = 0; cpu < cpus; cpu++) {
            held.add(new ArrayList<>());
        }
    }

    boolean isZone(int lock) {
        return lock < zones;
    }

    void taken(int cpu, int lock) {
        List<Integer> mine = held.get(cpu);
        if (isZone(lock)) {
            if (mine.size() > 1 || mine.size() == 1 && isZone(mine.get(0))) {
                throw new AssertionError("CPU " + cpu + " takes zone lock " + lock + " while it holds " + mine);
            }
        } else if (isList(lock)) {
            if (!mine.isEmpty()) {
                throw new AssertionError("CPU " + cpu + " pushes to list " + lock + " while it holds " + mine);
            }
        } else if (!mine.isEmpty() && !(mine.size() == 1 && isPair(mine.get(0), lock))) {
            throw new AssertionError("CPU " + cpu + " takes PCP lock " + lock + " while it holds " + mine);
        }
        mine.add(lock);
    }

    boolean isList(int lock) {
        return lock >= Locks.remoteList(zones, cpus, 0, 0);
    }

    private boolean isPair(int first, int second) {
        return !isZone(first) && first < second && (first - zones) / cpus == (second - zones) / cpus;
    }

    void dropped(int cpu, int lock) {
        if (!held.get(cpu).remove(Integer.valueOf(lock))) {
            throw new AssertionError("CPU " + cpu + " drops lock " + lock + ", it holds " + held.get(cpu));
        }
    }

    void done(int cpu) {
        if (!held.get(cpu).isEmpty()) {
            throw new AssertionError("CPU " + cpu + " is done and holds " + held.get(cpu));
        }
    }
}
