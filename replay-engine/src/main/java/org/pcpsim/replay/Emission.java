package org.pcpsim.replay;

import java.util.Arrays;
import org.pcpsim.lock.LockPath;
import org.pcpsim.lock.Locks;
import org.pcpsim.lock.Request;
import org.pcpsim.machine.FolioRule;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.model.PcpObserver;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.zone.ChunkLog;

/**
 * Writes a modelled run down as the events that its kernel would have logged.
 *
 * <p>An allocation or free of the trace is one event with the model's page; ahead of an allocation come the chunks that
 * were taken from a zone for it ({@code mm_page_alloc_zone_locked}, and {@code mm_page_alloc_extfrag} for each from another
 * type), behind a free those that drains returned ({@code mm_page_pcpu_drain}). Members of a folio batch are announced all
 * and then committed one by one ({@code mm_page_free_batched}), each ahead of the drain that it causes. The flags show the
 * depth that tells the paths apart: 1 past the PCP, 3 under its lock, 2 for drains that no free causes (trace-format spec
 * section 3). Not thread-safe.
 */
final class Emission implements PcpObserver {
    private static final int DIRECT_DEPTH = 1;
    private static final int NOT_FREEING_DEPTH = 2;
    private static final int PCP_DEPTH = 3;

    private final EmittedRows rows;
    /** What is done under each zone's lock. */
    private final ChunkLog[] logs;

    private final int zones;
    private final boolean largeFirst;
    private final long[] memberPfn = new long[AllocatorModel.MAX_BATCH];
    private final int[] memberOrder = new int[AllocatorModel.MAX_BATCH];
    private final long[] memberEvent = new long[AllocatorModel.MAX_BATCH];
    private int members;
    private int committed;
    private long event;
    private long time;
    private int migratetype;
    private int path;

    /** Of a run on a machine, whose tasks these are, to a sink. */
    Emission(EventSink sink, RecentTasks tasks, Machine machine) {
        this(new EmittedRows(sink, tasks, machine.cpus()), logs(machine), machine);
    }

    /**
     * Of some CPUs of a run.
     *
     * @param logs of each zone, shared by all CPUs
     */
    Emission(EmittedRows rows, ChunkLog[] logs, Machine machine) {
        this.rows = rows;
        this.logs = logs;
        zones = machine.zones().size();
        largeFirst = machine.kernel().folioRule() == FolioRule.SINGLE_PAGES;
    }

    /** A log for each zone of a machine. */
    static ChunkLog[] logs(Machine machine) {
        ChunkLog[] logs = new ChunkLog[machine.zones().size()];
        Arrays.setAll(logs, zone -> new ChunkLog());
        return logs;
    }

    /** The locks for a model: writes down what was done under a zone's lock when it is dropped. */
    Locks watching(Locks locks) {
        return new Locks() {
            @Override
            public void drop(int cpu, int lock) {
                locks.drop(cpu, lock);
                dropped(cpu, lock);
            }

            @Override
            public void takeList(int cpu, int list) {
                locks.takeList(cpu, list);
            }
        };
    }

    /** The run begins: memory is laid out. */
    void watch(AllocatorModel model) {
        for (int zone = 0; zone < zones; zone++) {
            model.zones().get(zone).setLog(logs[zone]);
        }
    }

    /** What comes now comes at a time, in ns. */
    void at(long now) {
        time = now;
    }

    /** A lock is granted. */
    void granted(int request) {
        if (Request.lock(request) < zones) {
            path = Request.path(request);
            logs[Request.lock(request)].clear();
        }
    }

    /** An allocation of a type begins, which an event stands for. */
    void allocating(long ofEvent, long now, int type) {
        event = ofEvent;
        time = now;
        migratetype = type;
        members = 0;
        committed = 0;
    }

    /** It ended with this page, or with none. */
    void allocated(int cpu, int order, int gfp, int page) {
        int at = rows.add(EventKind.ALLOC, cpu, time, event);
        EventBatch to = rows.batch();
        to.pfn[at] = page == AllocatorModel.NO_PAGE ? EventBatch.NO_PFN : page;
        to.order[at] = (byte) order;
        to.migratetype[at] = (byte) migratetype;
        to.gfp[at] = gfp;
        to.gfpText[at] = rows.gfpText(event);
    }

    /** A chunk is staged for the next free, which an event stands for. */
    void freeing(int cpu, int order, int page, long ofEvent, long now) {
        if (committed == members) {
            members = 0;
            committed = 0;
        }
        event = ofEvent;
        time = now;
        int at = rows.add(EventKind.FREE, cpu, time, event);
        rows.batch().pfn[at] = page;
        rows.batch().order[at] = (byte) order;
        memberPfn[members] = page;
        memberOrder[members] = order;
        memberEvent[members++] = event;
    }

