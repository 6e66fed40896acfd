package org.pcpsim.trace.event;

import static org.pcpsim.trace.binary.LittleEndian.i32;
import static org.pcpsim.trace.binary.LittleEndian.u16;
import static org.pcpsim.trace.binary.LittleEndian.unsigned;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Extfrag;
import org.pcpsim.trace.TraceException;

/**
 * Reads the fields of one binary event after the other, as its format says; the fields hold what was read last.
 *
 * <p>Allocates nothing but the texts of marks. Values that cannot be (an order above 10, a migratetype above 5, a pfn of
 * more than 52 bits, a number that no format has) are errors. Trace-format spec section 7.1. Not thread-safe.
 */
public final class PayloadReader {
    private static final int MAX_ORDER = 10;
    /** {@code MIGRATE_ISOLATE} of a kernel with CMA. */
    private static final int MAX_MIGRATETYPE = 5;
    /** A page frame number has at most 64 − 12 bits. */
    private static final long PFN_LIMIT = 1L << 52;

    private static final long NO_PFN_32 = 0xffff_ffffL;
    private static final int NOT_SEEN = -1;
    /** Bytes that the kernel may leave unused behind a text, its NUL included, and that perf may add. */
    private static final int LONGEST_END = 32;

    /** Preempt depth in {@code common_preempt_count}. */
    private static final int DEPTH = 0xf;

    private final EventLayout[] layouts;
    private final int[] nameSymbols = new int[1 << 16];
    private final int commonLength;
    private final int typeAt;
    private final int flagsAt;
    private final int preemptAt;
    private final int pidAt;
    private final int ownDepth;
    private final GfpNames gfps;
    private final ContextColumn contexts;
    private final TextSymbols symbols;

    /** {@link EventKind}. */
    public byte kind;

    /** Number of the task, {@code common_pid}. */
    public int pid;

    /** Symbol of the flags column. */
    public int context;

    /** Page frame number, or {@link EventBatch#NO_PFN}. */
    public long pfn;

    /** Order, 0–10. */
    public int order;

    /** Migratetype, 0–5. */
    public int migratetype;

    /** Index of {@link #gfps()}, of an allocation only. */
    public int gfp;

    /** As {@link EventKind} says. */
    public int aux;

    /** Where the events stand, for errors. */
    public interface Origin {
        /** An error at an index of the buffer. */
        TraceException damage(int at, String found, String expected);
    }

    PayloadReader(EventLayout[] layouts, CommonFields common, GfpNames gfps, TextSymbols symbols, int ownDepth) {
        this.layouts = layouts;
        this.ownDepth = ownDepth;
        this.gfps = gfps;
        this.symbols = symbols;
        contexts = new ContextColumn(symbols);
        commonLength = common.length();
        typeAt = common.type().offset();
        flagsAt = common.flags().offset();
        preemptAt = common.preemptCount().offset();
        pidAt = common.pid().offset();
        Arrays.fill(nameSymbols, NOT_SEEN);
    }

    /** Texts and bits of gfp flags. */
    public GfpNames gfps() {
        return gfps;
    }

    /**
     * Reads one event.
     *
     * @param length bytes that it has, all of them in the buffer
     */
    public void read(byte[] buffer, int at, int length, Origin origin) throws TraceException {
        if (length < commonLength) {
            throw origin.damage(at, "an event of " + length + " bytes", "at least " + commonLength);
        }
        int id = u16(buffer, at + typeAt);
        EventLayout layout = layouts[id];
        if (layout == null) {
            throw origin.damage(at, "an event of type " + id, "one whose format the file holds");
        }
        if (length < layout.length) {
            throw origin.damage(at, layout.name + " of " + length + " bytes", "at least " + layout.length);
        }
        int longest = layout.longest(buffer, at);
        if (length > longest) {
            throw origin.damage(at, layout.name + " of " + length + " bytes", "at most " + longest);
        }
        kind = layout.kind;
        pid = i32(buffer, at + pidAt);
        if (pid < 0) {
            throw origin.damage(at, "common_pid " + pid, "a task of 0 or above");
        }
        int preemptCount = buffer[at + preemptAt] & 0xff;
        int depth = Math.max(0, (preemptCount & DEPTH) - ownDepth);
        context = contexts.symbol(buffer[at + flagsAt] & 0xff, preemptCount & ~DEPTH | depth);
        pfn = EventBatch.NO_PFN;
        order = 0;
        migratetype = 0;
        gfp = 0;
        aux = 0;
        if (kind < EventKind.LOST) {
            readKmem(layout, buffer, at, origin);
        } else if (kind == EventKind.MARK) {
            aux = symbols.intern(text(buffer, at + layout.text.offset(), at + length, origin));
        } else {
            aux = nameSymbol(id, layout);
        }
    }

