package org.pcpsim.trace.text;

import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.TraceException;

/**
 * The {@code key=value} fields of the six kmem events, in any order.
 *
 * <p>Reads the printed form ({@code page=… pfn=0x225018 order=0 …}; a decimal pfn before 5.14) and that of option
 * {@code fields} ({@code pfn=0x1059b9 (1071545) order=0x0 (0) …}). Fields that no column needs are passed over.
 */
final class KmemFields {
    static final int PFN = 1;
    static final int ORDER = 1 << 1;
    static final int MIGRATETYPE = 1 << 2;
    static final int GFP = 1 << 3;
    static final int REFILL = 1 << 4;
    static final int FALLBACK_ORDER = 1 << 5;
    static final int FALLBACK_MIGRATETYPE = 1 << 6;
    static final int OWNERSHIP = 1 << 7;

    private static final String[] NAMES = {
        "pfn=",
        "order=",
        "migratetype=",
        "gfp_flags=",
        "percpu_refill=",
        "fallback_order=",
        "fallback_migratetype=",
        "change_ownership="
    };

    private static final int MAX_ORDER = 10;
    /** {@code MIGRATE_ISOLATE} of a kernel with CMA. */
    static final int MAX_MIGRATETYPE = 5;
    /** A page frame number has at most 64 − 12 bits. */
    private static final long PFN_LIMIT = 1L << 52;

    private static final long PFN_KEY = Words.of("pfn=");
    private static final long PAGE_KEY = Words.of("page=");
    private static final long ORDER_KEY = Words.of("order=");
    private static final long MIGRATETYPE_KEY = Words.of("migratet");
    private static final long GFP_KEY = Words.of("gfp_flag");
    private static final long YPE = Words.of("ype=");
    private static final long S = Words.of("s=");
    private static final long ZEROS = Words.of("00000000");

    private final Lines lines;
    private final boolean allowsTail;
    private byte[] text;
    private int at;
    private int to;
    private int keyFrom;
    private boolean noPage;
    private int seen;

    long pfn;
    int order;
    int migratetype;
    int gfpFrom;
    int gfpTo;
    int refill;
    int fallbackOrder;
    int fallbackMigratetype;
    boolean ownership;

    /**
     * Fields of a line's end.
     *
     * @param allowsTail whether an address and whatever follows it may stand behind the required fields
     */
    KmemFields(Lines lines, boolean allowsTail) {
        this.lines = lines;
        this.allowsTail = allowsTail;
        text = lines.text;
    }

    /**
     * Reads the fields from here to the end of the line.
     *
     * @param required bits of the fields that must be there
     * @throws TraceException if one is missing, comes twice, or has a value that cannot be
     */
    void read(int from, int required) throws TraceException {
        text = lines.text;
        at = from;
        to = lines.to;
        seen = 0;
        noPage = true;
        order = 0;
        while ((at = Words.notBlank(text, at, to)) < to) {
            keyFrom = at;
            if (allowsTail && (seen & required) == required && isAddress()) {
                return;
            }
            readField();
        }
        if ((seen & required) != required) {
            String name = NAMES[Integer.numberOfTrailingZeros(required & ~seen)];
            throw lines.damage(from, to, "a field " + name);
        }
    }

    /**
     * Makes pfn 0 of no page into {@link EventBatch#NO_PFN}: so a failed allocation is printed, while option {@code
     * fields} shows all ones as stored.
     */
    void allowNoPage() {
        if (pfn == 0 && noPage) {
            pfn = EventBatch.NO_PFN;
        }
    }

    /** Refuses the pfn of a failed allocation. */
    void requirePage() throws TraceException {
        if (pfn == EventBatch.NO_PFN) {
            throw lines.damage(lines.from, to, "a pfn below 2^52");
        }
    }

    /** Eight to sixteen hexadecimal digits. */
    private boolean isAddress() {
        int end = at;
        while (end < to && hexDigit(text[end]) >= 0) {
            end++;
        }
        return end - at >= 8 && end - at <= 16 && (end == to || text[end] == ' ');
    }

    private void readField() throws TraceException {
        long word = Words.at(text, at);
        if (Words.first(word, 5) == PAGE_KEY) {
            at += 5;
            readPage();
        } else if (Words.first(word, 4) == PFN_KEY) {
            at += 4;
            readPfn();
        } else if (Words.first(word, 6) == ORDER_KEY) {
            at += 6;
            order = readOrder(ORDER);
        } else if (word == MIGRATETYPE_KEY && Words.first(Words.at(text, at + 8), 4) == YPE) {
            at += 12;
            migratetype = readMigratetype(MIGRATETYPE);
        } else if (word == GFP_KEY && Words.first(Words.at(text, at + 8), 2) == S) {
            at += 10;
            readGfp();
        } else {
            readRareField();
        }
    }

    private void readRareField() throws TraceException {
        while (at < to
                && (text[at] >= 'a' && text[at] <= 'z' || text[at] == '_' || text[at] >= '0' && text[at] <= '9')) {
            at++;
        }
        if (at == keyFrom || at >= to || text[at] != '=') {
            throw lines.damage(keyFrom, to, "a field name=value");
        }
        at++;
        switch (at - keyFrom) {
            case 12 -> rare("alloc_order=", ORDER);
            case 14 -> rare("percpu_refill=", REFILL);
            case 15 -> rare("fallback_order=", FALLBACK_ORDER);
            case 17 -> rare("change_ownership=", OWNERSHIP);
            case 18 -> rare("alloc_migratetype=", MIGRATETYPE);
            case 21 -> rare("fallback_migratetype=", FALLBACK_MIGRATETYPE);
            default -> skipValue();
        }
    }

