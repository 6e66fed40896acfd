package org.pcpsim.trace.ring;

import static org.pcpsim.trace.binary.LittleEndian.i32;
import static org.pcpsim.trace.binary.LittleEndian.i64;
import static org.pcpsim.trace.binary.LittleEndian.u32;
import static org.pcpsim.trace.binary.LittleEndian.unsigned;

import java.io.IOException;
import org.pcpsim.trace.TraceException;

/**
 * Goes through the events of one CPU's ring pages; the fields say where the one is that {@link #next} came to.
 *
 * <p>Allocates nothing per event. Trace-format spec section 7.2. Not thread-safe.
 */
public final class RingEvents {
    /** {@link #lost} if events were lost and nobody counted them. */
    public static final long UNCOUNTED = -1;

    private static final int LENGTH = 0xf_ffff;
    private static final int MISSED_EVENTS = 1 << 31;
    private static final int MISSED_STORED = 1 << 30;

    private static final int LONG_RECORD = 0;
    private static final int LONGEST_SHORT = 28;
    private static final int PADDING = 29;
    private static final int TIME_EXTEND = 30;
    private static final int DELTA_BITS = 27;
    /** Absolute times have 59 bits; those above are as in the time before. */
    private static final long STAMP = (1L << 59) - 1;

    private final Pages pages;
    private final PageLayout layout;
    private byte[] buffer = {};
    private int next;
    private int end;
    /** Whether the page has a record behind its data, which the kernel leaves zero: its length is wrong. */
    private boolean moreBehind;

    private long lastTime;

    /** Time in ns, or in ticks of the trace's clock; never falls. */
    public long time;

    /** Index of the event in {@link #buffer}. */
    public int at;

    /** Bytes of the event. */
    public int length;

    /** Events lost since the event before, 0 for none; {@link #takeLost} zeroes it. */
    private long lost;

    /** Starts ahead of the first page. */
    public RingEvents(Pages pages, PageLayout layout) {
        this.pages = pages;
        this.layout = layout;
    }

    /** What holds the event until the next call of {@link #next}. */
    public byte[] buffer() {
        return buffer;
    }

    /** Whether events were lost since the last call of {@link #takeLost}. */
    public boolean hasLost() {
        return lost != 0;
    }

    /** How many were lost, {@link #UNCOUNTED} if nobody knows; none afterwards. */
    public long takeLost() {
        long count = lost;
        lost = 0;
        return count;
    }

    /** Counts events as lost ahead of the next one. */
    public void addLost(long count) {
        lost = lost == UNCOUNTED || count == UNCOUNTED ? UNCOUNTED : Math.max(lost + count, lost);
    }

    /** Gives up what is left of the page. */
    public void skipPage() {
        next = end;
    }

    /**
     * Goes to the next event.
     *
     * @return false at the end
     * @throws TraceException if a page is damaged; the call after that goes on behind the damage if {@link #skipPage}
     *     was called
     */
    public boolean next() throws IOException {
        while (true) {
            if (next < end) {
                if (nextInPage()) {
                    return true;
                }
            } else if (!startPage()) {
                return false;
            }
        }
    }

    private boolean startPage() throws IOException {
        next = 0;
        end = 0;
        if (moreBehind) {
            addLost(UNCOUNTED);
            moreBehind = false;
        }
        if (!pages.next()) {
            return false;
        }
        buffer = pages.buffer();
        int page = pages.at();
        int commit = i32(buffer, page + layout.commitAt());
        int size = commit & LENGTH;
        int room = pages.pageSize() - layout.dataAt();
        if (size > room) {
            throw damage(page + layout.commitAt(), "a page with " + size + " bytes of data", "at most " + room);
        }
        boolean stored = (commit & MISSED_STORED) != 0;
        if ((commit & MISSED_EVENTS) != 0) {
            addLost(stored ? storedCount(page, size, room) : UNCOUNTED);
        } else if (stored) {
            throw damage(page + layout.commitAt(), "a count of lost events", "events lost ahead of the page");
        }
        time = i64(buffer, page + layout.stampAt());
        next = page + layout.dataAt();
        end = next + size;
        int behind = size + (stored ? layout.longSize() : 0);
        moreBehind = behind + 4 <= room && i32(buffer, page + layout.dataAt() + behind) != 0;
        if (size > 0) {
            checkTime(page + layout.stampAt());
        }
        return true;
    }

    private long storedCount(int page, int size, int room) throws TraceException {
        if (size + layout.longSize() > room) {
            throw damage(
                    page + layout.commitAt(),
                    "a count of lost events behind " + size + " bytes of data",
                    "room for it in the page");
        }
        long count = unsigned(buffer, page + layout.dataAt() + size, layout.longSize());
        if (count < 0) {
            throw damage(page + layout.dataAt() + size, "a count of lost events " + count, "one below 2^63");
        }
        return count == 0 ? UNCOUNTED : count;
    }

    /** Goes over one record; true if it is an event. */
    private boolean nextInPage() throws TraceException {
        int record = next;
        if (end - record < 4) {
            throw damage(record, end - record + " bytes", "a record of at least 4");
        }
        int header = i32(buffer, record);
        int type = header & 0x1f;
        int delta = header >>> 5;
        if (type <= LONGEST_SHORT && type != LONG_RECORD) {
            at = record + 4;
            length = 4 * type;
            next = at + length;
            if (next > end) {
                throw beyond(record, length);
            }
            time += delta;
            checkTime(record);
            return true;
        }
        return nextRare(record, type, delta);
    }

    private boolean nextRare(int record, int type, int delta) throws TraceException {
        if (type == PADDING && delta == 0) {
            checkEmpty(record);
            next = end;
            return false;
        }
        if (end - record < 8) {
            throw damage(record, end - record + " bytes", "a record of at least 8");
        }
        long word = u32(buffer, record + 4);
        if (type == LONG_RECORD || type == PADDING) {
            if (word < 4 || word > end - record - 4) {
                throw beyond(record, word);
            }
            at = record + 8;
            length = (int) word - 4;
            next = Math.min(end, record + 4 + ((int) word + 3 & ~3));
            time += delta;
            checkTime(record);
            return type == LONG_RECORD;
        }
        long wide = (word << DELTA_BITS) + delta;
        if (type == TIME_EXTEND) {
            time += wide;
        } else {
            long stamp = time & ~STAMP | wide & STAMP;
            time = stamp < time ? stamp + STAMP + 1 : stamp;
        }
        next = record + 8;
        checkTime(record);
        return false;
    }

    /** A page ends with what is too short for a record, or with zeros. */
    private void checkEmpty(int record) throws TraceException {
        if (end - record < 8) {
            return;
        }
        for (int i = record + 4; i < end; i++) {
            if (buffer[i] != 0) {
                throw damage(record, "the end of a page's records", "one for the " + (end - record) + " bytes left");
            }
        }
    }

    private void checkTime(int where) throws TraceException {
        if (time < lastTime) {
            throw damage(
                    where,
                    "time " + Long.toUnsignedString(time),
                    "one not before " + lastTime + " ns, the time before");
        }
        lastTime = time;
    }

    private TraceException beyond(int record, long size) {
        return damage(
                record, "a record of " + size + " bytes", "4 to the " + (end - record - 4) + " bytes left in the page");
    }

    private TraceException damage(int where, String found, String expected) {
        return pages.damage(where, found, expected);
    }
}
