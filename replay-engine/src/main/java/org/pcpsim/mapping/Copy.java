package org.pcpsim.mapping;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceReader;

/**
 * One copy of a trace, read from beginning to end some times in a row; each time begins {@value #PAUSE_NS} ns after the
 * last has ended. Holds one batch of events. Not thread-safe.
 */
final class Copy implements Closeable {
    private static final long PAUSE_NS = 1_000_000;
    /** Apart by more page numbers than any machine has. */
    private static final int PFN_SHIFT = 40;

    private static final int PID_SHIFT = 22;

    private final int number;
    private final TraceReader first;
    private final TraceOpening opening;
    private final Symbols symbols;
    private final EventBatch batch = new EventBatch();
    private TraceReader reader;
    private int timesLeft;
    private long shift;
    private boolean timeKnown;
    private long lastTime;
    private int row = -1;
    private int[] texts = new int[64];
    private int textsKnown;

    /**
     * Before the first event.
     *
     * @param first reader of the first time, closed at the end
     * @param begin time of the first event, in ns
     * @param symbols takes the texts of the copy
     */
    Copy(int number, TraceReader first, TraceOpening opening, int times, long begin, Symbols symbols) {
        this.number = number;
        this.first = first;
        reader = first;
        this.opening = opening;
        timesLeft = times - 1;
        lastTime = begin;
        this.symbols = symbols;
    }

    /** Moves to the next event that has a place on another machine; false at the end of the last time. */
    boolean next() throws IOException {
        while (true) {
            row++;
            while (row >= batch.size) {
                if (!more()) {
                    return false;
                }
            }
            if (isKept(batch.kind[row])) {
                lastTime = time();
                return true;
            }
        }
    }

    /** What the recorded kernel did by itself says nothing of another machine; notes are kept once. */
    private boolean isKept(byte kind) {
        return switch (kind) {
            case EventKind.ALLOC, EventKind.FREE, EventKind.FREE_BATCHED, EventKind.LOST -> true;
            case EventKind.MARK -> number == 0;
            default -> false;
        };
    }

    private boolean more() throws IOException {
        row = 0;
        while (!reader.read(batch)) {
            if (timesLeft == 0) {
                return false;
            }
            timesLeft--;
            if (reader != first) {
                reader.close();
            }
            reader = opening.open();
            textsKnown = 0;
            timeKnown = false;
            lastTime += PAUSE_NS;
        }
        if (!timeKnown && batch.size > 0) {
            timeKnown = true;
            shift = lastTime - batch.time[0];
        }
        return true;
    }

    /** Time of the event in ns, on the clock that all copies share. */
    long time() {
        return batch.time[row] + shift;
    }

    int recordedCpu() {
        return batch.cpu[row];
    }

    int pid() {
        return batch.pid[row];
    }

    int number() {
        return number;
    }

    /** Appends the event to a batch. */
    void add(EventBatch to, int cpu) {
        int at = to.add(batch.kind[row], cpu, time());
        to.order[at] = batch.order[row];
        to.migratetype[at] = batch.migratetype[row];
        long pfn = batch.pfn[row];
        to.pfn[at] = pfn == EventBatch.NO_PFN ? pfn : pfn + ((long) number << PFN_SHIFT);
        to.gfp[at] = batch.gfp[row];
        to.gfpText[at] = text(batch.gfpText[row]);
        to.pid[at] = batch.pid[row] == 0 ? 0 : batch.pid[row] + (number << PID_SHIFT);
        to.comm[at] = text(batch.comm[row]);
        to.context[at] = text(batch.context[row]);
        to.aux[at] = batch.kind[row] == EventKind.MARK ? text(batch.aux[row]) : batch.aux[row];
    }

    private int text(int symbol) {
        Symbols own = reader.symbols();
        if (symbol >= textsKnown) {
            texts = own.size() > texts.length ? Arrays.copyOf(texts, 2 * own.size()) : texts;
            for (; textsKnown < own.size(); textsKnown++) {
                texts[textsKnown] = symbols.intern(own.text(textsKnown));
            }
        }
        return texts[symbol];
    }

    @Override
    public void close() throws IOException {
        first.close();
        if (reader != first) {
            reader.close();
        }
    }
}