    private void rare(String key, int field) throws TraceException {
        if (!isKey(key)) {
            skipValue();
            return;
        }
        switch (field) {
            case ORDER -> order = readOrder(ORDER);
            case MIGRATETYPE -> migratetype = readMigratetype(MIGRATETYPE);
            case REFILL -> refill = (int) readNumber(REFILL, 1, "0 or 1");
            case FALLBACK_ORDER -> fallbackOrder = readOrder(FALLBACK_ORDER);
            case FALLBACK_MIGRATETYPE -> fallbackMigratetype = readMigratetype(FALLBACK_MIGRATETYPE);
            default -> ownership = readNumber(OWNERSHIP, 1, "0 or 1") == 1;
        }
    }

    private boolean isKey(String key) {
        for (int i = 0; i < key.length(); i++) {
            if (text[keyFrom + i] != key.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Only tells a page from none: the value is hashed unless the kernel was told otherwise. */
    private void readPage() throws TraceException {
        if (at + 16 < to && text[at + 16] == ' ') {
            long high = Words.at(text, at);
            long low = Words.at(text, at + 8);
            if (!Words.hasBlank(high) && !Words.hasBlank(low)) {
                noPage = high == ZEROS && low == ZEROS;
                at += 16;
                return;
            }
        }
        int from = at;
        skipValue();
        noPage = true;
        for (int i = from; i < at; i++) {
            noPage &= text[i] == '0' || text[i] == 'x';
        }
        String nil = at - from < 8 ? lines.string(from, at) : "";
        noPage |= nil.equals("(nil)") || nil.equals("(null)");
    }

    private void readPfn() throws TraceException {
        mark(PFN);
        if (isHex()) {
            long word = Words.at(text, at + 2);
            int digits = Words.hexDigits(word);
            int end = at + 2 + digits;
            if (digits > 0 && digits < 8 && (end == to || text[end] == ' ')) {
                pfn = Words.hexadecimal(word, digits);
                at = end;
                skipRepeated();
                return;
            }
        }
        readRarePfn();
    }

    /** Long, decimal or damaged. */
    private void readRarePfn() throws TraceException {
        int from = at;
        long value = 0;
        boolean overflow = false;
        if (isHex()) {
            at += 2;
            int digits = at;
            for (int digit; at < to && (digit = hexDigit(text[at])) >= 0; at++) {
                overflow |= value >>> 60 != 0;
                value = value << 4 | digit;
            }
            endNumber(digits, "a pfn");
        } else {
            while (at < to && text[at] >= '0' && text[at] <= '9') {
                int digit = text[at++] - '0';
                overflow |= Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, 10)) > 0;
                value = 10 * value + digit;
            }
            endNumber(from, "a pfn");
        }
        if (overflow || value != EventBatch.NO_PFN && (value < 0 || value >= PFN_LIMIT)) {
            throw lines.damage(keyFrom, to, "a pfn below 2^52");
        }
        pfn = value;
    }

    private void readGfp() throws TraceException {
        mark(GFP);
        gfpFrom = at;
        at = Words.blank(text, at, to);
        gfpTo = at;
        skipRepeated();
    }

    private int readOrder(int field) throws TraceException {
        return (int) readNumber(field, MAX_ORDER, "an order of 0 to 10");
    }

    private int readMigratetype(int field) throws TraceException {
        return (int) readNumber(field, MAX_MIGRATETYPE, "a migratetype of 0 to 5");
    }

    private long readNumber(int field, int max, String expected) throws TraceException {
        mark(field);
        if (at < to && text[at] >= '0' && text[at] <= '9' && (at + 1 == to || text[at + 1] == ' ')) {
            int digit = text[at++] - '0';
            if (digit > max) {
                throw lines.damage(keyFrom, at, expected);
            }
            skipRepeated();
            return digit;
        }
        return readLongNumber(max, expected);
    }

    private long readLongNumber(int max, String expected) throws TraceException {
        int base = 10;
        if (isHex()) {
            at += 2;
            base = 16;
        }
        int digits = at;
        long value = 0;
        for (int digit; at < to && (digit = hexDigit(text[at])) >= 0 && digit < base; at++) {
            value = Math.min(base * value + digit, Integer.MAX_VALUE);
        }
        endNumber(digits, expected);
        if (value > max) {
            throw lines.damage(keyFrom, at, expected);
        }
        return value;
    }

    private void mark(int field) throws TraceException {
        if ((seen & field) != 0) {
            throw lines.damage(keyFrom, to, "each field once");
        }
        seen |= field;
    }

    /** There must have been digits, and a blank or the end must follow. */
    private void endNumber(int digits, String expected) throws TraceException {
        if (at == digits || at < to && text[at] != ' ') {
            throw lines.damage(keyFrom, to, expected);
        }
        skipRepeated();
    }

    private void skipValue() {
        at = Words.blank(text, at, to);
        skipRepeated();
    }

    /** Passes over {@code (1071545)}, by which option {@code fields} says a number again in decimal. */
    private void skipRepeated() {
        if (at + 2 < to && text[at] == ' ' && text[at + 1] == '(') {
            int close = at + 2;
            while (close < to && text[close] != ')' && text[close] != ' ') {
                close++;
            }
            if (close < to && text[close] == ')') {
                at = close + 1;
            }
        }
    }

    private boolean isHex() {
        return at + 2 < to && text[at] == '0' && text[at + 1] == 'x';
    }

    private static int hexDigit(byte c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }
}
