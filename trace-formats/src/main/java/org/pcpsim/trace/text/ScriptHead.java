package org.pcpsim.trace.text;

/**
 * {@code comm pid [cpu] time: system:name:} as {@code perf script} prints it; trace-format spec section 4.4.
 *
 * <p>The command name and the pid are optional; of {@code pid/tid} the tid counts, as elsewhere. A word between CPU and
 * time ({@code -F misc}) and a number behind the time ({@code -F period}) are passed over.
 */
final class ScriptHead extends LineHead {
    /** What users must ask perf for. */
    static final String FIELDS = "perf script -F comm,tid,cpu,time,event,trace";

    /** What perf allows behind the colon of an event that is no tracepoint. */
    private static final String MODIFIERS = "ukhGHpPSDWeIb";

    private static final long RECORD = Words.of("PERF_REC");
    private static final int LONGEST_MISC = 8;

    @Override
    boolean parse(byte[] text, int from, int to) {
        failed(from, "an event: comm pid [cpu] time: system:name: fields");
        for (int i = from; i < to; i++) {
            if (text[i] == '[' && (i == from || text[i - 1] == ' ') && parseAt(text, from, i, to)) {
                return true;
            }
        }
        return false;
    }

    private boolean parseAt(byte[] text, int from, int open, int to) {
        bracket = open;
        flagsFrom = open;
        flagsTo = open;
        int at = parseCpu(text, open + 1, to);
        return at >= 0
                && text[at] == ' '
                && parseTask(text, from, open)
                && (at = parseTime(text, afterMisc(text, at, to), to)) >= 0
                && parseName(text, at, to)
                && checkCpu(open)
                && trimComm(text, from);
    }

    /** From the bracket leftwards: blanks, maybe {@code tid} or {@code pid/tid}; the rest is the name. */
    private boolean parseTask(byte[] text, int from, int next) {
        int end = blanksBefore(text, from, next);
        int at = parsePid(text, from, end);
        boolean known = at < end;
        if (known && at > from && text[at - 1] == '-') {
            // -1: a task that perf does not know.
            pid = 0;
            at--;
        }
        if (known && at > from && text[at - 1] == '/') {
            at--;
            while (at > from && (isDigit(text[at - 1]) || text[at - 1] == '-')) {
                at--;
            }
        }
        if (known && (at == from || text[at - 1] == ' ')) {
            commTo = blanksBefore(text, from, at);
        } else {
            pid = 0;
            commTo = end;
        }
        return true;
    }

    private static int afterMisc(byte[] text, int start, int to) {
        int from = Words.notBlank(text, start, to);
        int at = from;
        while (at < to && text[at] >= 'A' && text[at] <= 'Z' && at - from < LONGEST_MISC) {
            at++;
        }
        return at;
    }

    private boolean parseName(byte[] text, int start, int to) {
        int at = Words.notBlank(text, start, to);
        int end = Words.blank(text, at, to);
        if (at < to && isDigit(text[at]) && text[end - 1] != ':') {
            at = Words.notBlank(text, end, to);
            end = Words.blank(text, at, to);
        }
        if (at == start || end - at < 2 || text[end - 1] != ':' || Words.at(text, at) == RECORD) {
            return failed(at, "an event's name and a colon") >= 0;
        }
        nameTo = end - 1;
        nameFrom = afterSystem(text, at, nameTo);
        fieldsFrom = Words.notBlank(text, end, to);
        return true;
    }

    /** Behind {@code system:}; the letters behind the colon of {@code cycles:u} are no name. */
    private static int afterSystem(byte[] text, int from, int to) {
        int at = Words.blankOrColon(text, from, to) + 1;
        for (int i = at; i < to; i++) {
            if (MODIFIERS.indexOf(text[i]) < 0) {
                return at;
            }
        }
        return from;
    }
}
