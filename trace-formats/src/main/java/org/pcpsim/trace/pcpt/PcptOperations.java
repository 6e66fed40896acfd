package org.pcpsim.trace.pcpt;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import org.pcpsim.trace.PackedOperations;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.input.SeekableContent;

/** Reads the sections of operations of a file; blocks among them are only compared with their checksums. */
final class PcptOperations implements PackedOperations {
    private final SeekableContent content;
    private final ZstdDecompressCtx zstd;
    private final long events;
    private final int cpus;
    private final long pids;
    private final byte[] summary;
    private final long end;
    private long next;
    private long offset;
    private byte[] payload = new byte[1 << 16];
    private final byte[] bytes = new byte[MAX_BYTES];
    private int length;

    /** Before the first section; unpacks by a context that stays open as long as this is used. */
    PcptOperations(
            SeekableContent content, PcptIndex.OperationsEntry known, long events, int cpus, ZstdDecompressCtx zstd) {
        this.events = events;
        this.cpus = cpus;
        pids = known.pids();
        this.zstd = zstd;
        this.content = content;
        summary = known.summary();
        next = known.from();
        offset = next;
        end = known.to();
    }

    /** Appends what is stored of a section: its length, and its bytes in a zstd frame. */
    static void pack(byte[] bytes, int length, ByteOutput to, ZstdCompressCtx zstd) {
        byte[] frame = new byte[(int) Zstd.compressBound(length)];
        int packed = zstd.compressByteArray(frame, 0, frame.length, bytes, 0, length);
        to.varint(length);
        to.put(frame, 0, packed);
    }

    @Override
    public long events() {
        return events;
    }

    @Override
    public int cpus() {
        return cpus;
    }

    @Override
    public long pids() {
        return pids;
    }

    @Override
    public byte[] summary() {
        return summary.clone();
    }

    @Override
    public boolean next() throws IOException {
        while (next < end) {
            Section section = Section.amongBlocks(content, next);
            if (section.end() > end) {
                throw TraceException.atByte(
                        content.name(), next, section.length() + " bytes", (end - next) + " up to the index");
            }
            offset = next;
            next = section.end();
            if (payload.length < section.length()) {
                payload = new byte[Math.max(section.length(), payload.length * 2)];
            }
            section.read(content, payload);
            if (section.type().equals(Section.OPERATIONS)) {
                unpack(section.length());
                return true;
            }
        }
        return false;
    }

    private void unpack(int stored) throws TraceException {
        ByteInput in = new ByteInput(payload, 0, stored);
        try {
            length = in.number(1, MAX_BYTES);
            int count = zstd.decompressByteArray(bytes, 0, length, payload, in.position, in.remaining());
            if (count != length) {
                throw damage("a zstd frame of " + count + " bytes", "a zstd frame of " + length + " bytes");
            }
        } catch (BlockDamage e) {
            throw damage(e.found, e.expected);
        } catch (ZstdException e) {
            throw damage("zstd: " + e.getMessage(), "a zstd frame of " + length + " bytes");
        }
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public TraceException damage(String found, String expected) {
        return TraceException.atByte(content.name(), offset, found, expected + " in the operations that begin here");
    }
}
