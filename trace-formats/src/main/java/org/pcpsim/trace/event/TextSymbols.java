package org.pcpsim.trace.event;

import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceException;

/** Symbols of one input; more texts than fit are its fault and a {@link TraceException}. Not thread-safe. */
public final class TextSymbols {
    private final String input;
    private final Symbols symbols = new Symbols();

    /** An empty table for the input of that name. */
    public TextSymbols(String input) {
        this.input = input;
    }

    /** What messages call the input. */
    public String input() {
        return input;
    }

    /** The table. */
    public Symbols symbols() {
        return symbols;
    }

    /** The number of a text. */
    public int intern(String text) throws TraceException {
        try {
            return symbols.intern(text);
        } catch (IllegalStateException e) {
            throw TraceException.of(input, "has " + e.getMessage());
        }
    }
}