    private void readKmem(EventLayout layout, byte[] buffer, int at, Origin origin) throws TraceException {
        readPfn(layout, buffer, at, origin);
        if (kind != EventKind.FREE_BATCHED) {
            order = small(layout.order, MAX_ORDER, buffer, at, origin);
        }
        if (kind == EventKind.FREE || kind == EventKind.FREE_BATCHED) {
            return;
        }
        migratetype = small(layout.migratetype, MAX_MIGRATETYPE, buffer, at, origin);
        switch (kind) {
            case EventKind.ALLOC -> gfp = gfps.index(number(layout.gfp, buffer, at));
            case EventKind.ZONE_LOCKED ->
                aux = layout.refill.size() == 0 ? (order == 0 ? 1 : 0) : small(layout.refill, 1, buffer, at, origin);
            case EventKind.EXTFRAG ->
                aux = Extfrag.pack(
                        small(layout.fallbackOrder, MAX_ORDER, buffer, at, origin),
                        small(layout.fallbackMigratetype, MAX_MIGRATETYPE, buffer, at, origin),
                        small(layout.ownership, 1, buffer, at, origin) == 1);
            default -> {}
        }
    }

    private void readPfn(EventLayout layout, byte[] buffer, int at, Origin origin) throws TraceException {
        long value = number(layout.pfn, buffer, at);
        if (layout.pfn.size() == 4 && value == NO_PFN_32) {
            value = EventBatch.NO_PFN;
        }
        boolean none = value == EventBatch.NO_PFN;
        if (none ? kind != EventKind.ALLOC : value < 0 || value >= PFN_LIMIT) {
            throw origin.damage(at, layout.name + " of pfn 0x" + Long.toHexString(value), "a pfn below 2^52");
        }
        pfn = value;
    }

    private static long number(EventField field, byte[] buffer, int at) {
        return unsigned(buffer, at + field.offset(), field.size());
    }

    private static int small(EventField field, int max, byte[] buffer, int at, Origin origin) throws TraceException {
        long value = number(field, buffer, at);
        if (value < 0 || value > max) {
            throw origin.damage(
                    at + field.offset(), field.name() + "=" + Long.toUnsignedString(value), "at most " + max);
        }
        return (int) value;
    }

    private int nameSymbol(int id, EventLayout layout) throws TraceException {
        if (nameSymbols[id] == NOT_SEEN) {
            nameSymbols[id] = symbols.intern(layout.name);
        }
        return nameSymbols[id];
    }

    /** Up to a NUL, which stands near the end, without the line feed that ends it. */
    private static String text(byte[] buffer, int from, int limit, Origin origin) throws TraceException {
        int to = from;
        while (to < limit && buffer[to] != 0) {
            to++;
        }
        if (to >= limit || limit - to > LONGEST_END) {
            throw origin.damage(
                    from,
                    to >= limit ? "a text without an end" : limit - to + " bytes behind a text",
                    "a text that fills its event");
        }
        if (to > from && buffer[to - 1] == '\n') {
            to--;
        }
        return new String(buffer, from, to - from, StandardCharsets.UTF_8);
    }
}
