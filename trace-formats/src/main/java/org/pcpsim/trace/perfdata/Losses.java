package org.pcpsim.trace.perfdata;

import static org.pcpsim.trace.binary.LittleEndian.i64;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.pcpsim.trace.TraceException;

/**
 * Counts lost events: those told of where they were lost, and the totals that perf adds at the end.
 *
 * <p>The totals hold the former again; what is left was lost behind the last event of a CPU. Not thread-safe.
 */
final class Losses {
    private static final int MOST_IDS = 1 << 20;

    private final String input;
    private final Map<Long, Integer> cpuOfId = new HashMap<>();
    private final long[] told = new long[Cpus.LIMIT];
    private final long[] totals = new long[Cpus.LIMIT];
    private boolean anyTotal;
    private boolean unplaced;

    Losses(String input) {
        this.input = input;
    }

    /** Takes in which CPU each event's number belongs to. */
    void index(Records records) throws IOException {
        records.require(8);
        long count = i64(records.buffer(), records.at);
        int room = (records.end - records.at - 8) / 32;
        if (count < 0 || count > room) {
            throw records.damage(
                    records.at, count + " numbers", "at most the " + room + " that the record has room for");
        }
        checkEnd(records, (int) count);
        for (int i = 0; i < count; i++) {
            int at = records.at + 8 + 32 * i;
            long cpu = i64(records.buffer(), at + 16);
            if (cpu >= 0 && cpu < Cpus.LIMIT) {
                if (cpuOfId.size() == MOST_IDS) {
                    throw TraceException.of(input, "has more than " + MOST_IDS + " numbers of events");
                }
                cpuOfId.put(i64(records.buffer(), at), (int) cpu);
            }
        }
    }

    /** Behind the numbers may be, for each, the process id of a virtual machine and a CPU of that. */
    private static void checkEnd(Records records, int count) throws TraceException {
        int at = records.at + 8 + 32 * count;
        if (at < records.end) {
            for (int i = 0; i < count && at + 16 <= records.end; i++, at += 16) {
                long pid = i64(records.buffer(), at);
                if (pid < 0 || pid > Integer.MAX_VALUE) {
                    throw records.damage(at, pid + " of a virtual machine", "a process id");
                }
            }
        }
        RecordEnd.checkEnd(records, at);
    }

    /** Counts events that were told of in their place. */
    void tell(int cpu, long count) {
        told[cpu] = sum(told[cpu], count);
    }

    /** Counts events of a total. */
    void total(long id, long count) {
        anyTotal = true;
        Integer cpu = cpuOfId.get(id);
        unplaced |= cpu == null;
        int place = cpu == null ? 0 : cpu;
        totals[place] = sum(totals[place], count);
    }

    /** Events lost at the end of a CPU; of all CPUs at the end of the first where totals do not say of which. */
    long atEnd(int cpu) {
        if (!anyTotal || unplaced && cpu > 0) {
            return 0;
        }
        long all = 0;
        long known = 0;
        for (int i = unplaced ? 0 : cpu; i <= (unplaced ? Cpus.LIMIT - 1 : cpu); i++) {
            all = sum(all, totals[i]);
            known = sum(known, told[i]);
        }
        return Math.max(0, all - known);
    }

    private static long sum(long a, long b) {
        return a + b < 0 ? Long.MAX_VALUE : a + b;
    }
}
