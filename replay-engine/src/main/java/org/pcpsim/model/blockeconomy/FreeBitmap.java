package org.pcpsim.model.blockeconomy;

import java.util.Arrays;
import org.pcpsim.lock.Work;

/**
 * A zone's bitmap of who has free chunks: for each order 0–9 a bit for each CPU that has one of it or larger.
 *
 * <p>Atomics on words of the zone: changed when a CPU's largest free chunk changes, each order that this concerns being one
 * touch; looked at without a lock, one touch for the bits of 512 CPUs. Off unless {@code victims=BITMAP}. Not thread-safe.
 */
final class FreeBitmap {
    private static final int LINE = 512;

    private final boolean on;
    private final Work work;
    private final int lines;
    private final long[][] bits;
    private final byte[] largest;
    private long updates;

    FreeBitmap(boolean on, int cpus, Work work) {
        this.on = on;
        this.work = work;
        lines = (cpus + LINE - 1) / LINE;
        int used = on ? cpus : 0;
        bits = new long[OwnedBlocks.ORDER + 1][(used + Long.SIZE - 1) / Long.SIZE];
        largest = new byte[used];
        Arrays.fill(largest, (byte) -1);
    }

    /** Whether there is one. */
    boolean isOn() {
        return on;
    }

    /** A CPU's largest free chunk is of this order now, −1 for none. */
    void set(int cpu, int order) {
        if (!on || largest[cpu] == order) {
            return;
        }
        int before = largest[cpu];
        for (int k = Math.min(before, order) + 1; k <= Math.max(before, order); k++) {
            bits[k][cpu / Long.SIZE] ^= 1L << cpu;
            updates++;
            work.pageTouches++;
        }
        largest[cpu] = (byte) order;
    }

    /** A CPU is about to look for others by one order. */
    void look() {
        if (on) {
            work.pageTouches += lines;
        }
    }

    /** Whether a CPU may have a chunk of an order or larger: it is worth asking. */
    boolean mayHave(int cpu, int order) {
        return !on || (bits[order][cpu / Long.SIZE] & 1L << cpu) != 0;
    }

    /** Whether its bits say of a CPU what is the case. */
    boolean agrees(int cpu, int order) {
        for (int k = 0; on && k <= OwnedBlocks.ORDER; k++) {
            if (mayHave(cpu, k) != k <= order) {
                return false;
            }
        }
        return true;
    }

    /** Bits changed so far. */
    long updates() {
        return updates;
    }
}
