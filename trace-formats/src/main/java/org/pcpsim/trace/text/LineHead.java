package org.pcpsim.trace.text;

/**
 * The part of an event's line ahead of its fields: {@code comm-pid [cpu] flags time: name:}.
 *
 * <p>Trace-format spec section 4.1. The columns {@code (tgid)} (option record-tgid) and {@code flags} (absent with
 * noirq-info) are optional.
 */
final class LineHead {
    /** CPUs are numbered below this. */
    static final int CPU_LIMIT = 8192;

    /** Where {@code [} is when neither the command name nor the pid is wider than its column. */
    private static final int USUAL_BRACKET = 25;

    private static final long MAX_SECONDS = Long.MAX_VALUE / 1_000_000_000L - 1;

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
    /** Behind the colon and the blank that end the name. */
    int fieldsFrom;

    /** Where the last failure was and what was expected there. */
    int failedAt;

    String expected = "";

    /**
     * Takes a line apart; the array needs {@link Words#SLACK} bytes behind it.
     *
     * @return whether it is an event's line; if not, {@link #failedAt} and {@link #expected} say why
     */
    boolean parse(byte[] text, int from, int to) {
        fail(from, "an event: comm-pid [cpu] flags time: name: fields");
        int usual = from + USUAL_BRACKET;
        if (usual < to && text[usual] == '[' && parseAt(text, from, usual, to)) {
            return true;
        }
        for (int i = from + 1; i < to; i++) {
            if (text[i] == '[' && i != usual && text[i - 1] == ' ' && parseAt(text, from, i, to)) {
                return true;
            }
        }
        return false;
    }

    private boolean parseAt(byte[] text, int from, int bracket, int to) {
        int at = parseCpu(text, bracket + 1, to);
        return at >= 0
                && parseTask(text, from, bracket)
                && (at = parseFlags(text, at, to)) >= 0
                && (at = parseTime(text, at, to)) >= 0
                && parseName(text, at, to)
                && checkCpu(bracket)
                && trimComm(text, from);
    }

    /** Digits, {@code ]} and a blank. */
    private int parseCpu(byte[] text, int start, int to) {
        long word = Words.at(text, start);
        int digits = Words.digits(word);
        int at = start + digits;
        if (digits == 0 || digits == 8 || at + 1 >= to || text[at] != ']' || text[at + 1] != ' ') {
            return -1;
        }
        cpu = Words.decimal(word, digits);
        return at + 1;
    }

    /** From the bracket leftwards: blanks, maybe {@code (tgid)}, blanks, pid, {@code -}; the rest is the name. */
    private boolean parseTask(byte[] text, int from, int bracket) {
        int at = blanksBefore(text, from, bracket);
        if (at > from && text[at - 1] == ')') {
            at--;
            while (at > from && text[at - 1] != '(') {
                byte c = text[--at];
                if (!isDigit(c) && c != ' ' && c != '-') {
                    return false;
                }
            }
            at = blanksBefore(text, from, Math.max(from, at - 1));
        }
        int value = 0;
        int scale = 1;
        int end = at;
        while (at > from && isDigit(text[at - 1]) && end - at < 9) {
            value += scale * (text[--at] - '0');
            scale *= 10;
        }
        if (at == end || at == from || text[at - 1] != '-') {
            return false;
        }
        pid = value;
        commTo = at - 1;
        return true;
    }

    /** Only once the whole line is known to fit, so that a hostile one is not scanned again and again. */
    private boolean trimComm(byte[] text, int from) {
        commFrom = Words.notBlank(text, from, commTo);
        return true;
    }

    private static int blanksBefore(byte[] text, int from, int to) {
        int at = to;
        while (at > from && text[at - 1] == ' ') {
            at--;
        }
        return at;
    }

    /** Four or five characters, or none where the time, which ends in a colon, follows at once. */
    private int parseFlags(byte[] text, int start, int to) {
        int from = Words.notBlank(text, start, to);
        int end = Words.blank(text, from, to);
        flagsFrom = from;
        if (end < to && (end - from == 4 || end - from == 5) && text[end - 1] != ':') {
            flagsTo = end;
            return end;
        }
        flagsTo = from;
        return from;
    }

    private int parseTime(byte[] text, int start, int to) {
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

    /** A blank, a word, a colon and a blank; a stack trace has no colon. */
    private boolean parseName(byte[] text, int start, int to) {
        if (start >= to || text[start] != ' ') {
            return failed(start, "a blank and the event's name") >= 0;
        }
        nameFrom = start + 1;
        nameTo = Words.blankOrColon(text, nameFrom, to);
        if (nameTo < to && nameTo > nameFrom && text[nameTo] == ':') {
            fieldsFrom = nameTo + 1 < to && text[nameTo + 1] == ' ' ? nameTo + 2 : nameTo + 1;
            return true;
        }
        if (Ignored.isStackTrace(text, nameFrom, to)) {
            nameTo = to;
            fieldsFrom = to;
            return true;
        }
        return failed(nameFrom, "an event's name and a colon") >= 0;
    }

    private boolean checkCpu(int bracket) {
        return cpu < CPU_LIMIT || failed(bracket, "a CPU below " + CPU_LIMIT) >= 0;
    }

    private int failed(int at, String what) {
        fail(at, what);
        return -1;
    }

    private void fail(int at, String what) {
        failedAt = at;
        expected = what;
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }
}
