package org.pcpsim.model.premerge;

import java.util.Arrays;
import org.pcpsim.lock.LockPath;
import org.pcpsim.lock.Locks;
import org.pcpsim.lock.Request;
import org.pcpsim.model.ModelCounts;
import org.pcpsim.model.PcpPath;
import org.pcpsim.model.PcpSets;
import org.pcpsim.zone.Zone;

/**
 * Brings together buddies that lie on different PCPs: each pair of PCPs with pages in turn, both locked in the order of their
 * CPUs. Where pages tell whom they lie with, only PCPs with buddies are visited.
 *
 * <p>One CPU does so at a time; another that wants to meanwhile leaves it at that. Ends at once when a whole block came together,
 * if that is what it is for. Source: pcp-buddy spec section 7a and the thread's compaction across PCPs. Not thread-safe.
 */
final class Gathering implements PcpPath {
    private final Locks locks;
    private final PremergeLists lists;
    private final Zone[] zones;
    private final PcpSets[] sets;
    private final ModelCounts counts;
    private final Rules rules;
    private final int cpus;
    private final boolean[] tagged;
    private boolean busy;
    private boolean forBlock;
    private boolean second;
    private int zone;
    private int endZone;
    private int first;
    private int other;
    private int cpuWithBlock;
    private long rounds;
    private long locksTaken;
    private long merges;

    Gathering(Locks locks, PremergeLists lists, Zone[] zones, PcpSets[] sets, ModelCounts counts, Rules rules) {
        this.locks = locks;
        this.lists = lists;
        this.zones = zones;
        this.sets = sets;
        this.counts = counts;
        this.rules = rules;
        cpus = sets[0].count.length;
        tagged = new boolean[cpus];
    }

    @Override
    public int beginAll(int cpu) {
        return begin(cpu, 0, zones.length, false);
    }

    @Override
    public int beginForBlock(int cpu, int inZone) {
        return begin(cpu, inZone, inZone + 1, true);
    }

    private int begin(int cpu, int from, int to, boolean block) {
        cpuWithBlock = -1;
        if (busy) {
            return Request.DONE;
        }
        busy = true;
        forBlock = block;
        rounds++;
        zone = from;
        endZone = to;
        first = -1;
        return nextFirst();
    }

    /** Moves to the next PCP that has pages. */
    private int nextFirst() {
        while (zone < endZone) {
            while (++first < cpus) {
                if (sets[zone].count[first] > 0) {
                    second = false;
                    return take(first);
                }
            }
            zone++;
            first = -1;
        }
        busy = false;
        return Request.DONE;
    }

    private int take(int of) {
        locksTaken++;
        return Request.take(lock(of), LockPath.OTHER);
    }

    private int lock(int of) {
        return Locks.pcp(zones.length, cpus, zone, of);
    }

    @Override
    public int step(int cpu) {
        long before = counts.pcpMerges;
        if (second) {
            lists.merged(zone).bring(first, other);
            locks.drop(cpu, lock(other));
        } else {
            lists.mergeAll(zones[zone], first);
            if (rules.lookup() == Rules.Lookup.TAG) {
                Arrays.fill(tagged, false);
                lists.merged(zone).tagged(first, tagged);
            }
            other = first;
        }
        merges += counts.pcpMerges - before;
        return nextOther(cpu);
    }

    /** Moves to the next PCP after the first that may have buddies of it. */
    private int nextOther(int cpu) {
        if (lists.merged(zone).hasBlock(first)) {
            cpuWithBlock = first;
        }
        while (!isFound() && ++other < cpus) {
            if (sets[zone].count[other] > 0 && (rules.lookup() != Rules.Lookup.TAG || tagged[other])) {
                second = true;
                return take(other);
            }
        }
        locks.drop(cpu, lock(first));
        if (isFound()) {
            busy = false;
            return Request.DONE;
        }
        return nextFirst();
    }

    private boolean isFound() {
        return forBlock && cpuWithBlock >= 0;
    }

    @Override
    public int cpuWithBlock() {
        return cpuWithBlock;
    }

    /** Times it was begun. */
    long rounds() {
        return rounds;
    }

    /** PCP locks that it took. */
    long locksTaken() {
        return locksTaken;
    }

    /** Merges that it made. */
    long merges() {
        return merges;
    }
}
