package org.pcpsim.trace.text;

import java.util.Arrays;

/** Lines between the events that say nothing of pages: comments, blank lines, the frames of stack traces. */
final class Ignored {
    private static final byte[] STACK_TRACE = {'<', 's', 't', 'a', 'c', 'k', ' ', 't', 'r', 'a', 'c', 'e', '>'};
    private static final byte[] USER_STACK_TRACE = {
        '<', 'u', 's', 'e', 'r', ' ', 's', 't', 'a', 'c', 'k', ' ', 't', 'r', 'a', 'c', 'e', '>'
    };

    private Ignored() {}

    static boolean isComment(byte[] text, int from, int to) {
        return from < to && text[from] == '#';
    }

    /** Whether there is nothing but blanks and tabs. */
    static boolean isBlank(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] != ' ' && text[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    /** Whether the line is {@code " => function"} of a stack trace (options stacktrace, userstacktrace). */
    static boolean isStackFrame(byte[] text, int from, int to) {
        return from + 4 <= to && Words.first(Words.at(text, from), 4) == 0x20_3e_3d_20;
    }

    /** Whether the range is the text that an event with a stack trace has in place of a name. */
    static boolean isStackTrace(byte[] text, int from, int to) {
        return Arrays.equals(text, from, to, STACK_TRACE, 0, STACK_TRACE.length)
                || Arrays.equals(text, from, to, USER_STACK_TRACE, 0, USER_STACK_TRACE.length);
    }
}
