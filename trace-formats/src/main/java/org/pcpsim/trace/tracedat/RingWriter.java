package org.pcpsim.trace.tracedat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Puts the events of one CPU into ring pages of 4 KiB, as a 64-bit kernel would have them.
 *
 * <p>Trace-format spec section 7.2. Not thread-safe.
 */
final class RingWriter {
    static final int PAGE = 4096;
    /** Longest payload that fits a page behind a step of time. */
    static final int LONGEST = PAGE - 16 - 8 - 8 - 8;

    private static final int DATA = 16;
    private static final int COUNT = 8;
    private static final int LONGEST_SHORT = 28 * 4;
    private static final int TIME_EXTEND = 30;
    private static final int DELTA_BITS = 27;
    private static final long MISSED_EVENTS = 1L << 31;
    private static final long MISSED_STORED = 1L << 30;
    private static final int NONE = 0;

    private final PageStore store;
    private final int cpu;
    private final ByteBuffer page = ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN);
    private boolean open;
    private long time;
    /** Events lost ahead of the next page; −1 if nobody counted them. */
    private long lost = NONE;

    private long lostTime;

    RingWriter(PageStore store, int cpu) {
        this.store = store;
        this.cpu = cpu;
    }

    /** Events were lost ahead of what comes next: that begins a page, which says so. */
    void lose(long count, long when) throws IOException {
        finish();
        lost = lost < 0 || count < 0 ? -1 : lost + count;
        lostTime = Math.max(time, when);
    }

    /**
     * Appends an event, of at most {@link #LONGEST} bytes.
     *
     * @throws IOException also if time falls
     */
    void event(long when, ByteBuffer payload) throws IOException {
        int words = payload.remaining() + 3 >> 2;
        int size = 8 + 4 + (words * 4 > LONGEST_SHORT ? 4 : 0) + words * 4;
        if (when < time) {
            throw new IOException("an event of CPU " + cpu + " at " + when + " ns comes after one at " + time
                    + " ns, which a trace.dat has no place for");
        }
        int room = lost > NONE ? PAGE - COUNT : PAGE;
        if (open && page.position() + size > room) {
            finish();
        }
        if (!open) {
            begin(when);
        }
        head(when - time, words);
        page.put(payload);
        while (page.position() % 4 != 0) {
            page.put((byte) 0);
        }
        time = when;
    }

    private void head(long delta, int words) {
        long step = delta;
        if (step >>> DELTA_BITS != 0) {
            page.putInt((int) (step & (1 << DELTA_BITS) - 1) << 5 | TIME_EXTEND);
            page.putInt((int) (step >>> DELTA_BITS));
            step = 0;
        }
        if (words * 4 <= LONGEST_SHORT) {
            page.putInt((int) step << 5 | words);
        } else {
            page.putInt((int) step << 5).putInt(4 + words * 4);
        }
    }

    private void begin(long when) {
        page.clear();
        page.putLong(0, when).position(DATA);
        time = when;
        open = true;
    }

    /** Stores the page begun, and one without events if only losses are left. */
    void finish() throws IOException {
        if (!open && lost != NONE) {
            begin(lostTime);
        }
        if (!open) {
            return;
        }
        int end = page.position();
        long commit = end - DATA;
        if (lost != NONE) {
            commit |= MISSED_EVENTS;
        }
        if (lost > NONE) {
            commit |= MISSED_STORED;
            page.putLong(lost);
        }
        page.putLong(8, commit);
        while (page.hasRemaining()) {
            page.put((byte) 0);
        }
        store.add(cpu, page.flip());
        open = false;
        lost = NONE;
    }
}
