package org.pcpsim.trace.event;

import java.util.Arrays;
import org.pcpsim.trace.TraceException;

/** Symbol of the command name of each task, by its number. Bounded by {@link #LIMIT} tasks. Not thread-safe. */
public final class Comms {
    /** Most tasks: the kernel's own limit of their numbers. */
    public static final int LIMIT = 1 << 22;

    /** What {@link #get} returns for a task that was not put. */
    public static final int ABSENT = -1;

    private final String input;
    private int[] pids = new int[256];
    private int[] symbols = new int[256];
    private int count;
    private int lastPid = ABSENT;
    private int lastSlot;

    /** Knows no task of the input of that name. */
    public Comms(String input) {
        this.input = input;
        Arrays.fill(symbols, ABSENT);
    }

    /** Symbol of the task's name, or {@link #ABSENT}. */
    public int get(int pid) {
        if (pid < 0) {
            return ABSENT;
        }
        if (pid != lastPid) {
            lastSlot = slot(pid);
            lastPid = pid;
        }
        return symbols[lastSlot];
    }

    /** Names a task, again if need be; numbers below 0 are errors. */
    public void put(int pid, int symbol) throws TraceException {
        if (pid < 0) {
            throw TraceException.of(input, "names a task " + pid + ", expected one of 0 or above");
        }
        lastPid = ABSENT;
        int slot = slot(pid);
        if (symbols[slot] == ABSENT) {
            if (count == LIMIT) {
                throw TraceException.of(input, "names more than " + LIMIT + " tasks");
            }
            count++;
            pids[slot] = pid;
        }
        symbols[slot] = symbol;
        if (2 * count > pids.length) {
            grow();
        }
    }

    private void grow() {
        int[] oldPids = pids;
        int[] oldSymbols = symbols;
        pids = new int[2 * oldPids.length];
        symbols = new int[pids.length];
        Arrays.fill(symbols, ABSENT);
        for (int i = 0; i < oldPids.length; i++) {
            if (oldSymbols[i] != ABSENT) {
                int slot = slot(oldPids[i]);
                pids[slot] = oldPids[i];
                symbols[slot] = oldSymbols[i];
            }
        }
    }

    private int slot(int pid) {
        int mask = pids.length - 1;
        int slot = (pid * 0x9e37_79b9 >>> 8) & mask;
        while (symbols[slot] != ABSENT && pids[slot] != pid) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
