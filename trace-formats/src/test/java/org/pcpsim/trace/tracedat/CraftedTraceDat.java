package org.pcpsim.trace.tracedat;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;

/** Puts a small trace.dat together, for tests; each part can be told to be wrong. */
final class CraftedTraceDat {
    static final int FREE = 655;
    static final int ALLOC = 653;
    static final int PRINT = 5;
    static final int OTHER = 300;

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

    int version = 7;
    String versionText = "";
    int endian;
    int longSize = 8;
    int pageSize = 4096;
    String codec = "none";
    String freeFields = "\tfield:unsigned long pfn;\toffset:8;\tsize:8;\tsigned:0;\n"
            + "\tfield:unsigned int order;\toffset:16;\tsize:4;\tsigned:0;\n";
    String allocFields = "\tfield:unsigned long pfn;\toffset:8;\tsize:8;\tsigned:0;\n"
            + "\tfield:unsigned int order;\toffset:16;\tsize:4;\tsigned:0;\n"
            + "\tfield:unsigned long gfp_flags;\toffset:24;\tsize:8;\tsigned:0;\n"
            + "\tfield:int migratetype;\toffset:32;\tsize:4;\tsigned:1;\n";
    String gfpTable = "{0x40, \"__GFP_A\"}, {0x80, \"__GFP_IO\"}";
    String extraFormat = "";
    String commandLines = "7 cc1\n12 a b\n";
    String tag = "flyrecord\0";
    /** Offset of options behind those there are; −1 for themselves. */
    long nextOptions;
    /** Pages that are compressed together. */
    int pagesOfChunk = 2;

    private final List<byte[]> options = new ArrayList<>();
    private final List<Buffer> buffers = new ArrayList<>();

    record Cpu(int number, byte[]... pages) {}

    private record Buffer(String name, List<Cpu> cpus) {}

    CraftedTraceDat buffer(String name, Cpu... cpus) {
        buffers.add(new Buffer(name, List.of(cpus)));
        return this;
    }

    CraftedTraceDat statistics(String text) {
        return option(2, (text + "\0").getBytes(StandardCharsets.UTF_8));
    }

    CraftedTraceDat option(int id, byte[] data) {
        options.add(new Bytes().u16(id).u32(data.length).raw(data).array());
        return this;
    }

    /** A free; 24 bytes. */
    static byte[] free(int pid, long pfn, int order) {
        return event(24, FREE, pid).putLong(8, pfn).putInt(16, order).array();
    }

    /** An allocation; 40 bytes. */
    static byte[] alloc(int pid, long pfn, int order, long gfp, int migratetype) {
        ByteBuffer event = event(40, ALLOC, pid);
        return event.putLong(8, pfn)
                .putInt(16, order)
                .putLong(24, gfp)
                .putInt(32, migratetype)
                .array();
    }

    static byte[] print(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer event = event(16 + (bytes.length + 4 & ~3), PRINT, 7);
        event.position(16);
        return event.put(bytes).array();
    }

    /** The common fields: interrupts off, preempt depth 3. */
    static ByteBuffer event(int length, int type, int pid) {
        ByteBuffer event = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        return event.putShort(0, (short) type).put(2, (byte) 1).put(3, (byte) 3).putInt(4, pid);
    }

    static String format(String name, int id, String fields, String print) {
        return "name: " + name + "\nID: " + id + "\n" + COMMON + fields + "\nprint fmt: " + print + "\n";
    }

    byte[] bytes() {
        return version == 6 ? six() : seven();
    }

    private Bytes start() {
        Bytes file = new Bytes().raw(new byte[] {0x17, 0x08, 0x44}).text("tracing");
        file.text(versionText.isEmpty() ? version + "\0" : versionText);
        return file.u8(endian).u8(longSize).u32(pageSize);
    }

