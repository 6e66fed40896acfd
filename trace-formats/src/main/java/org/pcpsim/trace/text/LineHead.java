package org.pcpsim.trace.text;

/**
 * The part of an event's line ahead of its fields: who, on which CPU, when, and the event's name.
 *
 * <p>One for each form of text. Arrays need {@link Words#SLACK} bytes behind the line.
 */
abstract class LineHead {
    /** CPUs are numbered below this. */
    static final int CPU_LIMIT = 8192;

    private static final long MAX_SECONDS = Long.MAX_VALUE / 1_000_000_000L - 1;

    /** Where {@code [} of the CPU is, −1 if the form has none. */
    int bracket;

    int commFrom;
    int commTo;
    int pid;
    int cpu;
    int flagsFrom;
    int flagsTo;
    int timeFrom;
    int timeTo;
    /** In ns, or in ticks of an unknown unit. */
    long time;
    /** Digits behind the point: 6 or 9, or 0 for ticks. */
    int fraction;

    int nameFrom;
    int nameTo;
    /** Behind the colon that ends the name, and the blanks that the form puts there. */
    int fieldsFrom;

    /** Where the last failure was and what was expected there. */
    int failedAt;

    String expected = "";

    /**
     * Takes a line apart.
     *
     * @return whether it is an event's line; if not, {@link #failedAt} and {@link #expected} say why
     */
    abstract boolean parse(byte[] text, int from, int to);

    /** Digits and {@code ]}; where it ends, −1 if it is something else. */
    final int parseCpu(byte[] text, int start, int to) {
        long word = Words.at(text, start);
        int digits = Words.digits(word);
        int at = start + digits;
        if (digits == 0 || digits == 8 || at + 1 >= to || text[at] != ']') {
            return -1;
        }
        cpu = Words.decimal(word, digits);
        return at + 1;
    }

    /** Digits that end at an index, none if they are a number that no {@code int} holds; where they begin. */
    final int parsePid(byte[] text, int from, int end) {
        int at = end;
        long value = 0;
        long scale = 1;
        while (at > from && isDigit(text[at - 1]) && end - at < 10) {
            value += scale * (text[--at] - '0');
            scale *= 10;
        }
        pid = (int) value;
        return value > Integer.MAX_VALUE ? end : at;
    }

    /** Blanks, a time and a colon; where it ends, −1 if there is none. */
    final int parseTime(byte[] text, int start, int to) {
        int from = Words.notBlank(text, start, to);
        long word = Words.at(text, from);
        int digits = Words.digits(word);
        timeFrom = from;
        if (digits > 0 && digits < 8 && text[from + digits] == '.') {
            int decimals = from + digits + 1;
            long part = Words.at(text, decimals);
            timeTo = decimals + 6;
            if (Words.digits(part) == 6 && text[timeTo] == ':') {
                fraction = 6;
                time = Words.decimal(word, digits) * 1_000_000_000L + Words.decimal(part, 6) * 1000L;
                return timeTo + 1;
            }
        }
        return parseRareTime(text, from, to);
    }

    /** Ticks, nanoseconds, or damage. */
    private int parseRareTime(byte[] text, int from, int to) {
        int at = from;
        long whole = 0;
        while (at < to && isDigit(text[at]) && at - from < 18) {
            whole = 10 * whole + text[at++] - '0';
        }
        if (at == from || at >= to) {
            return failed(from, "a time such as 937.213794:");
        }
        if (text[at] == ':') {
            fraction = 0;
            time = whole;
            timeTo = at;
            return at + 1;
        }
        int point = at++;
        long part = 0;
        while (at < to && isDigit(text[at]) && at - point < 11) {
            part = 10 * part + text[at++] - '0';
        }
        fraction = at - point - 1;
        if (text[point] != '.' || at >= to || text[at] != ':' || fraction != 6 && fraction != 9) {
            return failed(from, "a time in seconds with 6 or 9 decimals and a colon");
        }
        if (whole > MAX_SECONDS) {
            return failed(from, "a time below " + MAX_SECONDS + " s");
        }
        timeTo = at;
        time = whole * 1_000_000_000L + (fraction == 6 ? part * 1000 : part);
        return at + 1;
    }

    final boolean checkCpu(int at) {
        return cpu < CPU_LIMIT || failed(at, "a CPU below " + CPU_LIMIT) >= 0;
    }

    /** Only once the whole line is known to fit, so that a hostile one is not scanned again and again. */
    final boolean trimComm(byte[] text, int from) {
        commFrom = Words.notBlank(text, from, commTo);
        return true;
    }

    /** Notes a failure; −1. */
    final int failed(int at, String what) {
        failedAt = at;
        expected = what;
        return -1;
    }

    static int blanksBefore(byte[] text, int from, int to) {
        int at = to;
        while (at > from && text[at - 1] == ' ') {
            at--;
        }
        return at;
    }

    static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }
}
