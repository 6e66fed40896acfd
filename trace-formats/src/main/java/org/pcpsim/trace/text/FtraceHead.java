package org.pcpsim.trace.text;

import java.util.Arrays;

/**
 * {@code comm-pid [cpu] flags time: name:} as tracefs prints it; trace-format spec section 4.1.
 *
 * <p>The columns {@code (tgid)} (option record-tgid) and {@code flags} (absent with noirq-info) are optional.
 */
final class FtraceHead extends LineHead {
    /** Where {@code [} is when neither the command name nor the pid is wider than its column. */
    private static final int USUAL_BRACKET = 25;

    private static final byte[] MARK = {
        't', 'r', 'a', 'c', 'i', 'n', 'g', '_', 'm', 'a', 'r', 'k', '_', 'w', 'r', 'i', 't', 'e'
    };

    @Override
    boolean parse(byte[] text, int from, int to) {
        failed(from, "an event: comm-pid [cpu] flags time: name: fields");
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

    private boolean parseAt(byte[] text, int from, int open, int to) {
        bracket = open;
        int at = parseCpu(text, open + 1, to);
        return at >= 0
                && text[at] == ' '
                && parseTask(text, from, open)
                && (at = parseFlags(text, at, to)) >= 0
                && (at = parseTime(text, at, to)) >= 0
                && parseName(text, at, to)
                && checkCpu(open)
                && trimComm(text, from);
    }

    /** From the bracket leftwards: blanks, maybe {@code (tgid)}, blanks, pid, {@code -}; the rest is the name. */
    private boolean parseTask(byte[] text, int from, int next) {
        int end = blanksBefore(text, from, next);
        if (end > from && text[end - 1] == ')') {
            end--;
            while (end > from && text[end - 1] != '(') {
                byte c = text[--end];
                if (!isDigit(c) && c != ' ' && c != '-') {
                    return false;
                }
            }
            end = blanksBefore(text, from, Math.max(from, end - 1));
        }
        int at = parsePid(text, from, end);
        if (at == end || at == from || text[at - 1] != '-') {
            return false;
        }
        commTo = at - 1;
        return true;
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

    /** A blank, a word, a colon and a blank; but stack traces and types without a name have no colon. */
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
        if (Ignored.isStackTrace(text, nameFrom, to) || Ignored.isUnknownType(text, nameFrom, to)) {
            nameTo = to;
            fieldsFrom = to;
            return true;
        }
        return isMarkWithAddress(text, to) || failed(nameFrom, "an event's name and a colon") >= 0;
    }

    /** Option sym-addr: {@code tracing_mark_write <ffffffff81498b1a>: text}. */
    private boolean isMarkWithAddress(byte[] text, int to) {
        if (nameTo - nameFrom != MARK.length
                || nameTo + 2 >= to
                || text[nameTo + 1] != '<'
                || !Arrays.equals(text, nameFrom, nameTo, MARK, 0, MARK.length)) {
            return false;
        }
        int close = Words.blankOrColon(text, nameTo + 2, to);
        if (close >= to || text[close] != ':' || text[close - 1] != '>') {
            return false;
        }
        fieldsFrom = close + 1 < to && text[close + 1] == ' ' ? close + 2 : close + 1;
        return true;
    }
}
