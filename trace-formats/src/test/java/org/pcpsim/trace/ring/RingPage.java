package org.pcpsim.trace.ring;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Puts a ring page together record by record, for tests. */
public final class RingPage {
    private static final long MISSED_EVENTS = 1L << 31;
    private static final long MISSED_STORED = 1L << 30;

    private final ByteBuffer bytes;
    private final int longSize;
    private final int dataAt;
    private long flags;
    private long lost = -1;

    private RingPage(int size, int longSize, long time) {
        bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        this.longSize = longSize;
        dataAt = 8 + longSize;
        bytes.putLong(0, time).position(dataAt);
    }

    /** A page of a 64-bit kernel that begins at a time. */
    public static RingPage at(long time) {
        return new RingPage(4096, 8, time);
    }

    /** A page of any size and kernel; {@code longSize} is 4 or 8. */
    public static RingPage of(int size, int longSize, long time) {
        return new RingPage(size, longSize, time);
    }

    /** An event of at most 112 bytes, a multiple of 4. */
    public RingPage event(long delta, byte[] payload) {
        return header(payload.length / 4, delta).raw(payload);
    }

    /** An event whose length has a word of its own. */
    public RingPage longEvent(long delta, byte[] payload) {
        header(0, delta).word(payload.length + 4).raw(payload);
        bytes.position(bytes.position() + (-payload.length & 3));
        return this;
    }

    public RingPage extend(long delta) {
        return header(30, delta & (1 << 27) - 1).word((int) (delta >>> 27));
    }

    public RingPage stamp(long time) {
        return header(31, time & (1 << 27) - 1).word((int) (time >>> 27));
    }

    /** A discarded event. */
    public RingPage discarded(long delta, int length) {
        header(29, delta).word(length + 4);
        bytes.position(bytes.position() + length);
        return this;
    }

    /** Nothing behind this. */
    public RingPage empty() {
        return header(29, 0);
    }

    public RingPage header(int type, long delta) {
        return word((int) (delta << 5 | type));
    }

    public RingPage word(int value) {
        bytes.putInt(value);
        return this;
    }

    public RingPage raw(byte[] content) {
        bytes.put(content);
        return this;
    }

    /** Says that events were lost before the page. */
    public RingPage missed() {
        flags |= MISSED_EVENTS;
        return this;
    }

    /** Says how many. */
    public RingPage missed(long count) {
        flags |= MISSED_EVENTS | MISSED_STORED;
        lost = count;
        return this;
    }

    /** The whole page; its data ends at the last record. */
    public byte[] bytes() {
        return bytes(bytes.position() - dataAt);
    }

    /** The whole page with another length of data than it has. */
    public byte[] bytes(int length) {
        long commit = length | flags;
        if (longSize == 8) {
            bytes.putLong(8, commit);
        } else {
            bytes.putInt(8, (int) commit);
        }
        if (lost >= 0 && dataAt + length + longSize <= bytes.capacity()) {
            if (longSize == 8) {
                bytes.putLong(dataAt + length, lost);
            } else {
                bytes.putInt(dataAt + length, (int) lost);
            }
        }
        return bytes.array().clone();
    }
}
