package org.pcpsim.trace.json;

import java.util.List;
import org.pcpsim.trace.EventKind;

/** Names in {@code pcpsim.trace/1} events: fields, operations by {@link EventKind}, migratetypes by number. */
final class EventFields {
    static final String SCHEMA = "pcpsim.trace/1";
    static final String SCHEMA_FAMILY = "pcpsim.trace/";

    /** Values of {@code op}, by kind; {@link EventKind#OTHER} has none. */
    static final List<String> OPS =
            List.of("alloc", "free", "free_batched", "zone_locked", "pcpu_drain", "extfrag", "lost", "mark");
    /** Values of {@code mt}; the last two only where the kernel says what it did. */
    static final List<String> MIGRATETYPES =
            List.of("unmovable", "movable", "reclaimable", "highatomic", "cma", "isolate");
    /** How many of them an allocation can ask for. */
    static final int REQUESTED_TYPES = 4;

    static final int MAX_CPU = 8191;
    static final int MAX_ORDER = 10;
    static final long MAX_PFN = (1L << 52) - 1;

    static final int T = 1;
    static final int CPU = 1 << 1;
    static final int OP = 1 << 2;
    static final int PFN = 1 << 3;
    static final int FAILED = 1 << 4;
    static final int ORDER = 1 << 5;
    static final int MT = 1 << 6;
    static final int REFILL = 1 << 7;
    static final int FALLBACK_ORDER = 1 << 8;
    static final int FALLBACK_MT = 1 << 9;
    static final int OWNERSHIP = 1 << 10;
    static final int COUNT = 1 << 11;
    static final int TEXT = 1 << 12;
    static final int GFP = 1 << 13;
    static final int PID = 1 << 14;
    static final int COMM = 1 << 15;
    static final int CTX = 1 << 16;

    private static final List<String> NAMES = List.of(
            "t",
            "cpu",
            "op",
            "pfn",
            "failed",
            "order",
            "mt",
            "refill",
            "fallbackOrder",
            "fallbackMt",
            "ownership",
            "count",
            "text",
            "gfp",
            "pid",
            "comm",
            "ctx");
    private static final int EVERY = T | CPU | OP | PID | COMM | CTX;
    private static final int PAGE = EVERY | PFN | ORDER | MT;

    private EventFields() {}

    /** The bit of a field name, 0 if there is no such field. */
    static int bit(String name) {
        return switch (name) {
            case "t" -> T;
            case "cpu" -> CPU;
            case "op" -> OP;
            case "pfn" -> PFN;
            case "failed" -> FAILED;
            case "order" -> ORDER;
            case "mt" -> MT;
            case "refill" -> REFILL;
            case "fallbackOrder" -> FALLBACK_ORDER;
            case "fallbackMt" -> FALLBACK_MT;
            case "ownership" -> OWNERSHIP;
            case "count" -> COUNT;
            case "text" -> TEXT;
            case "gfp" -> GFP;
            case "pid" -> PID;
            case "comm" -> COMM;
            case "ctx" -> CTX;
            default -> 0;
        };
    }

    /** The name of the lowest field in a set. */
    static String name(int bits) {
        return NAMES.get(Integer.numberOfTrailingZeros(bits));
    }

    /** Fields that events of a kind may have. */
    static int allowed(byte kind) {
        return switch (kind) {
            case EventKind.ALLOC -> PAGE | FAILED | GFP;
            case EventKind.ZONE_LOCKED -> PAGE | REFILL;
            case EventKind.EXTFRAG -> PAGE | FALLBACK_ORDER | FALLBACK_MT | OWNERSHIP;
            case EventKind.LOST -> EVERY | COUNT;
            case EventKind.MARK -> EVERY | TEXT;
            default -> PAGE;
        };
    }

    /** Fields that events of a kind must have; an allocation needs no pfn if it failed. */
    static int required(byte kind) {
        int every = T | CPU | OP;
        return switch (kind) {
            case EventKind.ALLOC, EventKind.FREE -> every | PFN;
            case EventKind.EXTFRAG -> every | FALLBACK_ORDER | FALLBACK_MT;
            case EventKind.MARK -> every | TEXT;
            default -> every;
        };
    }
}
