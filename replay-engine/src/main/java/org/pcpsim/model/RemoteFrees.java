package org.pcpsim.model;

import org.pcpsim.lock.LockPath;
import org.pcpsim.lock.Locks;
import org.pcpsim.lock.Request;
import org.pcpsim.zone.InvariantException;
import org.pcpsim.zone.RemoteList;
import org.pcpsim.zone.Zone;

/**
 * Frees that go to the lock-free list of the CPU that owns the block, which takes them onto its PCP when it next looks there
 * ({@code freeLock=REMOTE_LLIST}).
 *
 * <p>Taken over one by one, each as if the owner had freed it then: only now is it counted, and only now can the PCP
 * overflow. The kernel's text is silent on the counters (pcp-buddy spec section 6, [INFERRED]). Off unless the design pushes.
 * Not thread-safe.
 */
final class RemoteFrees {
    private final boolean on;
    private final Pcps pcps;
    private final PcpLists lists;
    private final RemoteList[] pushed;
    private int drainStart;
    private long pushes;
    private long takings;
    private long taken;

    RemoteFrees(Pcps pcps, PcpLists lists) {
        this.pcps = pcps;
        this.lists = lists;
        on = lists.pushesRemoteFrees();
        pushed = new RemoteList[on ? pcps.zones.length : 0];
        for (int z = 0; z < pushed.length; z++) {
            pushed[z] = new RemoteList(pcps.zones[z], pcps.cpus);
        }
    }

    /** Whether a free by a CPU for the PCP of another is pushed. */
    boolean pushes(int cpu, int target) {
        return on && cpu != target;
    }

    /** Asks for the line of a CPU's list. */
    int request(int zone, int target) {
        return Request.take(list(zone, target), LockPath.OTHER);
    }

    private int list(int zone, int target) {
        return Locks.remoteList(pcps.zones.length, pcps.cpus, zone, target);
    }

    /** Pushes a freed chunk and lets the line go. */
    void push(int cpu, int zone, int target, int frame, int order) {
        pushed[zone].push(target, frame, order);
        pcps.locks.drop(cpu, list(zone, target));
        pcps.counts.routedFrees++;
        pcps.workerDue[pcps.idleDecay ? target : cpu] = true;
        pushes++;
    }

    /** Whether anything waits for a CPU. */
    boolean isWaiting(int zone, int target) {
        return on && !pushed[zone].isEmpty(target);
    }

    /**
     * Takes what waits for a CPU onto its PCP, whose lock is held.
     *
     * @return pages to drain now, 0 if the PCP does not overflow
     */
    int absorb(int cpu, int zone, int target) {
        if (!isWaiting(zone, target)) {
            return 0;
        }
        Zone of = pcps.zones[zone];
        PcpSets sets = pcps.sets[zone];
        RemoteList from = pushed[zone];
        pcps.locks.takeList(cpu, list(zone, target));
        takings++;
        int toDrain = 0;
        while (!from.isEmpty(target)) {
            int order = from.firstOrder(target);
            int frame = from.pop(target);
            sets.freeing(target);
            drainStart = lists.put(of, target, frame, order);
            int now = sets.overflow(target, target, order, of.watermark());
            toDrain = now > 0 ? now : toDrain;
            taken++;
        }
        return Math.min(toDrain, sets.count[target]);
    }

    /** List index at which a drain for what the last {@link #absorb} took starts. */
    int drainStart() {
        return drainStart;
    }

    boolean isOn() {
        return on;
    }

    /** Chunks pushed so far. */
    long pushes() {
        return pushes;
    }

    /** Times that a list was taken. */
    long takings() {
        return takings;
    }

    /** Chunks taken so far. */
    long taken() {
        return taken;
    }

    /** Pages of a zone that wait on all lists. */
    long pages(int zone) {
        return on ? pushed[zone].pages() : 0;
    }

    /**
     * Verifies the lists.
     *
     * @throws InvariantException naming the first fault
     */
    void check() {
        for (RemoteList list : pushed) {
            for (int cpu = 0; cpu < pcps.cpus; cpu++) {
                list.check(cpu);
            }
        }
    }
}
