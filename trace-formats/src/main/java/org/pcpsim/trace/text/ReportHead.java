package org.pcpsim.trace.text;

/**
 * {@code comm-pid [cpu] time: name:} as {@code trace-cmd report} prints it, or with {@code -l} {@code comm-pid cpuflags
 * time: name:}; trace-format spec section 4.3.
 *
 * <p>Ahead of it may stand the instance's name and a colon; behind the time what {@code --ts-diff} adds.
 */
final class ReportHead extends LineHead {
    private static final int LONGEST_FLAGS = 6;

    @Override
    boolean parse(byte[] text, int from, int to) {
        failed(from, "an event: comm-pid [cpu] time: name: fields");
        int prefix = prefixEnd(text, from, to);
        return prefix > from && parseFrom(text, prefix, to) || parseFrom(text, from, to);
    }

    /** Behind the colon of {@code NAME: }, {@code from} if there is none. Without a name lines begin with a blank. */
    static int prefixEnd(byte[] text, int from, int to) {
        if (from < to && text[from] != ' ') {
            for (int i = from; i + 1 < to; i++) {
                if (text[i] == ':' && text[i + 1] == ' ') {
                    return i + 1;
                }
            }
        }
        return from;
    }

    private boolean parseFrom(byte[] text, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (text[i - 1] == ' '
                    && (text[i] == '[' && parseBracket(text, from, i, to)
                            || isDigit(text[i]) && parseLatency(text, from, i, to))) {
                return trimComm(text, from);
            }
        }
        return false;
    }

    private boolean parseBracket(byte[] text, int from, int open, int to) {
        bracket = open;
        flagsFrom = open;
        flagsTo = open;
        int at = parseCpu(text, open + 1, to);
        return at >= 0
                && parseTask(text, from, open)
                && (at = parseTime(text, at, to)) >= 0
                && parseName(text, at, to)
                && checkCpu(open);
    }

    /** The CPU with the flags right behind it, the first of which is no digit. */
    private boolean parseLatency(byte[] text, int from, int start, int to) {
        long word = Words.at(text, start);
        int digits = Words.digits(word);
        int flags = start + digits;
        int end = flags;
        while (end < to && text[end] != ' ' && end - flags <= LONGEST_FLAGS) {
            end++;
        }
        if (digits == 8 || end >= to || end - flags < 4 || end - flags > LONGEST_FLAGS || text[end - 1] == ':') {
            return false;
        }
        bracket = -1;
        cpu = Words.decimal(word, digits);
        flagsFrom = flags;
        flagsTo = end;
        int at = end;
        return parseTask(text, from, start)
                && (at = parseTime(text, at, to)) >= 0
                && parseName(text, at, to)
                && checkCpu(start);
    }

    private boolean parseTask(byte[] text, int from, int next) {
        int end = blanksBefore(text, from, next);
        int at = parsePid(text, from, end);
        if (at == end || at == from || text[at - 1] != '-') {
            return false;
        }
        commTo = at - 1;
        return true;
    }

    private boolean parseName(byte[] text, int start, int to) {
        int at = Words.notBlank(text, start, to);
        if (at < to && text[at] == '(') {
            at = Words.notBlank(text, Words.blank(text, at, to), to);
        }
        nameFrom = at;
        nameTo = Words.blankOrColon(text, at, to);
        boolean ends = nameTo < to && text[nameTo] == ':' && (nameTo + 1 == to || text[nameTo + 1] == ' ');
        if (at == start || nameTo == at || !ends) {
            return failed(at, "an event's name and a colon") >= 0;
        }
        fieldsFrom = Words.notBlank(text, nameTo + 1, to);
        return true;
    }
}
