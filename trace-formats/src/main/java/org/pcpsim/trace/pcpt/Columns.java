package org.pcpsim.trace.pcpt;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;

/** The columns of a block, and how they are stored: as they are, one byte repeated, or compressed alone or together. */
final class Columns {
    static final int TEXTS = 0;
    static final int SHAPES = 1;
    static final int TASKS = 2;
    static final int TASK_RUNS = 3;
    /** Of a block of all CPUs, the CPU of each run. */
    static final int SEQUENCE_GAPS = 4;

    static final int SEQUENCE_RUNS = 5;
    static final int SHAPE_LOW = 6;
    static final int SHAPE_HIGH = 7;
    static final int TIME_LOW = 8;
    static final int TIME_HIGH = 9;
    static final int TIME_MORE = 10;
    /** Page codes of one {@link PageCode} class each. */
    static final int PAGE_CODES = 11;

    static final int JUMP_LOW = PAGE_CODES + PageCode.CLASSES;
    static final int JUMP_HIGH = JUMP_LOW + 1;
    static final int PAGE_LOW = JUMP_LOW + 2;
    static final int PAGE_MIDDLE = JUMP_LOW + 3;
    static final int PAGE_HIGH = JUMP_LOW + 4;
    static final int PAGE_MORE = JUMP_LOW + 5;
    static final int COUNT = JUMP_LOW + 6;

    /** Most bytes of the texts of a block. */
    static final int MAX_TEXTS = 1 << 26;

    /** Most bytes of any other column. */
    private static final int MAX_BYTES = 1 << 22;

    private static final int EACH = 0;
    private static final int TOGETHER = 1;

    private static final int RAW = 0;
    private static final int ZSTD = 1;
    private static final int REPEATED = 2;

    /** Blocks of fewer bytes may be smaller when all columns share one frame. */
    private static final int SMALL = 1 << 16;

    private Columns() {}

    /** Appends the columns in whichever way takes fewer bytes. */
    static void write(ByteOutput out, ByteOutput[] columns, ZstdCompressCtx zstd) {
        ByteOutput each = each(columns, zstd);
        if (isSmall(columns)) {
            ByteOutput together = together(columns, zstd);
            if (together.length < each.length) {
                out.put(TOGETHER);
                out.put(together.bytes, 0, together.length);
                return;
            }
        }
        out.put(EACH);
        out.put(each.bytes, 0, each.length);
    }

    /** Whether all columns may share one frame. */
    static boolean isSmall(ByteOutput[] columns) {
        int total = 0;
        for (ByteOutput column : columns) {
            total += column.length;
        }
        return total < SMALL;
    }

    private static ByteOutput each(ByteOutput[] columns, ZstdCompressCtx zstd) {
        ByteOutput out = new ByteOutput();
        for (ByteOutput column : columns) {
            out.varint(column.length);
            if (column.length == 0) {
                continue;
            }
            if (isRepeated(column)) {
                out.put(REPEATED);
                out.put(column.bytes[0]);
                continue;
            }
            byte[] packed = packed(column, zstd);
            if (packed.length + 3 < column.length) {
                out.put(ZSTD);
                out.varint(packed.length);
                out.put(packed, 0, packed.length);
            } else {
                out.put(RAW);
                out.put(column.bytes, 0, column.length);
            }
        }
        return out;
    }

    private static ByteOutput together(ByteOutput[] columns, ZstdCompressCtx zstd) {
        ByteOutput out = new ByteOutput();
        ByteOutput all = new ByteOutput();
        for (ByteOutput column : columns) {
            out.varint(column.length);
            all.put(column.bytes, 0, column.length);
        }
        byte[] packed = packed(all, zstd);
        out.put(packed, 0, packed.length);
        return out;
    }

    private static boolean isRepeated(ByteOutput column) {
        for (int i = 1; i < column.length; i++) {
            if (column.bytes[i] != column.bytes[0]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] packed(ByteOutput content, ZstdCompressCtx zstd) {
        byte[] target = new byte[(int) Zstd.compressBound(content.length)];
        int length = zstd.compressByteArray(target, 0, target.length, content.bytes, 0, content.length);
        return Arrays.copyOf(target, length);
    }

    /** Reads all columns, which end where the input does. */
    static void read(ByteInput in, ByteOutput[] columns, ZstdDecompressCtx zstd) throws BlockDamage {
        int storage = in.next();
        if (storage == EACH) {
            for (int i = 0; i < columns.length; i++) {
                readOne(in, i == TEXTS ? MAX_TEXTS : MAX_BYTES, columns[i], zstd);
            }
            in.end();
        } else if (storage == TOGETHER) {
            readTogether(in, columns, zstd);
        } else {
            throw new BlockDamage("columns stored in way " + storage, "way 0 or 1");
        }
    }

    private static void readOne(ByteInput in, int limit, ByteOutput column, ZstdDecompressCtx zstd) throws BlockDamage {
        int length = in.number(0, limit);
        column.clear();
        if (length == 0) {
            return;
        }
        int way = in.next();
        switch (way) {
            case RAW -> column.put(in.bytes, in.take(length), length);
            case REPEATED -> column.fill(in.next(), length);
            case ZSTD -> {
                int stored = in.number(0, in.remaining());
                unpack(in, in.take(stored), stored, column, length, zstd);
            }
            default -> throw new BlockDamage("a column stored in way " + way, "way 0, 1 or 2");
        }
    }

    private static void readTogether(ByteInput in, ByteOutput[] columns, ZstdDecompressCtx zstd) throws BlockDamage {
        int total = 0;
        int[] lengths = new int[columns.length];
        for (int i = 0; i < columns.length; i++) {
            lengths[i] = in.number(0, SMALL - total);
            total += lengths[i];
        }
        ByteOutput all = new ByteOutput();
        int stored = in.remaining();
        unpack(in, in.take(stored), stored, all, total, zstd);
        int from = 0;
        for (int i = 0; i < columns.length; i++) {
            columns[i].clear();
            columns[i].put(all.bytes, from, lengths[i]);
            from += lengths[i];
        }
    }

    private static void unpack(
            ByteInput in, int from, int stored, ByteOutput target, int length, ZstdDecompressCtx zstd)
            throws BlockDamage {
        target.reserve(length);
        String found;
        try {
            int count = zstd.decompressByteArray(target.bytes, 0, length, in.bytes, from, stored);
            if (count == length) {
                target.length = length;
                return;
            }
            found = "a zstd frame of " + count + " bytes";
        } catch (ZstdException e) {
            found = "zstd: " + e.getMessage();
        }
        throw new BlockDamage(found, "a zstd frame of " + length + " bytes");
    }
}
