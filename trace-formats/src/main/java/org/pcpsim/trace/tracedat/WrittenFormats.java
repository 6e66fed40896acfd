package org.pcpsim.trace.tracedat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pcpsim.trace.EventKind;

/**
 * The formats of the events in a written trace.dat: the six of kmem, print, and one without fields for each other name.
 *
 * <p>Fields are where kernels from 6.1 to 7.0 have them; trace-format spec section 7.1. Not thread-safe.
 */
final class WrittenFormats {
    /** Number of the event print. */
    static final int PRINT = 5;

    private static final int FIRST = 650;
    private static final int FIRST_OTHER = 1000;
    private static final int MOST_OTHERS = 10_000;

    private static final String COMMON = """
            format:
            \tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;
            \tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;
            \tfield:unsigned char common_preempt_count;\toffset:3;\tsize:1;\tsigned:0;
            \tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;

            """;

    private static final String HEADER_PAGE = """
            \tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;
            \tfield: local_t commit;\toffset:8;\tsize:8;\tsigned:1;
            \tfield: int overwrite;\toffset:8;\tsize:1;\tsigned:1;
            \tfield: char data;\toffset:16;\tsize:4080;\tsigned:0;
            """;

    private static final String HEADER_EVENT = """
            # compressed entry header
            \ttype_len    :    5 bits
            \ttime_delta  :   27 bits
            \tarray       :   32 bits

            \tpadding     : type == 29
            \ttime_extend : type == 30
            \ttime_stamp : type == 31
            \tdata max type_len  == 28
            """;

    private static final String PFN = "\tfield:unsigned long pfn;\toffset:8;\tsize:8;\tsigned:0;\n";
    private static final String ORDER = "\tfield:unsigned int order;\toffset:16;\tsize:4;\tsigned:0;\n";
    private static final String PAGE = "page=0x%lx pfn=0x%lx";
    private static final String PAGE_VALUES = ", REC->pfn, REC->pfn";

    private final Map<String, Integer> others = new LinkedHashMap<>();

    /** Number of the events of a kind of kmem. */
    static int id(byte kind) {
        return FIRST + kind;
    }

    /** Number of another event; its name loses what no name of a tracepoint has. */
    int other(String name) throws IOException {
        String plain = name.replaceAll("[^A-Za-z0-9_]", "_");
        Integer known = others.get(plain);
        if (known != null) {
            return known;
        }
        if (others.size() == MOST_OTHERS) {
            throw new IOException("more than " + MOST_OTHERS + " names of other events cannot be written as trace.dat");
        }
        int id = FIRST_OTHER + others.size();
        others.put(plain.isEmpty() ? "unknown" : plain, id);
        return id;
    }

    /** The parts from {@code header_page} to the formats of all events. */
    void write(HeadBytes head, String gfpTable) {
        head.text("header_page\0").sized(HEADER_PAGE).text("header_event\0").sized(HEADER_EVENT);
        head.u32(1).sized(print());
        head.u32(others.isEmpty() ? 1 : 2);
        head.text("kmem\0").u32(6);
        for (byte kind = 0; kind < EventKind.LOST; kind++) {
            head.sized(kmem(kind, gfpTable));
        }
        if (!others.isEmpty()) {
            head.text("other\0").u32(others.size());
            others.forEach((name, id) -> head.sized(format(name, id, "", "\" \"")));
        }
    }

    private static String print() {
        String fields = "\tfield:unsigned long ip;\toffset:8;\tsize:8;\tsigned:0;\n"
                + "\tfield:char buf[];\toffset:16;\tsize:0;\tsigned:0;\n";
        return format("print", PRINT, fields, "\"%ps: %s\", (void *)REC->ip, REC->buf");
    }

    private static String kmem(byte kind, String gfpTable) {
        return switch (kind) {
            case EventKind.ALLOC ->
                format(
                        "mm_page_alloc",
                        id(kind),
                        PFN
                                + ORDER
                                + "\tfield:unsigned long gfp_flags;\toffset:24;\tsize:8;\tsigned:0;\n"
                                + number("migratetype", 32),
                        "\"" + PAGE + " order=%d migratetype=%d gfp_flags=%s\", REC->pfn != -1UL ? REC->pfn : 0, "
                                + "REC->pfn != -1UL ? REC->pfn : 0, REC->order, REC->migratetype, "
                                + "(REC->gfp_flags) ? __print_flags(REC->gfp_flags, \"|\", " + gfpTable
                                + ") : \"none\"");
            case EventKind.FREE ->
                format(
                        "mm_page_free",
                        id(kind),
                        PFN + ORDER,
                        "\"" + PAGE + " order=%d\"" + PAGE_VALUES + ", REC->order");
            case EventKind.FREE_BATCHED ->
                format("mm_page_free_batched", id(kind), PFN, "\"" + PAGE + " order=0\"" + PAGE_VALUES);
            case EventKind.ZONE_LOCKED ->
                format(
                        "mm_page_alloc_zone_locked",
                        id(kind),
                        PFN + ORDER + number("migratetype", 20) + number("percpu_refill", 24),
                        "\"" + PAGE + " order=%u migratetype=%d percpu_refill=%d\"" + PAGE_VALUES
                                + ", REC->order, REC->migratetype, REC->percpu_refill");
            case EventKind.PCPU_DRAIN ->
                format(
                        "mm_page_pcpu_drain",
                        id(kind),
                        PFN + ORDER + number("migratetype", 20),
                        "\"" + PAGE + " order=%d migratetype=%d\"" + PAGE_VALUES + ", REC->order, REC->migratetype");
            default ->
                format(
                        "mm_page_alloc_extfrag",
                        id(kind),
                        PFN
                                + number("alloc_order", 16)
                                + number("fallback_order", 20)
                                + number("alloc_migratetype", 24)
                                + number("fallback_migratetype", 28)
                                + number("change_ownership", 32),
                        "\"" + PAGE + " alloc_order=%d fallback_order=%d pageblock_order=9 alloc_migratetype=%d "
                                + "fallback_migratetype=%d fragmenting=%d change_ownership=%d\"" + PAGE_VALUES
                                + ", REC->alloc_order, REC->fallback_order, REC->alloc_migratetype, "
                                + "REC->fallback_migratetype, REC->fallback_order < 9, REC->change_ownership");
        };
    }

    private static String number(String name, int offset) {
        return "\tfield:int " + name + ";\toffset:" + offset + ";\tsize:4;\tsigned:1;\n";
    }

    private static String format(String name, int id, String fields, String print) {
        return "name: " + name + "\nID: " + id + "\n" + COMMON + fields + "\nprint fmt: " + print + "\n";
    }
}
