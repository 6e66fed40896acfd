package org.pcpsim.trace.pcpt;

import java.util.Arrays;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;

/** Turns {@link PageCode}s into pages. */
final class PageDecoder {
    private final PageHistory history = new PageHistory();
    private final byte[][] codes = new byte[PageCode.CLASSES][];
    private final int[] next = new int[PageCode.CLASSES];
    private byte[] jumpLow;
    private byte[] jumpHigh;
    private byte[] low;
    private byte[] middle;
    private byte[] high;
    private ByteInput more;
    private int jumps;
    private int plains;

    /** Reads the pages of a block, whose shapes are known. */
    void read(ByteOutput[] columns, Block block) throws BlockDamage {
        history.clear();
        Arrays.fill(next, 0);
        for (int i = 0; i < codes.length; i++) {
            codes[i] = readable(columns[Columns.PAGE_CODES + i], block.rows);
        }
        jumpLow = readable(columns[Columns.JUMP_LOW], block.rows);
        jumpHigh = readable(columns[Columns.JUMP_HIGH], block.rows);
        low = readable(columns[Columns.PAGE_LOW], block.rows);
        middle = readable(columns[Columns.PAGE_MIDDLE], block.rows);
        high = readable(columns[Columns.PAGE_HIGH], block.rows);
        more = new ByteInput(columns[Columns.PAGE_MORE].bytes, 0, columns[Columns.PAGE_MORE].length);
        jumps = 0;
        plains = 0;
        rows(block);
        checkLengths(columns);
    }

    /** Bytes that may be read for any row; whether they were there is checked afterwards. */
    private static byte[] readable(ByteOutput column, int rows) {
        if (column.bytes.length < rows) {
            column.bytes = Arrays.copyOf(column.bytes, rows);
        }
        return column.bytes;
    }

    private void rows(Block block) throws BlockDamage {
        PageHistory pages = history;
        long[] last = pages.last;
        long[] target = block.page;
        char[] shapes = block.shape;
        int[] pageOf = block.pageOf;
        byte[] allocCodes = codes[EventKind.ALLOC];
        byte[] freeCodes = codes[EventKind.FREE];
        byte[] batchedCodes = codes[EventKind.FREE_BATCHED];
        int allocs = 0;
        int frees = 0;
        int batched = 0;
        for (int row = 0; row < block.rows; row++) {
            int what = pageOf[shapes[row]];
            if (what == Block.NO_PAGE) {
                target[row] = EventBatch.NO_PFN;
                continue;
            }
            int kind = what & 0xff;
            long page;
            if (kind == EventKind.ALLOC) {
                int code = allocCodes[allocs++];
                if (code == 0 && pages.head < pages.tail) {
                    page = pages.list[pages.head++];
                } else {
                    page = page(EventKind.ALLOC, what, code);
                }
                pages.addAllocated(page);
                last[EventKind.ALLOC] = page;
            } else if (kind == EventKind.FREE) {
                page = page(EventKind.FREE, what, freeCodes[frees++]);
                pages.addFreed(page);
                last[EventKind.FREE] = page;
            } else if (kind == EventKind.FREE_BATCHED) {
                int code = batchedCodes[batched++];
                if (code == 0 && pages.freedAt + 1 < pages.freedCount) {
                    page = pages.freed[++pages.freedAt];
                } else {
                    page = page(EventKind.FREE_BATCHED, what, code);
                }
                last[EventKind.FREE_BATCHED] = page;
            } else {
                int pageClass = PageCode.classOf(kind);
                page = page(kind, what, codes[pageClass][next[pageClass]++]);
                last[pageClass] = page;
                if (kind == EventKind.ZONE_LOCKED) {
                    pages.addRefilled(page);
                }
            }
            target[row] = page;
        }
        next[EventKind.ALLOC] = allocs;
        next[EventKind.FREE] = frees;
        next[EventKind.FREE_BATCHED] = batched;
    }

    private long page(int kind, int what, int code) throws BlockDamage {
        if (code < 0) {
            // As a number without a sign the code is 256 more.
            long chunks = code + 256L - PageCode.NEIGHBOUR;
            return history.last[PageCode.classOf(kind)] + (chunks << (what >> 8));
        }
        if (code == PageCode.PLAIN) {
            return history.last[PageCode.classOf(kind)] + plain();
        }
        return code == PageCode.JUMP ? jump(kind) : near(kind, code);
    }

    private long near(int kind, int code) throws BlockDamage {
        if (kind == EventKind.FREE_BATCHED) {
            int at = history.freedAt + step(code);
            check(at, history.freedCount);
            history.freedAt = at;
            return history.freed[at];
        }
        if (kind == EventKind.FREE) {
            int at = history.allocatedAt + step(code);
            check(at, history.allocatedCount);
            history.allocatedAt = at;
            return history.allocated[at];
        }
        if (kind != EventKind.ALLOC && kind != EventKind.PCPU_DRAIN || code >= PageCode.FORWARD) {
            throw new BlockDamage("page code " + code, "a code that events of kind " + kind + " have");
        }
        check(code, history.tail - history.head);
        return kind == EventKind.ALLOC ? history.takeFromHead(code) : history.takeFromTail(code);
    }

    private static int step(int code) throws BlockDamage {
        if (code < PageCode.FORWARD) {
            return code + 1;
        }
        if (code >= PageCode.BACKWARD_END) {
            throw new BlockDamage("page code " + code, "a code with a meaning");
        }
        return PageCode.FORWARD - code;
    }

    private long jump(int kind) throws BlockDamage {
        int distance = jumpLow[jumps] & 0xff | (jumpHigh[jumps] & 0xff) << 8;
        jumps++;
        if (kind == EventKind.FREE) {
            int at = history.allocatedCount - 1 - distance;
            check(at, history.allocatedCount);
            history.allocatedAt = at;
            return history.allocated[at];
        }
        int at = history.freedCount - 1 - distance;
        check(at, history.freedCount);
        if (kind == EventKind.FREE_BATCHED) {
            history.freedAt = at;
        }
        return history.freed[at];
    }

    private long plain() throws BlockDamage {
        int at = plains++;
        long number = low[at] & 0xff | (middle[at] & 0xff) << 8 | (high[at] & 0xff) << 16;
        if (number == PageCode.THREE_BYTES) {
            number = more.varint();
        }
        return number >>> 1 ^ -(number & 1);
    }

    private static void check(int at, int count) throws BlockDamage {
        if (at < 0 || at >= count) {
            throw new BlockDamage("a reference to page " + at, "one of the " + count + " pages before");
        }
    }

    /** Every code had its byte, and every byte a code. */
    private void checkLengths(ByteOutput[] columns) throws BlockDamage {
        for (int i = 0; i < next.length; i++) {
            Block.checkLength("page codes", columns[Columns.PAGE_CODES + i], next[i]);
        }
        Block.checkLength("distances", columns[Columns.JUMP_LOW], jumps);
        Block.checkLength("distances", columns[Columns.JUMP_HIGH], jumps);
        Block.checkLength("pages", columns[Columns.PAGE_LOW], plains);
        Block.checkLength("pages", columns[Columns.PAGE_MIDDLE], plains);
        Block.checkLength("pages", columns[Columns.PAGE_HIGH], plains);
        more.end();
    }
}
