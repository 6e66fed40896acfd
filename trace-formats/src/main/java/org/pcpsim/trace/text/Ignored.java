package org.pcpsim.trace.text;

import java.util.Arrays;

/** Lines between the events that say nothing of pages: comments, blank lines, the frames of stack traces. */
final class Ignored {
    private static final byte[] STACK_TRACE = {'<', 's', 't', 'a', 'c', 'k', ' ', 't', 'r', 'a', 'c', 'e', '>'};
    private static final byte[] USER_STACK_TRACE = {
        '<', 'u', 's', 'e', 'r', ' ', 's', 't', 'a', 'c', 'k', ' ', 't', 'r', 'a', 'c', 'e', '>'
    };

    private static final byte[] UNKNOWN_TYPE = {'U', 'N', 'K', 'N', 'O', 'W', 'N', ' ', 'T', 'Y', 'P', 'E', ' '};

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

    /** Whether the line is {@code " => function"} of a stack trace; trace-cmd omits the first blank. */
    static boolean isStackFrame(byte[] text, int from, int to) {
        int at = from < to && text[from] == ' ' ? from + 1 : from;
        return at + 3 <= to && text[at] == '=' && text[at + 1] == '>' && text[at + 2] == ' ';
    }

    /** Whether the range is {@code UNKNOWN TYPE 5}, as option fields prints a mark. */
    static boolean isUnknownType(byte[] text, int from, int to) {
        int length = UNKNOWN_TYPE.length;
        return to > from + length && Arrays.equals(text, from, from + length, UNKNOWN_TYPE, 0, length);
    }

    /** Whether the range is the text that an event with a stack trace has in place of a name. */
    static boolean isStackTrace(byte[] text, int from, int to) {
        return Arrays.equals(text, from, to, STACK_TRACE, 0, STACK_TRACE.length)
                || Arrays.equals(text, from, to, USER_STACK_TRACE, 0, USER_STACK_TRACE.length);
    }
}
