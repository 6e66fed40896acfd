package org.pcpsim.trace.pcpt;

import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;

/**
 * Turns {@link PageCode}s into pages.
 *
 * <p>Which code comes next is hard to foretell, for a processor too. Of allocations and frees, which are most, only near
 * codes are told from others by a branch; what the others are is in masks.
 */
final class PageDecoder {
    // How a shape's rows are treated, one number for each shape of the block.
    private static final int CLASS = 0x7;
    private static final int STEP_SHIFT = 3;
    private static final int STEP = 0xf;
    private static final int ALLOC = 1 << 8;
    private static final int FREE = 1 << 9;
    private static final int BATCHED = 1 << 10;
    private static final int LOCKED = 1 << 11;
    private static final int DRAIN = 1 << 12;

    private final PageHistory history = new PageHistory();
    /** The codes of all classes, those of each from a multiple of {@link PcptLayout#MAX_ROWS} on. */
    private final byte[] codes = new byte[PageCode.CLASSES * PcptLayout.MAX_ROWS];

    private final int[] next = new int[PageCode.CLASSES];
    private final long[] plain = new long[PcptLayout.MAX_ROWS + 1];
    private final int[] jump = new int[PcptLayout.MAX_ROWS + 1];
    private int[] treated = new int[16];

    /** Reads the pages of a block, whose shapes are known. */
    void read(ByteOutput[] columns, int shapes, Block block) throws BlockDamage {
        history.clear();
        for (int i = 0; i < PageCode.CLASSES; i++) {
            ByteOutput column = columns[Columns.PAGE_CODES + i];
            Block.checkAtMost("page codes", column, block.rows);
            next[i] = i * PcptLayout.MAX_ROWS;
            System.arraycopy(column.bytes, 0, codes, next[i], column.length);
        }
        jumps(columns, block.rows);
        plains(columns, block.rows);
        treated = treated(shapes, block);
        rows(block, columns);
    }

    private void jumps(ByteOutput[] columns, int rows) throws BlockDamage {
        ByteOutput low = columns[Columns.JUMP_LOW];
        Block.checkAtMost("distances", low, rows);
        Block.checkLength("distances", columns[Columns.JUMP_HIGH], low.length);
        byte[] high = columns[Columns.JUMP_HIGH].bytes;
        for (int i = 0; i < low.length; i++) {
            jump[i] = low.bytes[i] & 0xff | (high[i] & 0xff) << 8;
        }
    }

    private void plains(ByteOutput[] columns, int rows) throws BlockDamage {
        ByteOutput low = columns[Columns.PAGE_LOW];
        Block.checkAtMost("pages", low, rows);
        Block.checkLength("pages", columns[Columns.PAGE_MIDDLE], low.length);
        Block.checkLength("pages", columns[Columns.PAGE_HIGH], low.length);
        byte[] middle = columns[Columns.PAGE_MIDDLE].bytes;
        byte[] high = columns[Columns.PAGE_HIGH].bytes;
        ByteInput more = new ByteInput(columns[Columns.PAGE_MORE].bytes, 0, columns[Columns.PAGE_MORE].length);
        for (int i = 0; i < low.length; i++) {
            int three = low.bytes[i] & 0xff | (middle[i] & 0xff) << 8 | (high[i] & 0xff) << 16;
            long number = three == PageCode.THREE_BYTES ? more.varint() : three;
            plain[i] = number >>> 1 ^ -(number & 1);
        }
        more.end();
    }

    private int[] treated(int shapes, Block block) {
        int[] all = treated.length < shapes ? new int[shapes] : treated;
        for (int shape = 0; shape < shapes; shape++) {
            int what = block.pageOf[shape];
            int kind = what & 0xff;
            int flag = switch (kind) {
                case EventKind.ALLOC -> ALLOC;
                case EventKind.FREE -> FREE;
                case EventKind.FREE_BATCHED -> BATCHED;
                case EventKind.ZONE_LOCKED -> LOCKED;
                case EventKind.PCPU_DRAIN -> DRAIN;
                default -> 0;
            };
            all[shape] =
                    what == Block.NO_PAGE ? Block.NO_PAGE : PageCode.classOf(kind) | what >> 8 << STEP_SHIFT | flag;
        }
        return all;
    }

