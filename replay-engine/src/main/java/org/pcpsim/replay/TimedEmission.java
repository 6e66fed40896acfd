package org.pcpsim.replay;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.pcpsim.lock.Locks;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.model.PcpObserver;
import org.pcpsim.operation.OperationBlock;
import org.pcpsim.trace.GfpText;
import org.pcpsim.trace.Symbols;
import org.pcpsim.zone.ChunkLog;

/**
 * Writes a run in timed order down as the events that its kernel would have logged, stamped with virtual time.
 *
 * <p>As {@link Emission} does, but each CPU for itself, as their steps interleave. An allocation is stamped when it ends, a free
 * when it begins, what is done under a lock between its grant and its drop. Not thread-safe.
 */
final class TimedEmission implements PcpObserver {
    private static final long PS = 1000;
    private static final String TASK = ".....";
    private static final String INTERRUPT = "..s..";

    private final TimedLocks locks;
    private final Symbols streams;
    private final Symbols symbols = new Symbols();
    private final int task = symbols.intern(TASK);
    private final int interrupt = symbols.intern(INTERRUPT);
    private final RecentTasks tasks;
    private final TimeOrderedEvents ordered;
    private final EmittedRows rows;
    private final Emission[] cpus;
    private final Map<Integer, Integer> gfpTexts = new HashMap<>();
    private int lastGfp;
    private int lastGfpText = -1;
    private int[] commOf = new int[0];
    private Symbols emitted = symbols;

    /**
     * Of a run on a machine to a sink.
     *
     * @param locks whose clock stamps events
     * @param streams in which streams name processes
     */
    TimedEmission(EventSink sink, Machine machine, TimedLocks locks, Symbols streams) {
        this.locks = locks;
        this.streams = streams;
        tasks = new RecentTasks(symbols, machine.cpus() * AllocatorModel.MAX_BATCH);
        ordered = new TimeOrderedEvents(sink);
        rows = new EmittedRows(
                (batch, texts) -> {
                    emitted = texts;
                    ordered.accept(batch, texts);
                },
                tasks,
                machine.cpus());
        ChunkLog[] logs = Emission.logs(machine);
        cpus = new Emission[machine.cpus()];
        Arrays.setAll(cpus, cpu -> new Emission(rows, logs, machine));
    }

    /** The locks for a model. */
    Locks watching() {
        return new Locks() {
            @Override
            public void drop(int cpu, int lock) {
                locks.drop(cpu, lock);
                now(cpu).dropped(cpu, lock);
            }

            @Override
            public void takeList(int cpu, int list) {
                locks.takeList(cpu, list);
            }
        };
    }

    /** The run begins: memory is laid out. */
    void watch(AllocatorModel model) {
        cpus[0].watch(model);
    }

    /** A step begins at a time, in ps. */
    void passTo(long now) {
        ordered.passTo(now / PS);
    }

    private Emission now(int cpu) {
        cpus[cpu].at(locks.clock() / PS);
        return cpus[cpu];
    }

    /** A CPU has a lock that it asked for. */
    void granted(int cpu, int request) {
        now(cpu).granted(request);
    }

    /** A CPU begins an allocation. */
    void allocating(int cpu, OperationBlock block, int row) {
        cpus[cpu].allocating(event(cpu, 0, block, row), locks.clock() / PS, block.migratetype(row));
    }

    /** It ended with this page, or with none. */
    void allocated(int cpu, OperationBlock block, int row, int page) {
        now(cpu).allocated(cpu, block.order(row), block.gfp[row], page);
    }

    /** A chunk is staged for a CPU's next free, the {@code member}-th. */
    void freeing(int cpu, OperationBlock block, int row, int page, int member) {
        cpus[cpu].freeing(cpu, block.order(row), page, event(cpu, member, block, row), locks.clock() / PS);
    }

    /** A CPU begins to free what is staged. */
    void committing(int cpu) {
        now(cpu).committing();
    }

    /** All of it is freed. */
    void committed(int cpu) {
        now(cpu).committed(cpu);
    }

    /** A CPU's worker begins a pass. */
    void works(int cpu) {
        cpus[cpu].workerBegins(cpu, locks.clock() / PS);
    }

    /** The run is over. */
    void end() {
        rows.flush();
        ordered.end(emitted);
    }

    @Override
    public void refilled(int zone, int cpu, int order, int migratetype, int pages) {
        // Written when the lock is dropped.
    }

    @Override
    public void drained(int zone, int cpu, int target, int path, int member, int pages) {
        now(cpu).drained(zone, cpu, target, path, member, pages);
    }

    /** Number of the event that a row stands for, until the CPU's next operation. */
    private long event(int cpu, int member, OperationBlock block, int row) {
        long event = (long) cpu * AllocatorModel.MAX_BATCH + member;
        boolean inTask = (block.flags(row) & OperationBlock.IN_TASK) != 0;
        boolean isAlloc = block.op(row) == OperationBlock.ALLOC;
        tasks.put(
                event,
                block.pid[row],
                comm(block.comm[row]),
                inTask ? task : interrupt,
                isAlloc ? gfpText(block.gfp[row]) : 0);
        return event;
    }

    private int comm(int symbol) {
        if (symbol >= commOf.length) {
            int known = commOf.length;
            commOf = Arrays.copyOf(commOf, Math.max(symbol + 1, 2 * known));
            Arrays.fill(commOf, known, commOf.length, -1);
        }
        if (commOf[symbol] < 0) {
            commOf[symbol] = symbols.intern(streams.text(symbol));
        }
        return commOf[symbol];
    }

    /** A CPU's next request is as a rule like its last: then nothing is looked up. */
    private int gfpText(int gfp) {
        if (gfp != lastGfp || lastGfpText < 0) {
            lastGfp = gfp;
            lastGfpText = gfpTexts.computeIfAbsent(gfp, bits -> symbols.intern(GfpText.of(bits)));
        }
        return lastGfpText;
    }
}
