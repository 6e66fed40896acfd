package org.pcpsim.trace.event;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.pcpsim.trace.binary.Bytes;

/** Formats of a few events as trace.dat and perf.data hold them, and such events, for tests. */
public final class CraftedFormats {
    public static final int FREE = 655;
    public static final int ALLOC = 653;
    public static final int PRINT = 5;
    public static final int OTHER = 300;

    private static final String COMMON = """
            format:
            \tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;
            \tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;
            \tfield:unsigned char common_preempt_count;\toffset:3;\tsize:1;\tsigned:0;
            \tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;

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

    public String freeFields = "\tfield:unsigned long pfn;\toffset:8;\tsize:8;\tsigned:0;\n"
            + "\tfield:unsigned int order;\toffset:16;\tsize:4;\tsigned:0;\n";
    public String allocFields = "\tfield:unsigned long pfn;\toffset:8;\tsize:8;\tsigned:0;\n"
            + "\tfield:unsigned int order;\toffset:16;\tsize:4;\tsigned:0;\n"
            + "\tfield:unsigned long gfp_flags;\toffset:24;\tsize:8;\tsigned:0;\n"
            + "\tfield:int migratetype;\toffset:32;\tsize:4;\tsigned:1;\n";
    public String gfpTable = "{0x40, \"__GFP_A\"}, {0x80, \"__GFP_IO\"}";
    public String extraFormat = "";

    /** A free; 24 bytes. */
    public static byte[] free(int pid, long pfn, int order) {
        return event(24, FREE, pid).putLong(8, pfn).putInt(16, order).array();
    }

    /** An allocation; 40 bytes. */
    public static byte[] alloc(int pid, long pfn, int order, long gfp, int migratetype) {
        ByteBuffer event = event(40, ALLOC, pid);
        return event.putLong(8, pfn)
                .putInt(16, order)
                .putLong(24, gfp)
                .putInt(32, migratetype)
                .array();
    }

    public static byte[] print(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer event = event(16 + (bytes.length + 4 & ~3), PRINT, 7);
        event.position(16);
        return event.put(bytes).array();
    }

    /** The common fields: interrupts off, preempt depth 3. */
    public static ByteBuffer event(int length, int type, int pid) {
        ByteBuffer event = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        return event.putShort(0, (short) type).put(2, (byte) 1).put(3, (byte) 3).putInt(4, pid);
    }

    public static String format(String name, int id, String fields, String print) {
        return "name: " + name + "\nID: " + id + "\n" + COMMON + fields + "\nprint fmt: " + print + "\n";
    }

    public byte[] headers(int longSize, int pageSize) {
        String text =
                "\tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;\n\tfield: local_t commit;\toffset:8;\tsize:"
                        + longSize + ";\tsigned:1;\n\tfield: int overwrite;\toffset:8;\tsize:1;\tsigned:1;\n"
                        + "\tfield: char data;\toffset:" + (8 + longSize) + ";\tsize:" + (pageSize - 8 - longSize)
                        + ";\tsigned:0;\n";
        return new Bytes()
                .text("header_page\0")
                .sized(text)
                .text("header_event\0")
                .sized(HEADER_EVENT)
                .array();
    }

    public byte[] ftraceFormats() {
        String fields = "\tfield:unsigned long ip;\toffset:8;\tsize:8;\tsigned:0;\n"
                + "\tfield:char buf[];\toffset:16;\tsize:0;\tsigned:0;\n";
        return new Bytes()
                .u32(1)
                .sized(format("print", PRINT, fields, "\"%ps: %s\""))
                .array();
    }

    public byte[] systems() {
        String gfp = "\"x\", (REC->gfp_flags) ? __print_flags(REC->gfp_flags, \"|\", " + gfpTable + ") : \"none\"";
        Bytes systems = new Bytes().u32(2).text("kmem\0").u32(extraFormat.isEmpty() ? 2 : 3);
        systems.sized(format("mm_page_alloc", ALLOC, allocFields, gfp));
        systems.sized(format("mm_page_free", FREE, freeFields, "\"x\""));
        if (!extraFormat.isEmpty()) {
            systems.sized(extraFormat);
        }
        return systems.text("sched\0")
                .u32(1)
                .sized(format("sched_switch", OTHER, "", "\"x\""))
                .array();
    }
}
