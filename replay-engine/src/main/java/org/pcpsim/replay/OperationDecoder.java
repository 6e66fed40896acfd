package org.pcpsim.replay;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.operation.OperationWord;
import org.pcpsim.trace.PackedOperations;
import org.pcpsim.trace.TraceException;

/**
 * Reads batches of operations that {@link OperationEncoder} wrote. Checks everything: what passes frees only what is live, and is
 * what a model can be asked for.
 *
 * <p>Which rows are allocations nobody can foresee where CPUs take turns, so these and frees go the same way here, and differ in
 * numbers only. Memory: 5 bytes a handle. Not thread-safe.
 */
final class OperationDecoder {
    private static final int MAX_ORDER = 10;
    private static final long MAX_PFN = (1L << 52) - 1;
    private static final int FLAGS =
            Operations.IN_TASK | Operations.IMPLIED | Operations.BY_KSWAPD | Operations.LIKE_RECLAIM;

    private final PackedOperations packed;
    private final boolean counting;
    private final int cpus;
    private final long events;
    private long[] table = new long[0];
    private final char[] shape = new char[Operations.CAPACITY];
    /** Numbers freed or halved, in their order; one place more than a batch can need is read. */
    private final int[] freed = new int[Operations.CAPACITY + 1];

    /** What was read ahead: reads whose result nobody has could be left out. */
    private int seen;

    /** Numbers given back, the last one at {@code spares}. */
    private int[] spare = new int[0];

    private int spares;
    private int numbers;
    /** One more than the order of each live allocation, 0 of a number that none has. */
    private byte[] live = new byte[0];

    private long time;
    private long event;
    private int lastFreed;
    private long lastUnknown;

    /**
     * Before the first batch.
     *
     * @param summary of the operations
     * @param counting whether rows are to tell for how many events they stand
     */
    OperationDecoder(PackedOperations packed, OperationSummary summary, boolean counting) {
        this.packed = packed;
        this.counting = counting;
        cpus = summary.cpus();
        events = summary.counts().events();
        time = summary.origin();
    }

    /**
     * Unpacks the section that the operations stand at, which must follow the last one.
     *
     * @throws TraceException if it is not what it should be
     */
    void read(Operations to) throws TraceException {
        ByteBuffer in = ByteBuffer.wrap(packed.bytes(), 0, packed.length());
        try {
            int rows = number(in, "operations", 1, Operations.CAPACITY);
            int shapes = number(in, "shapes", 1, rows);
            long unit = OperationCode.get(in);
            int frees = number(in, "frees", 0, rows);
            int width = number(in, "bytes a free", 0, Integer.BYTES);
            readShapes(in, shapes);
            shapeOfRows(in, rows, shapes);
            checkMembers(rows);
            int times = take(in, 2 * rows);
            int positions = take(in, 2 * rows);
            makeRoom();
            readFreed(in, frees, width);
            int traced = take(in, rows);
            rows(in, rows, unit, times, positions, frees, to);
            count(in, rows, traced, to);
            to.size = rows;
            to.handles = numbers;
        } catch (BufferUnderflowException e) {
            throw packed.damage("the end of the data", "more of it");
        }
    }

    private int number(ByteBuffer in, String what, int least, int most) throws TraceException {
        long number = OperationCode.get(in);
        if (number < least || number > most) {
            throw packed.damage(Long.toUnsignedString(number) + " " + what, least + " to " + most);
        }
        return (int) number;
    }

    private static int take(ByteBuffer in, int bytes) {
        int at = in.position();
        if (bytes > in.remaining()) {
            throw new BufferUnderflowException();
        }
        in.position(at + bytes);
        return at;
    }

    private void readShapes(ByteBuffer in, int count) throws TraceException {
        if (table.length < count) {
            table = new long[Math.max(count, 2 * table.length)];
        }
        for (int i = 0; i < count; i++) {
            long what = OperationCode.get(in);
            long gfp = OperationCode.get(in);
            if (what >>> 32 != 0 || gfp >>> Operations.GFP_BITS != 0 || !isPossible((int) what)) {
                throw packed.damage("operation " + Long.toHexString(what) + ", gfp " + gfp, "one that exists");
            }
            table[i] = what | gfp << 32;
        }
    }

    private boolean isPossible(int what) {
        int order = OperationWord.order(what);
        int members = OperationWord.members(what);
        boolean free = OperationWord.isFree(what);
        return order <= MAX_ORDER
                && (OperationWord.flags(what) & ~FLAGS) == 0
                && OperationWord.cpu(what) < cpus
                && OperationWord.migratetype(what) < 3
                && members >= 1
                && members <= (free ? AllocatorModel.MAX_BATCH : 1)
                && (OperationWord.op(what) != Operations.SPLIT || order > 0);
    }

    private void shapeOfRows(ByteBuffer in, int rows, int shapes) throws TraceException {
        byte[] bytes = packed.bytes();
        int low = take(in, rows);
        int largest = 0;
        if (shapes <= OperationCode.FEW_SHAPES) {
            for (int row = 0; row < rows; row++) {
                int number = bytes[low + row] & 0xff;
                largest = Math.max(largest, number);
                shape[row] = (char) number;
            }
        } else {
            int high = take(in, rows);
            for (int row = 0; row < rows; row++) {
                int number = bytes[low + row] & 0xff | (bytes[high + row] & 0xff) << 8;
                largest = Math.max(largest, number);
                shape[row] = (char) number;
            }
        }
        if (largest >= shapes) {
            throw packed.damage("shape " + largest, "one of " + shapes);
        }
    }

