package org.pcpsim.trace.json;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Extfrag;
import org.pcpsim.trace.GfpText;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceException;

/**
 * Reads one event object after the other into the rows of a batch.
 *
 * <p>Fields may come in any order, so they are kept here until the object ends. Nothing is allocated for an event whose
 * texts have been seen before. Not thread-safe.
 */
final class EventReader {
    private static final int MAX_OWN_FIELDS = 64;
    private static final int UNKNOWN_BITS = -1;

    private final String name;
    private final JsonInput in;
    private final Symbols symbols;
    private final SymbolCache cache;
    private final Set<String> ownFields = new HashSet<>();
    private long[] lastTime = new long[64];
    private int[] bitsOfText = new int[64];

    private int seen;
    private long time;
    private int cpu;
    private byte kind;
    private long pfn;
    private boolean failed;
    private int order;
    private int migratetype;
    private int refill;
    private int fallbackOrder;
    private int fallbackMigratetype;
    private int ownership;
    private int count;
    private int text;
    private int gfpText;
    private int pid;
    private int comm;
    private int context;

    EventReader(String name, JsonInput in, Symbols symbols) {
        this.name = name;
        this.in = in;
        this.symbols = symbols;
        this.cache = new SymbolCache(symbols);
        Arrays.fill(bitsOfText, UNKNOWN_BITS);
    }

    /** Reads the event whose opening brace the cursor stands on, up to its closing one, and appends it. */
    void read(EventBatch batch) throws IOException {
        clear();
        while (in.next() == JsonToken.FIELD_NAME) {
            String field = in.field();
            int bit = EventFields.bit(field);
            if (bit == 0) {
                ownField(field);
                continue;
            }
            if ((seen & bit) != 0) {
                throw in.bad("each field of an event once");
            }
            seen |= bit;
            in.next();
            value(field, bit);
        }
        check();
        append(batch);
    }

    private void clear() {
        seen = 0;
        pfn = EventBatch.NO_PFN;
        failed = false;
        order = 0;
        migratetype = Migratetype.MOVABLE;
        refill = 0;
        ownership = 0;
        count = -1;
        gfpText = 0;
        pid = 0;
        comm = 0;
        context = 0;
        if (!ownFields.isEmpty()) {
            ownFields.clear();
        }
    }

    private void ownField(String field) throws IOException {
        if (!field.startsWith("x-")) {
            throw in.unknownField(in.place(), field, "an event");
        }
        if (!ownFields.add(field) || ownFields.size() > MAX_OWN_FIELDS) {
            throw in.bad("each field of an event once, and at most " + MAX_OWN_FIELDS + " that begin with x-");
        }
        in.next();
        in.skip();
    }

    private void value(String field, int bit) throws IOException {
        switch (bit) {
            case EventFields.T -> time = in.integer(field, 0, Long.MAX_VALUE);
            case EventFields.CPU -> cpu = (int) in.integer(field, 0, EventFields.MAX_CPU);
            case EventFields.OP -> kind = (byte) oneOf(field, EventFields.OPS);
            case EventFields.PFN -> pfn = in.integer(field, 0, EventFields.MAX_PFN);
            case EventFields.FAILED -> failed = in.truth(field);
            case EventFields.ORDER -> order = (int) in.integer(field, 0, EventFields.MAX_ORDER);
            case EventFields.MT -> migratetype = oneOf(field, EventFields.MIGRATETYPES);
            case EventFields.REFILL -> refill = (int) in.integer(field, 0, 1);
            case EventFields.FALLBACK_ORDER -> fallbackOrder = (int) in.integer(field, 0, EventFields.MAX_ORDER);
            case EventFields.FALLBACK_MT -> fallbackMigratetype = oneOf(field, EventFields.MIGRATETYPES);
            case EventFields.OWNERSHIP -> ownership = (int) in.integer(field, 0, 1);
            case EventFields.COUNT -> count = (int) in.integer(field, 0, Integer.MAX_VALUE);
            case EventFields.TEXT -> text = symbol(field);
            case EventFields.GFP -> gfpText = symbol(field);
            case EventFields.PID -> pid = (int) in.integer(field, -1, Integer.MAX_VALUE);
            case EventFields.COMM -> comm = symbol(field);
            default -> context = symbol(field);
        }
    }

