package org.pcpsim.replay;

import java.util.Arrays;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.Symbols;

/**
 * Rows of a modelled run on their way to a sink: batches of them, texts of their own, and times that do not fall on a
 * CPU.
 *
 * <p>Not thread-safe.
 */
final class EmittedRows {
    /** Beyond what Linux gives tasks: the workers of a model have no process. */
    private static final int FIRST_WORKER_PID = 1 << 22;

    private static final int UNKNOWN = -1;
    private static final String NO_FLAGS = ".....";
    private static final int DEPTHS = 4;

    private final EventSink sink;
    private final RecentTasks tasks;
    private final EventBatch batch = new EventBatch();
    private final Symbols symbols = new Symbols();
    private final long[] lastTime;
    private int[] symbolOf = new int[0];
    private final int[][] contextOf = new int[DEPTHS][0];
    private long rows;

    EmittedRows(EventSink sink, RecentTasks tasks, int cpus) {
        this.sink = sink;
        this.tasks = tasks;
        lastTime = new long[cpus];
        Arrays.fill(lastTime, Long.MIN_VALUE);
        batch.clear(0);
    }

    /** The columns of the row just added. */
    EventBatch batch() {
        return batch;
    }

    /** Adds a row of what the task of an event did. */
    int add(byte kind, int cpu, long time, long event) {
        int row = start(kind, cpu, time);
        int slot = tasks.slot(event);
        batch.pid[row] = tasks.pid[slot];
        batch.comm[row] = symbol(tasks.comm[slot]);
        batch.context[row] = symbol(tasks.context[slot]);
        return row;
    }

    /** The same under a lock, at a preempt depth of 1 to 3. */
    int addLocked(byte kind, int cpu, long time, long event, int depth) {
        int row = add(kind, cpu, time, event);
        batch.context[row] = context(tasks.context[tasks.slot(event)], depth);
        return row;
    }

    /** Adds a row of what a CPU's worker did. */
    int addOfWorker(byte kind, int cpu, long time, int depth) {
        int row = start(kind, cpu, time);
        batch.pid[row] = FIRST_WORKER_PID + cpu;
        batch.comm[row] = symbols.intern("kworker/" + cpu + ":0");
        batch.context[row] = context(0, depth);
        return row;
    }

    /** Symbol of the gfp text of an event. */
    int gfpText(long event) {
        return symbol(tasks.gfpText[tasks.slot(event)]);
    }

    /** Hands over what is left. */
    void flush() {
        if (batch.size > 0) {
            sink.accept(batch, symbols);
            rows += batch.size;
            batch.clear(rows);
        }
    }

    private int start(byte kind, int cpu, long time) {
        if (batch.isFull()) {
            flush();
        }
        lastTime[cpu] = Math.max(lastTime[cpu], time);
        return batch.add(kind, cpu, lastTime[cpu]);
    }

    private int symbol(int traced) {
        if (traced >= symbolOf.length) {
            symbolOf = grown(symbolOf, traced);
        }
        if (symbolOf[traced] == UNKNOWN) {
            symbolOf[traced] = symbols.intern(tasks.symbols().text(traced));
        }
        return symbolOf[traced];
    }

    /** The flags of a task with interrupts off and a depth. */
    private int context(int traced, int depth) {
        if (traced >= contextOf[depth].length) {
            contextOf[depth] = grown(contextOf[depth], traced);
        }
        if (contextOf[depth][traced] == UNKNOWN) {
            String text = tasks.symbols().text(traced);
            String flags =
                    text.length() == NO_FLAGS.length() || text.length() == NO_FLAGS.length() - 1 ? text : NO_FLAGS;
            contextOf[depth][traced] = symbols.intern("d" + flags.substring(1, 3) + depth + flags.substring(4));
        }
        return contextOf[depth][traced];
    }

    private static int[] grown(int[] array, int index) {
        int[] grown = Arrays.copyOf(array, Math.max(index + 1, 2 * array.length));
        Arrays.fill(grown, array.length, grown.length, UNKNOWN);
        return grown;
    }
}