    /** Members of a folio batch are frees of one CPU, one after the other. */
    private void checkMembers(int rows) throws TraceException {
        int row = 0;
        while (row < rows) {
            int first = (int) table[shape[row]];
            int end = row + OperationWord.members(first);
            for (int member = row + 1; member < end; member++) {
                int what = member < rows ? (int) table[shape[member]] : 0;
                if (!OperationWord.isFree(what)
                        || OperationWord.members(what) != 1
                        || OperationWord.cpu(what) != OperationWord.cpu(first)) {
                    throw packed.damage(
                            "a folio batch at row " + row, OperationWord.members(first) + " frees of one CPU");
                }
            }
            row = end;
        }
    }

    /** Which allocations are freed or halved; brings what is known of them into the cache, many at a time. */
    private void readFreed(ByteBuffer in, int count, int width) throws TraceException {
        byte[] bytes = packed.bytes();
        Arrays.fill(freed, 0, count, 0);
        for (int shift = 0; shift < 8 * width; shift += 8) {
            int at = take(in, count);
            for (int i = 0; i < count; i++) {
                freed[i] |= (bytes[at + i] & 0xff) << shift;
            }
        }
        int number = lastFreed;
        int sum = 0;
        for (int i = 0; i < count; i++) {
            number += freed[i] >>> 1 ^ -(freed[i] & 1);
            if (number < 0 || number >= live.length) {
                throw packed.damage("the free of allocation " + number, "one that is live");
            }
            freed[i] = number;
            sum += live[number];
        }
        lastFreed = number;
        seen = sum;
    }

    /** Room for all that a batch can need, so that nobody has to ask on the way. */
    private void makeRoom() {
        int most = numbers + 2 * Operations.CAPACITY + 2;
        if (spare.length < most) {
            spare = Arrays.copyOf(spare, most + most / 2);
            live = Arrays.copyOf(live, most + most / 2);
        }
    }

    private void rows(ByteBuffer in, int rows, long unit, int times, int positions, int frees, Operations to)
            throws TraceException {
        byte[] bytes = packed.bytes();
        long[] words = to.words;
        int[] stack = spare;
        byte[] orders = live;
        int count = spares;
        int next = 0;
        int wrong = 0;
        // Below 0 once a number is out of its range.
        long signs = 0;
        for (int row = 0; row < rows; row++) {
            long head = table[shape[row]];
            int what = (int) head;
            long step = (short) (bytes[times + row] & 0xff | bytes[times + rows + row] << 8);
            if (step == OperationCode.FAR) {
                step = OperationCode.signed(OperationCode.get(in));
            }
            time += unit * step;
            long passed = (short) (bytes[positions + row] & 0xff | bytes[positions + rows + row] << 8);
            if (passed == OperationCode.FAR) {
                passed = OperationCode.signed(OperationCode.get(in));
            }
            event += passed;
            signs |= time | event | events - 1 - event;
            int at = Operations.WORDS * row;
            words[at + Operations.TIME] = time;
            words[at + Operations.EVENT] = event << Operations.GFP_BITS | head >>> 32;
            // The number of the operation: 0 for an allocation, 1 for a free.
            int free = OperationWord.op(what);
            int number;
            if (free <= Operations.FREE) {
                if ((count | free) == 0) {
                    stack[++count] = numbers++;
                }
                int given = stack[count];
                number = given ^ (given ^ freed[next]) & -free;
                next += free;
                int order = OperationWord.order(what) + 1;
                wrong |= orders[number] ^ order & -free;
                orders[number] = (byte) (order & free - 1);
                // An allocation writes what the next free overwrites.
                stack[count + 1] = number;
                count += 2 * free - 1;
            } else if (free == Operations.FREE_UNKNOWN) {
                number = LivePages.NONE;
                lastUnknown += OperationCode.signed(OperationCode.get(in));
                words[at + Operations.PFN] = lastUnknown;
                signs |= lastUnknown | MAX_PFN - lastUnknown;
            } else {
                number = freed[next++];
                if (count == 0) {
                    stack[++count] = numbers++;
                }
                split(number, stack[count--], OperationWord.order(what));
                to.upper(row, stack[count + 1]);
            }
            words[at] = (long) number << Operations.HANDLE_SHIFT | what & 0xffffffffL;
        }
        spares = count;
        if (wrong != 0 || next != frees) {
            throw packed.damage("frees of what is not live, or of another order", "frees of live allocations");
        }
        if (signs < 0) {
            throw packed.damage(
                    "a time, page or event that no trace has",
                    "times from 0 on, pages up to " + MAX_PFN + " and one of " + events + " events");
        }
    }

    private void split(int number, int upper, int order) throws TraceException {
        if (live[number] != order + 1) {
            throw packed.damage("a split of allocation " + number, "one of order " + order + " that is live");
        }
        live[number] = (byte) order;
        live[upper] = (byte) order;
    }

    /** For how many events each row stands. */
    private void count(ByteBuffer in, int rows, int traced, Operations to) throws TraceException {
        byte[] bytes = packed.bytes();
        for (int row = 0; row < rows; row++) {
            int count = bytes[traced + row] & 0xff;
            if (count == OperationCode.MANY) {
                count = number(in, "events", OperationCode.MANY, Integer.MAX_VALUE);
            }
            if (counting) {
                to.task(row, 0, 0, count);
            }
        }
        if (in.hasRemaining()) {
            throw packed.damage(in.remaining() + " bytes too many", "the end of the data");
        }
    }
}