    private int oneOf(String field, List<String> names) throws IOException {
        in.checkText(field, JsonInput.SHORT_TEXT);
        char[] chars = in.textChars();
        int offset = in.textOffset();
        int length = in.textLength();
        for (int i = 0; i < names.size(); i++) {
            if (SymbolCache.equal(names.get(i), chars, offset, length)) {
                return i;
            }
        }
        throw in.bad("'" + field + "', one of " + String.join(", ", names));
    }

    private int symbol(String field) throws IOException {
        in.checkText(field, JsonInput.SHORT_TEXT);
        try {
            return cache.symbol(in.textChars(), in.textOffset(), in.textLength());
        } catch (IllegalStateException full) {
            throw TraceException.of(name, full.getMessage());
        }
    }

    private void check() throws IOException {
        int always = EventFields.T | EventFields.CPU | EventFields.OP;
        require((seen & EventFields.OP) == 0 ? always : EventFields.required(kind));
        int foreign = seen & ~EventFields.allowed(kind);
        if (foreign != 0) {
            throw in.bad(EventFields.name(foreign), "a field that '" + EventFields.OPS.get(kind) + "' events have");
        }
        if (kind == EventKind.ALLOC && failed && pfn != EventBatch.NO_PFN) {
            throw in.bad("pfn " + pfn, "no 'pfn' in an allocation that failed");
        }
        if (kind == EventKind.ALLOC && migratetype >= EventFields.REQUESTED_TYPES) {
            throw in.bad(EventFields.MIGRATETYPES.get(migratetype), "a migratetype that an allocation can ask for");
        }
        if (cpu >= lastTime.length) {
            lastTime = Arrays.copyOf(lastTime, Math.max(cpu + 1, 2 * lastTime.length));
        }
        if (time < lastTime[cpu]) {
            throw in.bad("time " + time, lastTime[cpu] + " or later: time goes back on CPU " + cpu);
        }
        lastTime[cpu] = time;
    }

    private void require(int fields) throws TraceException {
        int missing = fields & ~seen;
        if (failed) {
            missing &= ~EventFields.PFN;
        }
        if (missing != 0) {
            throw in.bad("an event without it", "'" + EventFields.name(missing) + "'");
        }
    }

    private void append(EventBatch batch) {
        int row = batch.add(kind, cpu, time);
        batch.pid[row] = pid;
        batch.comm[row] = comm;
        batch.context[row] = context;
        if (kind == EventKind.LOST || kind == EventKind.MARK) {
            batch.aux[row] = kind == EventKind.LOST ? count : text;
            return;
        }
        batch.pfn[row] = pfn;
        batch.order[row] = (byte) order;
        if (kind != EventKind.FREE && kind != EventKind.FREE_BATCHED) {
            batch.migratetype[row] = (byte) migratetype;
        }
        switch (kind) {
            case EventKind.ALLOC -> {
                batch.gfpText[row] = gfpText;
                batch.gfp[row] = gfpBits();
            }
            case EventKind.ZONE_LOCKED -> batch.aux[row] = refill;
            case EventKind.EXTFRAG -> batch.aux[row] = Extfrag.pack(fallbackOrder, fallbackMigratetype, ownership != 0);
            default -> {}
        }
    }

    private int gfpBits() {
        if ((seen & EventFields.GFP) == 0) {
            return GfpText.ofMigratetype(migratetype);
        }
        if (gfpText >= bitsOfText.length) {
            int length = bitsOfText.length;
            bitsOfText = Arrays.copyOf(bitsOfText, Math.max(gfpText + 1, 2 * length));
            Arrays.fill(bitsOfText, length, bitsOfText.length, UNKNOWN_BITS);
        }
        if (bitsOfText[gfpText] == UNKNOWN_BITS) {
            String shown = symbols.text(gfpText);
            if (!GfpText.isSymbolic(shown)) {
                return GfpText.ofMigratetype(migratetype);
            }
            bitsOfText[gfpText] = GfpText.bits(shown);
        }
        return bitsOfText[gfpText];
    }
}