    /** The staged chunks begin to be freed. */
    void committing() {
        committed = 0;
        if (largeFirst) {
            moveLargeToFront();
        }
    }

    /** All staged chunks are freed. */
    void committed(int cpu) {
        commitUpTo(cpu, members);
        committed = members;
    }

    /** The run is over. */
    void end() {
        rows.flush();
    }

    @Override
    public void workerBegins(int cpu, long at) {
        time = at;
    }

    @Override
    public void refilled(int zone, int cpu, int order, int type, int pages) {
        // Written when the lock was dropped.
    }

    @Override
    public void drained(int zone, int cpu, int target, int drainPath, int member, int pages) {
        if (drainPath == LockPath.DRAIN) {
            commitUpTo(cpu, member + 1);
        }
        ChunkLog log = logs[zone];
        for (int chunk = 0; chunk < log.size(); chunk++) {
            if (!log.isTaken(chunk)) {
                int at = addDrained(cpu, drainPath);
                rows.batch().pfn[at] = log.pfn(chunk);
                rows.batch().order[at] = (byte) log.order(chunk);
                rows.batch().migratetype[at] = (byte) log.type(chunk);
            }
        }
        log.clear();
    }

    private int addDrained(int cpu, int drainPath) {
        return switch (drainPath) {
            case LockPath.DRAIN -> rows.addLocked(EventKind.PCPU_DRAIN, cpu, time, event, PCP_DEPTH);
            case LockPath.DRAIN_ALL -> rows.addLocked(EventKind.PCPU_DRAIN, cpu, time, event, NOT_FREEING_DEPTH);
            default -> rows.addOfWorker(EventKind.PCPU_DRAIN, cpu, time, NOT_FREEING_DEPTH);
        };
    }

    /** A lock has been dropped. */
    void dropped(int cpu, int lock) {
        if (lock >= zones) {
            return;
        }
        if (path == LockPath.REFILL) {
            writeTaken(cpu, logs[lock], PCP_DEPTH);
        } else if (path == LockPath.DIRECT_ALLOC || path == LockPath.TRYLOCK_ALLOC) {
            writeTaken(cpu, logs[lock], DIRECT_DEPTH);
        }
    }

    private void writeTaken(int cpu, ChunkLog log, int depth) {
        for (int chunk = 0; chunk < log.size(); chunk++) {
            if (!log.isTaken(chunk)) {
                continue;
            }
            if (log.fallback(chunk) != ChunkLog.NO_FALLBACK) {
                int at = addTaken(EventKind.EXTFRAG, cpu, log, chunk, depth);
                rows.batch().aux[at] = log.fallback(chunk);
            }
            int at = addTaken(EventKind.ZONE_LOCKED, cpu, log, chunk, depth);
            boolean forPcp = migratetype < Migratetype.PCP_TYPES && isOfPcp(log.order(chunk));
            rows.batch().aux[at] = forPcp || depth == PCP_DEPTH ? 1 : 0;
        }
        log.clear();
    }

    private int addTaken(byte kind, int cpu, ChunkLog log, int chunk, int depth) {
        int at = rows.addLocked(kind, cpu, time, event, depth);
        rows.batch().pfn[at] = log.pfn(chunk);
        rows.batch().order[at] = (byte) log.order(chunk);
        rows.batch().migratetype[at] = (byte) migratetype;
        return at;
    }

    /** What the kernel logs of the first members of a batch; a single free is no batch. */
    private void commitUpTo(int cpu, int count) {
        for (; members > 1 && committed < count; committed++) {
            if (isOfPcp(memberOrder[committed])) {
                int at = rows.add(EventKind.FREE_BATCHED, cpu, time, memberEvent[committed]);
                rows.batch().pfn[at] = memberPfn[committed];
            }
        }
    }

    private void moveLargeToFront() {
        int large = 0;
        for (int member = 0; member < members; member++) {
            if (memberOrder[member] > 0) {
                moveForward(member, large++);
            }
        }
    }

    private void moveForward(int from, int to) {
        long pfn = memberPfn[from];
        int order = memberOrder[from];
        long ofEvent = memberEvent[from];
        System.arraycopy(memberPfn, to, memberPfn, to + 1, from - to);
        System.arraycopy(memberOrder, to, memberOrder, to + 1, from - to);
        System.arraycopy(memberEvent, to, memberEvent, to + 1, from - to);
        memberPfn[to] = pfn;
        memberOrder[to] = order;
        memberEvent[to] = ofEvent;
    }

    private static boolean isOfPcp(int order) {
        return order <= 3 || order == 9;
    }
}
