package org.pcpsim.trace.text;

import java.util.Arrays;

/**
 * From the bytes of a text to a small number that was given to it, without making a {@code String} of each occurrence.
 *
 * <p>Hash table with open addressing; what the number means is the caller's matter. Texts that are put must be bounded
 * by the caller in number and length.
 */
final class ByteSymbols {
    /** What {@link #get} returns for a text that was not put. */
    static final int ABSENT = -1;

    private static final long MIX = 0x9e37_79b9_7f4a_7c15L;

    private int[] slots = new int[256];
    private int count;
    private long[] hashes = new long[64];
    private int[] starts = new int[65];
    private int[] values = new int[64];
    private byte[] bytes = new byte[1024];

    /** The entry found last. */
    private int last;

    /** Behind the text that {@link #getUntil} looked for. */
    int end;

    /** The number of a text; the array needs {@link Words#SLACK} bytes behind {@code to}. */
    int get(byte[] text, int from, int to) {
        return find(text, from, to, hash(text, from, to));
    }

    /**
     * The number of the text that ends ahead of the first delimiter, which {@link #end} then is the index of.
     *
     * <p>No text that was put may hold the delimiter.
     *
     * @param delimiters the byte, eight times
     * @param words where to give up, in eight bytes
     */
    int getUntil(byte[] text, int from, long delimiters, int words) {
        // Often it is the same as before.
        int until = from + starts[last + 1] - starts[last];
        if (last < count
                && until <= text.length - Words.SLACK
                && text[until] == (byte) delimiters
                && isEntry(last, text, from, until)) {
            end = until;
            return values[last];
        }
        long hash = 0;
        int at = from;
        int limit = from + 8 * words;
        while (true) {
            long word = Words.at(text, at);
            long found = Words.zeroBytes(word ^ delimiters);
            if (found != 0) {
                int rest = Words.index(found);
                end = at + rest;
                return find(text, from, end, last(hash, Words.first(word, rest), end - from));
            }
            hash = mixed(hash, word);
            at += 8;
            if (at > limit) {
                return ABSENT;
            }
        }
    }

    private int find(byte[] text, int from, int to, long hash) {
        int mask = slots.length - 1;
        for (int slot = slotOf(hash, mask); slots[slot] != 0; slot = slot + 1 & mask) {
            int entry = slots[slot] - 1;
            if (hashes[entry] == hash && isEntry(entry, text, from, to)) {
                last = entry;
                return values[entry];
            }
        }
        return ABSENT;
    }

    /** How many texts have a number. */
    int size() {
        return count;
    }

    /** Gives a number, 0 or more, to a text that {@link #get} did not find. */
    void put(byte[] text, int from, int to, int value) {
        if (count == values.length) {
            hashes = Arrays.copyOf(hashes, 2 * count);
            starts = Arrays.copyOf(starts, 2 * count + 1);
            values = Arrays.copyOf(values, 2 * count);
        }
        int start = starts[count];
        int end = start + to - from;
        if (end + Words.SLACK > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end + Words.SLACK, 2 * bytes.length));
        }
        System.arraycopy(text, from, bytes, start, to - from);
        starts[count + 1] = end;
        values[count] = value;
        hashes[count] = hash(text, from, to);
        count++;
        if (4 * count > slots.length) {
            slots = new int[2 * slots.length];
            for (int entry = 0; entry < count - 1; entry++) {
                occupy(entry);
            }
        }
        occupy(count - 1);
    }

    private boolean isEntry(int entry, byte[] text, int from, int to) {
        int start = starts[entry];
        int length = to - from;
        if (starts[entry + 1] - start != length) {
            return false;
        }
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            if (Words.at(bytes, start + i) != Words.at(text, from + i)) {
                return false;
            }
        }
        return Words.first(Words.at(bytes, start + i) ^ Words.at(text, from + i), length - i) == 0;
    }

    private void occupy(int entry) {
        int mask = slots.length - 1;
        int slot = slotOf(hashes[entry], mask);
        while (slots[slot] != 0) {
            slot = slot + 1 & mask;
        }
        slots[slot] = entry + 1;
    }

    private static int slotOf(long hash, int mask) {
        return (int) (hash >>> 32) & mask;
    }

    private static long hash(byte[] text, int from, int to) {
        long hash = 0;
        int i = from;
        for (; i + 8 <= to; i += 8) {
            hash = mixed(hash, Words.at(text, i));
        }
        return last(hash, Words.first(Words.at(text, i), to - i), to - from);
    }

    private static long mixed(long hash, long word) {
        long mixed = (hash ^ word) * MIX;
        return mixed ^ mixed >>> 29;
    }

    /** Takes in the last bytes, at most seven, and the length. */
    private static long last(long hash, long word, int length) {
        return mixed(hash, word | (long) length << 56);
    }
}
