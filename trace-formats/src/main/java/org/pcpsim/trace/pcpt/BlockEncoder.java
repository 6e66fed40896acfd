package org.pcpsim.trace.pcpt;

import com.github.luben.zstd.ZstdCompressCtx;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pcpsim.trace.Symbols;

/** Packs blocks. The same rows give the same bytes. */
final class BlockEncoder implements Closeable {
    /** Measured on real recordings: 3 is 9 % larger, 19 is 5 % smaller and takes three times as long. */
    private static final int LEVEL = 9;
    /** Of blocks with few bytes. */
    private static final int SMALL_LEVEL = 19;

    /** Of operations, which are read far more often than written. */
    private static final int OPERATIONS_LEVEL = 9;

    private final ZstdCompressCtx zstd = new ZstdCompressCtx();
    private final ByteOutput[] columns = new ByteOutput[Columns.COUNT];
    private final PageEncoder pages;
    /** By shape: rows of the block that have it, then its number in the block; 0 between blocks. */
    private int[] counts = new int[0];

    BlockEncoder() {
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new ByteOutput();
        }
        pages = new PageEncoder(columns);
    }

    /** The payload of a block of these rows, of which there is one at least. */
    ByteOutput payload(Rows rows, BlockEntry entry, ShapeTable shapes, Symbols symbols) {
        for (ByteOutput column : columns) {
            column.clear();
        }
        pages.clear();
        LocalTexts texts = new LocalTexts(symbols, columns[Columns.TEXTS]);
        shapes(rows, shapes, texts);
        tasks(rows, texts);
        if (entry.isMixed()) {
            cpus(rows);
        } else {
            runs(rows);
        }
        long unit = times(rows);
        for (int row = 0; row < rows.count; row++) {
            int shape = rows.shape[row];
            if (shapes.hasPage(shape)) {
                pages.add(shapes.kind(shape), shapes.order(shape), rows.page[row]);
            }
        }
        ByteOutput out = new ByteOutput();
        entry.write(out);
        out.varint(unit);
        zstd.setLevel(Columns.isSmall(columns) ? SMALL_LEVEL : LEVEL);
        Columns.write(out, columns, zstd);
        return out;
    }

    /** Numbers of the texts of one block, the empty one being 0. */
    private static final class LocalTexts {
        private final Map<Integer, Integer> numbers = new HashMap<>();
        private final Symbols symbols;
        private final ByteOutput column;

        LocalTexts(Symbols symbols, ByteOutput column) {
            this.symbols = symbols;
            this.column = column;
            numbers.put(0, 0);
        }

        int of(int symbol) {
            Integer known = numbers.get(symbol);
            if (known != null) {
                return known;
            }
            int number = numbers.size();
            numbers.put(symbol, number);
            TextBytes.write(column, symbols.text(symbol));
            return number;
        }
    }

    /** Most frequent shapes first, so that one byte is enough for most rows. */
    private void shapes(Rows rows, ShapeTable shapes, LocalTexts texts) {
        if (counts.length < shapes.size()) {
            counts = new int[shapes.size() * 2];
        }
        List<Integer> order = new ArrayList<>();
        for (int row = 0; row < rows.count; row++) {
            if (counts[rows.shape[row]]++ == 0) {
                order.add(rows.shape[row]);
            }
        }
        order.sort(Comparator.comparing((Integer shape) -> -counts[shape]).thenComparing(shape -> shape));
        ByteOutput table = columns[Columns.SHAPES];
        table.varint(order.size());
        for (int number = 0; number < order.size(); number++) {
            int shape = order.get(number);
            counts[shape] = number;
            shapes.writeHead(table, shape);
            table.varint(texts.of(shapes.gfpText(shape)));
            table.varint(texts.of(shapes.context(shape)));
            if (ShapeTable.auxIsText(shapes.kind(shape))) {
                table.varint(texts.of(shapes.aux(shape)));
            } else {
                table.signed(shapes.aux(shape));
            }
        }
        for (int row = 0; row < rows.count; row++) {
            int number = counts[rows.shape[row]];
            columns[Columns.SHAPE_LOW].put(number);
            if (order.size() > 256) {
                columns[Columns.SHAPE_HIGH].put(number >> 8);
            }
        }
        for (int shape : order) {
            counts[shape] = 0;
        }
    }

    private void tasks(Rows rows, LocalTexts texts) {
        Map<Long, Integer> tasks = new HashMap<>();
        ByteOutput table = new ByteOutput();
        for (int row = 0; row < rows.count; ) {
            int end = row + 1;
            while (end < rows.count && rows.pid[end] == rows.pid[row] && rows.comm[end] == rows.comm[row]) {
                end++;
            }
            long task = (long) rows.pid[row] << 32 | rows.comm[row];
            Integer number = tasks.get(task);
            if (number == null) {
                number = tasks.size();
                tasks.put(task, number);
                table.signed(rows.pid[row]);
                table.varint(texts.of(rows.comm[row]));
            }
            columns[Columns.TASK_RUNS].varint(number);
            columns[Columns.TASK_RUNS].varint(end - row - 1L);
            row = end;
        }
        columns[Columns.TASKS].varint(tasks.size());
        columns[Columns.TASKS].put(table.bytes, 0, table.length);
    }

    private void runs(Rows rows) {
        long next = rows.sequence[0];
        for (int row = 0; row < rows.count; ) {
            int end = row + 1;
            while (end < rows.count && rows.sequence[end] == rows.sequence[end - 1] + 1) {
                end++;
            }
            columns[Columns.SEQUENCE_GAPS].varint(rows.sequence[row] - next);
            columns[Columns.SEQUENCE_RUNS].varint(end - row - 1L);
            next = rows.sequence[end - 1] + 1;
            row = end;
        }
    }

    private void cpus(Rows rows) {
        for (int row = 0; row < rows.count; ) {
            int end = row + 1;
            while (end < rows.count && rows.cpuOf[end] == rows.cpuOf[row]) {
                end++;
            }
            columns[Columns.SEQUENCE_GAPS].varint(rows.cpuOf[row]);
            columns[Columns.SEQUENCE_RUNS].varint(end - row - 1L);
            row = end;
        }
    }

    /** Times in the largest unit that they are multiples of; returns that. */
    private long times(Rows rows) {
        long unit = 0;
        for (int row = 1; row < rows.count; row++) {
            unit = greatestCommonDivisor(unit, rows.time[row] - rows.time[row - 1]);
        }
        unit = Math.max(unit, 1);
        int large = 0;
        for (int row = 1; row < rows.count; row++) {
            large += Long.compareUnsigned((rows.time[row] - rows.time[row - 1]) / unit, 0xff) >= 0 ? 1 : 0;
        }
        // A large one takes two bytes or three beside the first.
        boolean wide = large > rows.count / 3;
        long most = wide ? 0xffff : 0xff;
        long last = rows.time[0];
        for (int row = 0; row < rows.count; row++) {
            long units = (rows.time[row] - last) / unit;
            last = rows.time[row];
            long low = Math.min(units, most);
            columns[Columns.TIME_LOW].put((int) low);
            if (wide) {
                columns[Columns.TIME_HIGH].put((int) low >> 8);
            }
            if (low == most) {
                columns[Columns.TIME_MORE].varint(units - most);
            }
        }
        return unit;
    }

    private static long greatestCommonDivisor(long a, long b) {
        long x = a;
        long y = b;
        while (y != 0) {
            long rest = x % y;
            x = y;
            y = rest;
        }
        return x;
    }

    /** Appends what is stored of a section of operations. */
    void pack(byte[] bytes, int length, ByteOutput to) {
        zstd.setLevel(OPERATIONS_LEVEL);
        PcptOperations.pack(bytes, length, to, zstd);
    }

    @Override
    public void close() {
        zstd.close();
    }
}
