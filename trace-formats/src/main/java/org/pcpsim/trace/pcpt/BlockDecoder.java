package org.pcpsim.trace.pcpt;

import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.Closeable;
import java.util.Arrays;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Symbols;

/** Unpacks blocks. Checks everything: what passes has the rows, positions and times that its head says. */
final class BlockDecoder implements Closeable {
    private final Symbols symbols;
    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
    private final ByteOutput[] columns = new ByteOutput[Columns.COUNT];
    private final PageDecoder pages = new PageDecoder();

    /** Puts texts into the symbols. */
    BlockDecoder(Symbols symbols) {
        this.symbols = symbols;
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new ByteOutput();
        }
    }

    /**
     * Unpacks a payload.
     *
     * @param known what is known of the block
     * @throws BlockDamage if the payload contradicts that or itself
     */
    void read(byte[] payload, BlockEntry known, Block block) throws BlockDamage {
        ByteInput in = new ByteInput(payload, 0, payload.length);
        BlockEntry entry = BlockEntry.read(in, known.offset(), known.length());
        if (!entry.equals(known)) {
            throw new BlockDamage(entry.toString(), known.toString());
        }
        long unit = in.varint();
        Columns.read(in, columns, zstd);
        block.begin(entry);
        int[] texts = texts();
        int shapes = shapes(texts, block);
        shapeOfRows(shapes, block);
        times(unit, entry, block);
        tasks(texts, block);
        if (entry.isMixed()) {
            cpus(entry, block);
        } else {
            runs(entry, block);
            block.measureGaps();
        }
        pages.read(columns, shapes, block);
    }

    /** For others that unpack something of the same file; closed with this. */
    ZstdDecompressCtx zstd() {
        return zstd;
    }

    private ByteInput column(int number) {
        return new ByteInput(columns[number].bytes, 0, columns[number].length);
    }

    private int[] texts() throws BlockDamage {
        ByteInput in = column(Columns.TEXTS);
        int[] texts = new int[16];
        int count = 1;
        try {
            while (in.remaining() > 0) {
                if (count == texts.length) {
                    texts = Arrays.copyOf(texts, count * 2);
                }
                texts[count++] = symbols.intern(TextBytes.read(in));
            }
        } catch (IllegalStateException e) {
            throw new BlockDamage(e.getMessage(), "fewer");
        }
        return Arrays.copyOf(texts, count);
    }

    private int shapes(int[] texts, Block block) throws BlockDamage {
        ByteInput in = column(Columns.SHAPES);
        int count = in.number(1, block.rows);
        block.makeShapes(count);
        for (int i = 0; i < count; i++) {
            int kind = in.next();
            boolean hasPage = (kind & ShapeTable.PAGE) != 0;
            kind &= ~ShapeTable.PAGE;
            if (kind > EventKind.OTHER) {
                throw new BlockDamage("an event of kind " + kind, "a kind from 0 to " + EventKind.OTHER);
            }
            int order = (byte) in.next();
            int at = i * Block.STRIDE;
            block.pageOf[i] = hasPage ? kind | PageCode.step(order) << 8 : Block.NO_PAGE;
            block.table[at + Block.HEAD] = kind | (order & 0xff) << 8 | in.next() << 16 | in.signed() << 32;
            block.table[at + Block.TEXTS] = texts[in.index(texts.length)] | (long) texts[in.index(texts.length)] << 32;
            block.table[at + Block.AUX] =
                    ShapeTable.auxIsText(kind) ? texts[in.index(texts.length)] : (int) in.signed();
        }
        in.end();
        return count;
    }

    private void shapeOfRows(int shapes, Block block) throws BlockDamage {
        Block.checkLength("shapes", columns[Columns.SHAPE_LOW], block.rows);
        byte[] low = columns[Columns.SHAPE_LOW].bytes;
        int largest = 0;
        if (shapes <= 256) {
            Block.checkLength("shapes", columns[Columns.SHAPE_HIGH], 0);
            for (int row = 0; row < block.rows; row++) {
                int shape = low[row] & 0xff;
                largest = Math.max(largest, shape);
                block.shape[row] = (char) shape;
            }
        } else {
            Block.checkLength("shapes", columns[Columns.SHAPE_HIGH], block.rows);
            byte[] high = columns[Columns.SHAPE_HIGH].bytes;
            for (int row = 0; row < block.rows; row++) {
                int shape = low[row] & 0xff | (high[row] & 0xff) << 8;
                largest = Math.max(largest, shape);
                block.shape[row] = (char) shape;
            }
        }
        if (largest >= shapes) {
            throw new BlockDamage("shape " + largest, "one of " + shapes);
        }
    }

    private void times(long unit, BlockEntry entry, Block block) throws BlockDamage {
        int rows = block.rows;
        Block.checkLength("times", columns[Columns.TIME_LOW], rows);
        boolean wide = columns[Columns.TIME_HIGH].length > 0;
        Block.checkLength("times", columns[Columns.TIME_HIGH], wide ? rows : 0);
        byte[] low = columns[Columns.TIME_LOW].bytes;
        byte[] high = wide ? columns[Columns.TIME_HIGH].bytes : new byte[0];
        ByteInput more = column(Columns.TIME_MORE);
        int most = wide ? 0xffff : 0xff;
        long[] times = block.time;
        long time = entry.firstTime();
        // A step or a time below 0 shows in the sign: neither a number nor their sum may be beyond 63 bits.
        long signs = 0;
        for (int row = 0; row < rows; row++) {
            int units = low[row] & 0xff;
            if (wide) {
                units |= (high[row] & 0xff) << 8;
            }
            long step = units == most ? unit * (units + more.varint()) : unit * units;
            time += step;
            signs |= step | time;
            times[row] = time;
        }
        if (signs < 0) {
            throw new BlockDamage("times that go back", entry.toString());
        }
        more.end();
        if (block.time[0] != entry.firstTime() || time != entry.lastTime()) {
            throw new BlockDamage("times from " + block.time[0] + " to " + time, entry.toString());
        }
    }

    private void tasks(int[] texts, Block block) throws BlockDamage {
        ByteInput in = column(Columns.TASKS);
        int count = in.number(1, block.rows);
        int[] pids = new int[count];
        int[] comms = new int[count];
        for (int i = 0; i < count; i++) {
            pids[i] = (int) in.signed();
            comms[i] = texts[in.index(texts.length)];
        }
        in.end();
        ByteInput runs = column(Columns.TASK_RUNS);
        // A run takes two bytes or more.
        block.makeTasks(Math.min(block.rows, runs.remaining() / 2));
        int end = 0;
        for (int run = 0; end < block.rows; run++) {
            int task = runs.index(count);
            end += runs.number(0, block.rows - end - 1L) + 1;
            block.taskEnd[run] = end;
            block.pid[run] = pids[task];
            block.comm[run] = comms[task];
        }
        runs.end();
    }

    private void runs(BlockEntry entry, Block block) throws BlockDamage {
        ByteInput gaps = column(Columns.SEQUENCE_GAPS);
        ByteInput lengths = column(Columns.SEQUENCE_RUNS);
        long sequence = entry.firstSequence();
        int end = 0;
        while (end < block.rows) {
            long gap = gaps.varint();
            if (gap < 0 || gap > entry.lastSequence() - sequence) {
                throw new BlockDamage("a gap of " + gap + " after event " + sequence, entry.toString());
            }
            sequence += gap;
            int length = lengths.number(0, block.rows - end - 1L) + 1;
            end += length;
            block.addRun(sequence, end);
            sequence += length;
        }
        gaps.end();
        lengths.end();
        if (block.runSequence[0] != entry.firstSequence() || sequence - 1 != entry.lastSequence()) {
            throw new BlockDamage("events up to " + (sequence - 1), entry.toString());
        }
    }

    /** Runs of a block of all CPUs: every event of the trace is in it. */
    private void cpus(BlockEntry entry, Block block) throws BlockDamage {
        ByteInput cpus = column(Columns.SEQUENCE_GAPS);
        ByteInput lengths = column(Columns.SEQUENCE_RUNS);
        if (entry.firstSequence() != 0 || entry.lastSequence() != entry.rows() - 1L || entry.rowsBefore() != 0) {
            throw new BlockDamage(entry.toString(), "all events of the trace");
        }
        int end = 0;
        while (end < block.rows) {
            int cpu = cpus.number(0, PcptLayout.MAX_CPU);
            end += lengths.number(0, block.rows - end - 1L) + 1;
            block.addRun(cpu, end);
        }
        cpus.end();
        lengths.end();
    }

    @Override
    public void close() {
        zstd.close();
    }
}
