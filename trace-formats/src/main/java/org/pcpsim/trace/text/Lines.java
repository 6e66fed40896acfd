package org.pcpsim.trace.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.input.Damage;
import org.pcpsim.trace.input.Limit;
import org.pcpsim.trace.input.Limits;

/** The lines of an input in one reused buffer; of a limited length, ended by {@code \n} or {@code \r\n}. */
final class Lines {
    private static final int START_SIZE = 256 * 1024;
    /** A line feed that ends every search, and what {@link Words} may read behind it. */
    private static final int BEHIND = 1 + Words.SLACK;

    private static final int SHOWN = 200;
    /** Few enough that an error shows them all, with what follows. */
    private static final int SHOWN_OF_CUT = 40;

    private final String name;
    private final Limits limits;
    private final long longest;
    private final Damage damage;
    private boolean cut;
    private final InputStream input;
    private int next;
    private int end;

    /** Holds the line, and {@link Words#SLACK} bytes behind its text at least; another array after {@link #advance}. */
    byte[] text = new byte[START_SIZE + BEHIND];

    /** Where the line begins. */
    int from;

    /** Where the line ends, its line end not included. */
    int to;

    /** The line's number, counted from 1. */
    long number;

    /** Lines of a stream, which messages call by the name. */
    Lines(String name, InputStream input, Limits limits, Damage damage) {
        this.limits = limits;
        this.longest = limits.get(Limit.LINE);
        this.damage = damage;
        this.name = name;
        this.input = input;
        text[0] = '\n';
    }

    /**
     * Goes to the next line.
     *
     * @return false at the end of the input
     * @throws TraceException if the line is too long or the last one has no line end
     */
    boolean advance() throws IOException {
        int lineFeed = Words.lineFeed(text, next, end);
        if (lineFeed == end) {
            lineFeed = refill();
            if (lineFeed < 0) {
                return false;
            }
        }
        from = next;
        to = lineFeed > from && text[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
        next = lineFeed + 1;
        number++;
        if (to - from > longest) {
            throw limits.exceeded(name + ":" + number, Limit.LINE);
        }
        return true;
    }

    /** Whether the last line had no end and was passed over, at the end of the input. */
    boolean isCut() {
        return cut;
    }

    /** Where the next line begins in {@link #text}. */
    int next() {
        return next;
    }

    /** Where what has been read into {@link #text} ends; a line feed of ours follows. */
    int end() {
        return end;
    }

    /** Passes over some whole lines behind this one, which the caller has read. */
    void skip(int to, int count) {
        next = to;
        number += count;
    }

    /** The error that says what is wrong with a part of the line. */
    TraceException damage(int partFrom, int partTo, String expected) {
        return TraceException.atLine(name, number, shown(partFrom, partTo), expected);
    }

    /** Part of the line as text, for errors and the few lines that are not events; bytes that are not UTF-8 replaced. */
    String string(int partFrom, int partTo) {
        return new String(text, partFrom, partTo - partFrom, StandardCharsets.UTF_8);
    }

    /** The beginning of a part of the line, for errors. */
    String shown(int partFrom, int partTo) {
        return string(partFrom, Math.min(partTo, partFrom + SHOWN));
    }

    void close() throws IOException {
        input.close();
    }

    /** Reads until there is a line feed; −1 at the end of the input. */
    private int refill() throws IOException {
        int searched = end - next;
        System.arraycopy(text, next, text, 0, searched);
        next = 0;
        end = searched;
        while (true) {
            if (end == text.length - BEHIND) {
                grow();
            }
            int count = input.read(text, end, text.length - BEHIND - end);
            if (count < 0) {
                return endOfInput();
            }
            end += count;
            text[end] = '\n';
            int lineFeed = Words.lineFeed(text, searched, end);
            if (lineFeed < end) {
                return lineFeed;
            }
            searched = end;
        }
    }

    private void grow() throws TraceException {
        if (end > longest) {
            number++;
            throw limits.exceeded(name + ":" + number, Limit.LINE);
        }
        byte[] larger = new byte[2 * (text.length - BEHIND) + BEHIND];
        System.arraycopy(text, 0, larger, 0, end);
        text = larger;
    }

    private int endOfInput() throws TraceException {
        if (end > 0) {
            number++;
            String found = string(Math.max(0, end - SHOWN_OF_CUT), end) + "<end of file>";
            damage.accept(TraceException.atLine(name, number, found, "a line end: the last line is cut"));
            cut = true;
        }
        return -1;
    }
}
