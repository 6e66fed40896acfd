package org.pcpsim.trace.tracedat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.binary.Cursor;
import org.pcpsim.trace.binary.LittleEndian;
import org.pcpsim.trace.event.TracingData;
import org.pcpsim.trace.input.SeekableContent;
import org.pcpsim.trace.ring.PageLayout;

/** Reads the head of a version 7 file: sections that chained options point to. Trace-format spec section 7.4. */
final class VersionSeven {
    private static final int SECTION_HEADER = 16;
    private static final int COMPRESSED = 1;
    private static final int OPTIONS_SECTION = 0;
    private static final int LARGEST_SECTION = 64 << 20;
    private static final int LONGEST_NAME = 4096;
    private static final int MOST_SECTIONS = 4096;

    private final SeekableContent content;
    private final Cursor cursor;
    private final FileOptions options = new FileOptions();
    /** Offset of each needed section, by its number. */
    private final Map<Integer, Long> sections = new TreeMap<>();

    /** The cursor is behind the version. */
    VersionSeven(SeekableContent content, Cursor cursor) {
        this.content = content;
        this.cursor = cursor;
    }

    private record Section(int id, boolean compressed, long from, long to) {}

    Contents read() throws IOException {
        TracingData.readMachine(cursor);
        long at = cursor.position();
        String name = cursor.zeroTerminated(64, "the name of the compression");
        Codec codec = Codec.of(name).orElseThrow(() -> cursor.damage(at, "compression " + name, "none, zstd or zlib"));
        cursor.zeroTerminated(256, "the version of the compression");
        readOptions(cursor.u64("the offset of the options"));

        TracingData data = new TracingData();
        data.readHeaders(open(FileOptions.HEADER_INFO, "header information", codec));
        PageLayout layout = PageLayout.of(data.pageHeader(), content.name());
        data.readFtraceFormats(open(FileOptions.FTRACE_EVENTS, "ftrace formats", codec));
        data.readSystems(open(FileOptions.EVENT_FORMATS, "event formats", codec));
        if (sections.containsKey(FileOptions.COMMAND_LINES)) {
            data.readCommandLines(open(FileOptions.COMMAND_LINES, "command names", codec));
        }
        List<BufferData> buffers = new ArrayList<>();
        for (byte[] option : options.buffers()) {
            buffers.add(buffer(option, codec));
        }
        return new Contents(data, layout, options, buffers);
    }

    private void readOptions(long first) throws IOException {
        Set<Long> seen = new HashSet<>();
        for (long at = first; at != 0; ) {
            if (!seen.add(at) || seen.size() > MOST_SECTIONS) {
                throw TraceException.atByte(content.name(), at, "options that were read already", "the next options");
            }
            Section section = section(at, OPTIONS_SECTION, "options");
            if (section.compressed) {
                throw TraceException.atByte(
                        content.name(), at, "compressed options", "options that are not compressed");
            }
            at = readOptions(Cursor.of(content, section.from, section.to));
        }
    }

    /** The options of one section; where the next one is, 0 for nowhere. */
    private long readOptions(Cursor from) throws IOException {
        while (from.remaining() > 0) {
            int id = from.u16("the number of an option");
            byte[] data = options.read(id, from);
            boolean isOffset =
                    id == FileOptions.DONE || id >= FileOptions.HEADER_INFO && id <= FileOptions.COMMAND_LINES;
            if (isOffset && data.length < 8) {
                throw from.damage(from.position() - data.length, "option " + id + " of " + data.length + " bytes", "8");
            }
            if (id == FileOptions.DONE) {
                return LittleEndian.i64(data, 0);
            }
            if (isOffset) {
                sections.put(id, LittleEndian.i64(data, 0));
            }
        }
        return 0;
    }