    private void rows(Block block, ByteOutput[] columns) throws BlockDamage {
        long[] target = block.page;
        char[] shapes = block.shape;
        int[] how = treated;
        byte[] stream = codes;
        int[] at = next;
        long[] last = history.last;
        long[] list = history.list;
        long[] allocated = history.allocated;
        long[] freed = history.freed;
        int head = history.head;
        int tail = history.tail;
        int allocs = 0;
        int frees = 0;
        int allocatedAt = -1;
        int freedAt = -1;
        int plains = 0;
        int jumps = 0;
        int allocNext = 0;
        int freeNext = PcptLayout.MAX_ROWS;
        long lastAlloc = 0;
        long lastFree = 0;
        int rows = block.rows;
        for (int row = 0; row < rows; row++) {
            int what = how[shapes[row]];
            if (what == Block.NO_PAGE) {
                target[row] = EventBatch.NO_PFN;
                continue;
            }
            if ((what & ALLOC) != 0) {
                int code = stream[allocNext++];
                long page;
                if ((code & 0xff) < PageCode.JUMP) {
                    checkNear(code, tail - head, what);
                    page = list[head + code];
                    for (int i = head + code; i > head; i--) {
                        list[i] = list[i - 1];
                    }
                    head++;
                } else {
                    // All bits are set where it is near the last page or a jump; where it is neither, it is a number.
                    int isNeighbour = code >> 31;
                    int isJump = ~isNeighbour & code - PageCode.PLAIN >> 31;
                    long number = plain[plains];
                    long chunks = (long) (code + PageCode.NEIGHBOURS) << (what >> STEP_SHIFT & STEP);
                    plains += 1 + (isNeighbour | isJump);
                    long near = lastAlloc + (number ^ (number ^ chunks) & isNeighbour);
                    int seen = frees - 1 - jump[jumps] & isJump;
                    checkSeen(seen, frees | ~isJump & 1);
                    jumps -= isJump;
                    page = near ^ (near ^ freed[seen]) & isJump;
                }
                allocated[allocs++] = page;
                lastAlloc = page;
                target[row] = page;
            } else if ((what & FREE) != 0) {
                int code = stream[freeNext++];
                long page;
                if ((code & 0xff) < PageCode.JUMP) {
                    allocatedAt += steps(code);
                    checkReference(code, allocatedAt, allocs);
                    page = allocated[allocatedAt];
                } else {
                    int isNeighbour = code >> 31;
                    int isJump = ~isNeighbour & code - PageCode.PLAIN >> 31;
                    long number = plain[plains];
                    long chunks = (long) (code + PageCode.NEIGHBOURS) << (what >> STEP_SHIFT & STEP);
                    plains += 1 + (isNeighbour | isJump);
                    long near = lastFree + (number ^ (number ^ chunks) & isNeighbour);
                    int seen = allocs - 1 - jump[jumps] & isJump;
                    checkSeen(seen, allocs | ~isJump & 1);
                    jumps -= isJump;
                    allocatedAt ^= (allocatedAt ^ seen) & isJump;
                    page = near ^ (near ^ allocated[seen]) & isJump;
                }
                freed[frees++] = page;
                list[--head] = page;
                lastFree = page;
                target[row] = page;
            } else {
                int pageClass = what & CLASS;
                int code = stream[at[pageClass]++];
                long page;
                if ((code & 0xff) < PageCode.JUMP) {
                    if ((what & BATCHED) != 0) {
                        freedAt += steps(code);
                        checkReference(code, freedAt, frees);
                        page = freed[freedAt];
                    } else {
                        checkNear(code, tail - head, what);
                        int from = tail - 1 - code;
                        page = list[from];
                        for (int i = from; i < tail - 1; i++) {
                            list[i] = list[i + 1];
                        }
                        tail--;
                    }
                } else if (code < 0) {
                    page = last[pageClass] + ((long) (code + PageCode.NEIGHBOURS) << (what >> STEP_SHIFT & STEP));
                } else if (code == PageCode.PLAIN) {
                    page = last[pageClass] + plain[plains++];
                } else {
                    int seen = frees - 1 - jump[jumps++];
                    checkSeen(seen, frees);
                    page = freed[seen];
                    if ((what & BATCHED) != 0) {
                        freedAt = seen;
                    }
                }
                last[pageClass] = page;
                if ((what & LOCKED) != 0) {
                    list[tail++] = page;
                }
                target[row] = page;
            }
        }
        at[0] = allocNext;
        at[1] = freeNext;
        checkLengths(columns, jumps, plains);
    }

    private static int steps(int code) {
        return code < PageCode.FORWARD ? code + 1 : PageCode.FORWARD - code;
    }

    private static void checkNear(int code, int count, int what) throws BlockDamage {
        if (code >= PageCode.FORWARD || (what & (ALLOC | DRAIN)) == 0) {
            throw new BlockDamage("page code " + code, "a code that events of this kind have");
        }
        if (code >= count) {
            throw noPage(code, count);
        }
    }

    private static void checkReference(int code, int at, int count) throws BlockDamage {
        if (code >= PageCode.BACKWARD_END) {
            throw new BlockDamage("page code " + code, "a code with a meaning");
        }
        if (at < 0 || at >= count) {
            throw noPage(at, count);
        }
    }

    private static void checkSeen(int at, int count) throws BlockDamage {
        if (at < 0 || at >= count) {
            throw noPage(at, count);
        }
    }

    private static BlockDamage noPage(int at, int count) {
        return new BlockDamage("a reference to page " + at, "one of the " + count + " pages before");
    }

    /** Every code had its byte, and every byte a code. */
    private void checkLengths(ByteOutput[] columns, int jumps, int plains) throws BlockDamage {
        for (int i = 0; i < next.length; i++) {
            Block.checkLength("page codes", columns[Columns.PAGE_CODES + i], next[i] - i * PcptLayout.MAX_ROWS);
        }
        Block.checkLength("distances", columns[Columns.JUMP_LOW], jumps);
        Block.checkLength("pages", columns[Columns.PAGE_LOW], plains);
    }
}