    private byte[] headers() {
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

    private byte[] ftraceFormats() {
        String fields = "\tfield:unsigned long ip;\toffset:8;\tsize:8;\tsigned:0;\n"
                + "\tfield:char buf[];\toffset:16;\tsize:0;\tsigned:0;\n";
        return new Bytes()
                .u32(1)
                .sized(format("print", PRINT, fields, "\"%ps: %s\""))
                .array();
    }

    private byte[] systems() {
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

    /** The first buffer is the top-level one. Tables of CPUs stand behind the options, then pages. */
    private byte[] six() {
        Bytes file = start().raw(headers()).raw(ftraceFormats()).raw(systems());
        file.u32(3)
                .text("abc")
                .u32(0)
                .sized(commandLines)
                .u32(buffers.get(0).cpus.size());
        int optionsSize = options.stream().mapToInt(option -> option.length).sum();
        for (Buffer buffer : buffers.subList(1, buffers.size())) {
            optionsSize += 2 + 4 + 8 + buffer.name.length() + 1;
        }
        long table = file.size() + 10 + optionsSize + 2;
        file.text("options  \0");
        options.forEach(file::raw);
        for (int i = 0; i < buffers.size(); i++) {
            if (i > 0) {
                String name = buffers.get(i).name + "\0";
                file.u16(3).u32(8 + name.length()).u64(table).text(name);
            }
            table += 10 + 16L * buffers.get(i).cpus.size();
        }
        file.u16(0);
        long at = (table + pageSize - 1) / pageSize * pageSize;
        Bytes data = new Bytes();
        for (Buffer buffer : buffers) {
            file.text(tag);
            for (Cpu cpu : buffer.cpus) {
                byte[] pages = join(cpu.pages, 0, cpu.pages.length);
                file.u64(at).u64(pages.length);
                data.raw(pages);
                at += pages.length;
            }
        }
        while (file.size() % pageSize != 0) {
            file.u8(0);
        }
        return file.raw(data.array()).array();
    }

    private byte[] seven() {
        Bytes file = start().text(codec + "\0").text("1\0");
        int optionsAt = file.size();
        file.u64(0);
        Bytes list = new Bytes();
        options.forEach(list::raw);
        section(file, list, 16, headers());
        section(file, list, 17, ftraceFormats());
        section(file, list, 18, systems());
        section(file, list, 21, new Bytes().sized(commandLines).array());
        buffers.forEach(buffer -> buffer(file, list, buffer));
        int at = file.size();
        list.u16(0).u32(8).u64(nextOptions < 0 ? at : nextOptions);
        file.u16(0).u16(0).u32(0).u64(list.size()).raw(list.array());
        byte[] bytes = file.array();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(optionsAt, at);
        return bytes;
    }

    private void buffer(Bytes file, Bytes list, Buffer buffer) {
        Bytes said = new Bytes().u64(file.size()).text(buffer.name + "\0local\0");
        said.u32(pageSize).u32(buffer.cpus.size());
        List<byte[]> stored = buffer.cpus.stream().map(this::stored).toList();
        int size = stored.stream().mapToInt(data -> data.length).sum();
        file.u16(3).u16(isCompressed() ? 1 : 0).u32(0).u64(size);
        for (int i = 0; i < stored.size(); i++) {
            int length = stored.get(i).length;
            said.u32(buffer.cpus.get(i).number).u64(file.size()).u64(isCompressed() ? length - 4 : length);
            file.raw(stored.get(i));
        }
        list.u16(3).u32(said.size()).raw(said.array());
    }

    private boolean isCompressed() {
        return !codec.equals("none");
    }

    private void section(Bytes file, Bytes list, int id, byte[] content) {
        list.u16(id).u32(8).u64(file.size());
        byte[] data = content;
        if (isCompressed()) {
            byte[] small = compress(content);
            data = new Bytes().u32(small.length).u32(content.length).raw(small).array();
        }
        file.u16(id).u16(isCompressed() ? 1 : 0).u32(0).u64(data.length).raw(data);
    }

    private byte[] stored(Cpu cpu) {
        if (!isCompressed()) {
            return join(cpu.pages, 0, cpu.pages.length);
        }
        Bytes stored = new Bytes().u32((cpu.pages.length + pagesOfChunk - 1) / pagesOfChunk);
        for (int i = 0; i < cpu.pages.length; i += pagesOfChunk) {
            byte[] plain = join(cpu.pages, i, Math.min(cpu.pages.length, i + pagesOfChunk));
            byte[] small = compress(plain);
            stored.u32(small.length).u32(plain.length).raw(small);
        }
        return stored.array();
    }

    private byte[] compress(byte[] plain) {
        if (codec.equals("zstd")) {
            return Zstd.compress(plain);
        }
        Deflater deflater = new Deflater();
        deflater.setInput(plain);
        deflater.finish();
        byte[] target = new byte[plain.length + 100];
        int length = deflater.deflate(target);
        deflater.end();
        return Arrays.copyOf(target, length);
    }

    private static byte[] join(byte[][] pages, int from, int to) {
        Bytes joined = new Bytes();
        for (int i = from; i < to; i++) {
            joined.raw(pages[i]);
        }
        return joined.array();
    }

    /** Little-endian output. */
    static final class Bytes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Bytes u8(int value) {
            out.write(value);
            return this;
        }

        Bytes u16(int value) {
            return u8(value).u8(value >> 8);
        }

        Bytes u32(long value) {
            return u16((int) value).u16((int) (value >> 16));
        }

        Bytes u64(long value) {
            return u32(value).u32(value >> 32);
        }

        Bytes raw(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        Bytes text(String text) {
            return raw(text.getBytes(StandardCharsets.UTF_8));
        }

        Bytes sized(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return u64(bytes.length).raw(bytes);
        }

        int size() {
            return out.size();
        }

        byte[] array() {
            return out.toByteArray();
        }
    }
}
