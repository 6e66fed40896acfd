package org.pcpsim.trace.tracedat;

import com.github.luben.zstd.Zstd;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.pcpsim.trace.binary.Bytes;
import org.pcpsim.trace.event.CraftedFormats;

/** Puts a small trace.dat together, for tests; each part can be told to be wrong. */
final class CraftedTraceDat {
    final CraftedFormats formats = new CraftedFormats();
    int version = 7;
    String versionText = "";
    int endian;
    int longSize = 8;
    int pageSize = 4096;
    String codec = "none";
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

    byte[] bytes() {
        return version == 6 ? six() : seven();
    }

    private Bytes start() {
        Bytes file = new Bytes().raw(new byte[] {0x17, 0x08, 0x44}).text("tracing");
        file.text(versionText.isEmpty() ? version + "\0" : versionText);
        return file.u8(endian).u8(longSize).u32(pageSize);
    }

    /** The first buffer is the top-level one. Tables of CPUs stand behind the options, then pages. */
    private byte[] six() {
        Bytes file = start().raw(formats.headers(longSize, pageSize))
                .raw(formats.ftraceFormats())
                .raw(formats.systems());
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
        section(file, list, 16, formats.headers(longSize, pageSize));
        section(file, list, 17, formats.ftraceFormats());
        section(file, list, 18, formats.systems());
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
}