    private Section section(long at, int id, String what) throws IOException {
        if (at < 0 || at > content.size()) {
            throw TraceException.atByte(
                    content.name(),
                    content.size(),
                    "end of file",
                    "the " + what + " at byte " + Long.toUnsignedString(at));
        }
        Cursor header = Cursor.of(content, at, at + SECTION_HEADER);
        int found = header.u16("the number of a section");
        if (found != id) {
            throw header.damage(at, "section " + found, "section " + id + ", " + what);
        }
        int flags = header.u16("the flags of a section");
        header.u32("the name of a section");
        long size = header.u64("the size of a section");
        if (size > content.size() - at - SECTION_HEADER) {
            throw TraceException.atByte(
                    content.name(),
                    content.size(),
                    "end of file",
                    size + " bytes of " + what + " from byte " + at + " on");
        }
        return new Section(id, (flags & COMPRESSED) != 0, at + SECTION_HEADER, at + SECTION_HEADER + size);
    }

    private Cursor open(int id, String what, Codec codec) throws IOException {
        Long at = sections.get(id);
        if (at == null) {
            throw TraceException.of(content.name(), "has no section " + id + ", " + what);
        }
        Section section = section(at, id, what);
        Cursor plain = Cursor.of(content, section.from, section.to);
        if (!section.compressed) {
            return plain;
        }
        requireCodec(codec, section.from, what);
        int stored = cursorLength(plain, what);
        long size = plain.u32("the size of " + what);
        if (size > LARGEST_SECTION) {
            throw plain.damage(section.from + 4, size + " bytes of " + what, "at most " + LARGEST_SECTION);
        }
        byte[] compressed = plain.bytes(stored, what);
        byte[] bytes = new byte[(int) size];
        if (!codec.decompress(compressed, stored, bytes, (int) size)) {
            throw plain.damage(
                    section.from + 8,
                    "damaged " + codec.title() + " data",
                    size + " bytes of " + what + ", compressed");
        }
        return Cursor.of(content.name() + " (" + what + " at byte " + at + ", decompressed)", bytes);
    }

    private static int cursorLength(Cursor from, String what) throws IOException {
        return from.length(from.u32("the compressed size of " + what), 4, LARGEST_SECTION, what);
    }

    private void requireCodec(Codec codec, long at, String what) throws TraceException {
        if (codec == Codec.NONE) {
            throw TraceException.atByte(
                    content.name(), at, what + " that are compressed", "none: the file says it is not compressed");
        }
    }

    private BufferData buffer(byte[] option, Codec codec) throws IOException {
        Cursor said = Cursor.of(content.name() + " (option of a buffer)", option);
        long at = said.u64("the offset of a buffer");
        String name = said.zeroTerminated(LONGEST_NAME, "the name of a buffer");
        said.zeroTerminated(LONGEST_NAME, "the clock of a buffer");
        long pageSize = said.u32("the page size of a buffer");
        int count = CpuData.checkCount(said, said.u32("the number of CPUs of a buffer"));
        List<CpuData> cpus = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long cpu = said.u32("the number of a CPU");
            if (cpu >= CpuData.CPU_LIMIT) {
                throw said.damage(said.position() - 4, "CPU " + cpu, "a CPU below " + CpuData.CPU_LIMIT);
            }
            cpus.add(new CpuData(
                    (int) cpu, said.u64("the offset of a CPU's data"), said.u64("the size of a CPU's data")));
        }
        if (count == 0) {
            return new BufferData(name, 0, Codec.NONE, cpus);
        }
        if (pageSize < 1024 || pageSize > 1 << 20 || Long.bitCount(pageSize) != 1) {
            throw said.damage(8, "pages of " + pageSize + " bytes", "a power of two from 1 KiB to 1 MiB");
        }
        Section section = section(at, FileOptions.BUFFER, "the data of a buffer");
        if (section.compressed) {
            requireCodec(codec, at, "pages");
        }
        return new BufferData(name, (int) pageSize, section.compressed ? codec : Codec.NONE, cpus);
    }
}
