package org.pcpsim.trace.text;

import java.util.Arrays;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.GfpText;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceException;

/** The symbols of a trace, found from bytes of its lines; each distinct text is looked at closely only once. */
final class Texts {
    /** Event codes below this are an {@link EventKind}; others are this plus the symbol of the name. */
    static final int OTHER_BASE = 16;

    private static final long LINE_FEEDS = Words.eight('\n');
    private static final int LONGEST_COMM = 64;
    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_GFP = 1024;
    /** In place of bits: they follow from each event's migratetype. */
    private static final int BY_MIGRATETYPE = -1;

    private final Lines lines;
    private final Symbols symbols = new Symbols();
    private final ByteSymbols comms = new ByteSymbols();
    private final ByteSymbols contexts = new ByteSymbols();
    private final ByteSymbols names = new ByteSymbols();
    private final ByteSymbols gfps = new ByteSymbols();
    private int[] gfpSymbols = new int[64];
    private int[] gfpBits = new int[64];
    private int gfpCount;

    Texts(Lines lines) {
        this.lines = lines;
        know("mm_page_alloc", EventKind.ALLOC);
        know("mm_page_free", EventKind.FREE);
        know("mm_page_free_batched", EventKind.FREE_BATCHED);
        know("mm_page_alloc_zone_locked", EventKind.ZONE_LOCKED);
        know("mm_page_pcpu_drain", EventKind.PCPU_DRAIN);
        know("mm_page_alloc_extfrag", EventKind.EXTFRAG);
        know("tracing_mark_write", EventKind.MARK);
        know("print", EventKind.MARK);
        // Before 3.3 these two were the frees, each page in one of them, and neither repeated the other.
        know("mm_page_free_direct", EventKind.FREE);
        know("mm_pagevec_free", EventKind.FREE);
    }

    Symbols symbols() {
        return symbols;
    }

    int comm(int from, int to) throws TraceException {
        int symbol = comms.get(lines.text, from, to);
        return symbol != ByteSymbols.ABSENT ? symbol : add(comms, from, to, LONGEST_COMM, "a command name", 0);
    }

    /** The flags column. */
    int context(int from, int to) throws TraceException {
        int symbol = contexts.get(lines.text, from, to);
        return symbol != ByteSymbols.ABSENT ? symbol : addContext(from, to);
    }

    /** The flags column if it has been seen, else {@link ByteSymbols#ABSENT}. */
    int knownContext(int from, int to) {
        return contexts.get(lines.text, from, to);
    }

    /** Like {@link #gfp} for a text that ends the line, if it has been seen, else {@link ByteSymbols#ABSENT}. */
    int knownGfp(int from) {
        return gfps.getUntil(lines.text, from, LINE_FEEDS, LONGEST_GFP / 8);
    }

    /** Where the line ends whose text {@link #knownGfp} found. */
    int knownGfpTo() {
        return gfps.end;
    }

    /** What kind of event a name means: below {@link #OTHER_BASE} a kind, otherwise that plus the name's symbol. */
    int event(int from, int to) throws TraceException {
        int code = names.get(lines.text, from, to);
        return code != ByteSymbols.ABSENT ? code : addName(from, to);
    }

    /** A text of which there are few. */
    int mark(int from, int to) throws TraceException {
        return intern(from, to);
    }

    /** An index for {@link #gfpSymbol} and {@link #gfpBits}. */
    int gfp(int from, int to) throws TraceException {
        int index = gfps.get(lines.text, from, to);
        return index != ByteSymbols.ABSENT ? index : addGfp(from, to);
    }

    int gfpSymbol(int index) {
        return gfpSymbols[index];
    }

    int gfpBits(int index, int migratetype) {
        int bits = gfpBits[index];
        return bits == BY_MIGRATETYPE ? GfpText.ofMigratetype(migratetype) : bits;
    }

    private void know(String name, int kind) {
        byte[] text = new byte[name.length() + Words.SLACK];
        for (int i = 0; i < name.length(); i++) {
            text[i] = (byte) name.charAt(i);
        }
        names.put(text, 0, name.length(), kind);
    }

    private int add(ByteSymbols table, int from, int to, int longest, String what, int base) throws TraceException {
        if (to - from > longest) {
            throw lines.damage(from, to, what + " of at most " + longest + " bytes");
        }
        int value = base + intern(from, to);
        table.put(lines.text, from, to, value);
        return value;
    }

    private int addContext(int from, int to) throws TraceException {
        for (int i = from; i < to; i++) {
            byte c = lines.text[i];
            if (!isWord(c) && c != '.' && c != '#') {
                throw lines.damage(from, to, "flags such as d..2.");
            }
        }
        return add(contexts, from, to, LONGEST_COMM, "flags", 0);
    }

    private int addName(int from, int to) throws TraceException {
        for (int i = from; i < to; i++) {
            if (lines.text[i] < ' ' || lines.text[i] == 0x7f) {
                throw lines.damage(from, to, "an event's name in printable ASCII");
            }
        }
        return add(names, from, to, LONGEST_NAME, "an event's name", OTHER_BASE);
    }

    private int addGfp(int from, int to) throws TraceException {
        if (to - from > LONGEST_GFP) {
            throw lines.damage(from, to, "gfp flags of at most " + LONGEST_GFP + " bytes");
        }
        for (int i = from; i < to; i++) {
            byte c = lines.text[i];
            if (!isWord(c) && c != '|') {
                throw lines.damage(from, to, "gfp flags such as GFP_KERNEL|__GFP_ZERO");
            }
        }
        int index = gfpCount++;
        if (index == gfpBits.length) {
            gfpBits = Arrays.copyOf(gfpBits, 2 * index);
            gfpSymbols = Arrays.copyOf(gfpSymbols, 2 * index);
        }
        int symbol = intern(from, to);
        String text = symbols.text(symbol);
        gfpSymbols[index] = symbol;
        gfpBits[index] = GfpText.isSymbolic(text) ? GfpText.bits(text) : BY_MIGRATETYPE;
        gfps.put(lines.text, from, to, index);
        return index;
    }

    private int intern(int from, int to) throws TraceException {
        try {
            return symbols.intern(lines.string(from, to));
        } catch (IllegalStateException e) {
            throw lines.damage(from, to, "fewer texts: there are " + e.getMessage());
        }
    }

    private static boolean isWord(byte c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_';
    }
}
