package org.pcpsim.replay;

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
import org.pcpsim.zone.Zone;

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
    private final ChunkLog log = new ChunkLog();
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
        rows = new EmittedRows(sink, tasks, machine.cpus());
        zones = machine.zones().size();
        largeFirst = machine.kernel().folioRule() == FolioRule.SINGLE_PAGES;
    }

    /** The locks for a model: writes down what was done under a zone's lock when it is dropped. */
    Locks watching(Locks locks) {
        return new Locks() {
            @Override
            public void drop(int cpu, int lock) {
                locks.drop(cpu, lock);
                if (lock < zones) {
                    dropped(cpu);
                }
            }

            @Override
            public void takeList(int cpu, int list) {
                locks.takeList(cpu, list);
            }
        };
    }

    /** The run begins: memory is laid out. */
    void watch(AllocatorModel model) {
        for (Zone zone : model.zones()) {
            zone.setLog(log);
        }
    }

    /** A lock is granted. */
    void granted(int request) {
        if (Request.lock(request) < zones) {
            path = Request.path(request);
            log.clear();
        }
    }

    /** An allocation begins. */
    void allocating(Operations batch, int row) {
        event = batch.event[row];
        time = batch.time[row];
        migratetype = batch.migratetype[row];
        members = 0;
        committed = 0;
    }

    /** It ended with this page, or with none. */
    void allocated(Operations batch, int row, int page) {
        int at = rows.add(EventKind.ALLOC, batch.cpu[row], time, event);
        EventBatch to = rows.batch();
        to.pfn[at] = page == AllocatorModel.NO_PAGE ? EventBatch.NO_PFN : page;
        to.order[at] = batch.order[row];
        to.migratetype[at] = batch.migratetype[row];
        to.gfp[at] = batch.gfp[row];
        to.gfpText[at] = rows.gfpText(event);
    }

    /** A chunk is staged for the next free. */
    void freeing(Operations batch, int row, int page) {
        if (committed == members) {
            members = 0;
            committed = 0;
        }
        event = batch.event[row];
        time = batch.time[row];
        int at = rows.add(EventKind.FREE, batch.cpu[row], time, event);
        rows.batch().pfn[at] = page;
        rows.batch().order[at] = batch.order[row];
        memberPfn[members] = page;
        memberOrder[members] = batch.order[row];
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

    private void dropped(int cpu) {
        if (path == LockPath.REFILL) {
            writeTaken(cpu, PCP_DEPTH);
        } else if (path == LockPath.DIRECT_ALLOC || path == LockPath.TRYLOCK_ALLOC) {
            writeTaken(cpu, DIRECT_DEPTH);
        }
    }

    private void writeTaken(int cpu, int depth) {
        for (int chunk = 0; chunk < log.size(); chunk++) {
            if (!log.isTaken(chunk)) {
                continue;
            }
            if (log.fallback(chunk) != ChunkLog.NO_FALLBACK) {
                int at = addTaken(EventKind.EXTFRAG, cpu, chunk, depth);
                rows.batch().aux[at] = log.fallback(chunk);
            }
            int at = addTaken(EventKind.ZONE_LOCKED, cpu, chunk, depth);
            boolean forPcp = migratetype < Migratetype.PCP_TYPES && isOfPcp(log.order(chunk));
            rows.batch().aux[at] = forPcp || depth == PCP_DEPTH ? 1 : 0;
        }
        log.clear();
    }

    private int addTaken(byte kind, int cpu, int chunk, int depth) {
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
