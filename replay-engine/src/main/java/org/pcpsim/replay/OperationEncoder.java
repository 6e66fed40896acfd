package org.pcpsim.replay;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.math3.util.ArithmeticUtils;

/** Writes batches of operations as {@link OperationCode} says. The same operations give the same bytes. Not thread-safe. */
final class OperationEncoder {
    private final ByteBuffer out = ByteBuffer.allocate(OperationCode.MAX_BYTES);
    private final Map<Long, Integer> shapes = new HashMap<>();
    private final int[] shape = new int[Operations.CAPACITY];
    private final long[] timeStep = new long[Operations.CAPACITY];
    private final long[] eventStep = new long[Operations.CAPACITY];
    private final long[] freed = new long[Operations.CAPACITY];

    /** The number that stands for each handle, and those given back. */
    private int[] number = new int[64];

    private int[] spare = new int[64];
    private int spares;
    private int numbers;

    private long time;
    private long event;
    private int lastFreed;
    private long lastUnknown;
    private long operations;

    /** Before the first batch of a trace whose first event is at a time, in ns. */
    OperationEncoder(long origin) {
        time = origin;
    }

    /** Rows of all batches up to now. */
    long operations() {
        return operations;
    }

    /** Packs the batch after the last one; {@link #bytes} has it until the next. */
    int encode(Operations batch) {
        shapes(batch);
        long unit = steps(batch);
        int frees = frees(batch);
        int width = width(frees);
        out.clear();
        OperationCode.put(out, batch.size);
        OperationCode.put(out, shapes.size());
        OperationCode.put(out, unit);
        OperationCode.put(out, frees);
        OperationCode.put(out, width);
        writeShapes();
        int shapeBytes = shapes.size() > OperationCode.FEW_SHAPES ? 2 : 1;
        for (int n = 0; n < shapeBytes; n++) {
            for (int row = 0; row < batch.size; row++) {
                out.put((byte) (shape[row] >>> 8 * n));
            }
        }
        near(timeStep, batch.size);
        near(eventStep, batch.size);
        for (int n = 0; n < width; n++) {
            for (int i = 0; i < frees; i++) {
                out.put((byte) (freed[i] >>> 8 * n));
            }
        }
        for (int row = 0; row < batch.size; row++) {
            out.put((byte) Math.min(batch.traced(row), OperationCode.MANY));
        }
        rest(batch);
        operations += batch.size;
        return out.position();
    }

    /** What {@link #encode} packed, from 0. */
    byte[] bytes() {
        return out.array();
    }

    private void shapes(Operations batch) {
        shapes.clear();
        for (int row = 0; row < batch.size; row++) {
            long of = batch.words[Operations.WORDS * row] & 0xffffffffL | (long) gfp(batch, row) << 32;
            Integer known = shapes.putIfAbsent(of, shapes.size());
            shape[row] = known == null ? shapes.size() - 1 : known;
        }
    }

    private static int gfp(Operations batch, int row) {
        return batch.op(row) == Operations.ALLOC ? batch.gfp(row) : 0;
    }

    private void writeShapes() {
        long[] inOrder = new long[shapes.size()];
        shapes.forEach((of, place) -> inOrder[place] = of);
        for (long of : inOrder) {
            OperationCode.put(out, of & 0xffffffffL);
            OperationCode.put(out, of >>> 32);
        }
    }

    /** Steps from row to row, those of time in the largest unit that all are multiples of; the unit. */
    private long steps(Operations batch) {
        long unit = 0;
        for (int row = 0; row < batch.size; row++) {
            timeStep[row] = batch.time(row) - time;
            time = batch.time(row);
            unit = ArithmeticUtils.gcd(unit, timeStep[row]);
            eventStep[row] = batch.event(row) - event;
            event = batch.event(row);
        }
        unit = Math.max(unit, 1);
        for (int row = 0; row < batch.size; row++) {
            timeStep[row] /= unit;
        }
        return unit;
    }

    /** Two columns of the two bytes of each step. */
    private void near(long[] steps, int rows) {
        for (int shift = 0; shift <= 8; shift += 8) {
            for (int row = 0; row < rows; row++) {
                out.put((byte) (near(steps[row]) >> shift));
            }
        }
    }

    private static int near(long step) {
        return step > OperationCode.FAR && step <= Short.MAX_VALUE ? (int) step : OperationCode.FAR;
    }

    /** Steps from one freed or halved allocation to the next; how many. */
    private int frees(Operations batch) {
        int count = 0;
        for (int row = 0; row < batch.size; row++) {
            int handle = batch.handle(row);
            switch (batch.op(row)) {
                case Operations.ALLOC -> begin(handle);
                case Operations.FREE -> {
                    freed[count++] = step(number[handle]);
                    spare[spares++] = number[handle];
                }
                case Operations.SPLIT -> {
                    freed[count++] = step(number[handle]);
                    begin(batch.upper(row));
                }
                default -> {}
            }
        }
        return count;
    }

    private long step(int to) {
        long step = OperationCode.zigzag((long) to - lastFreed);
        lastFreed = to;
        return step;
    }

    private void begin(int handle) {
        if (handle >= number.length) {
            number = Arrays.copyOf(number, Math.max(handle + 1, number.length * 2));
        }
        number[handle] = spares > 0 ? spare[--spares] : numbers++;
        if (spare.length < numbers) {
            spare = Arrays.copyOf(spare, numbers * 2);
        }
    }

    /** Bytes that the largest of some steps takes. */
    private int width(int count) {
        long all = 0;
        for (int i = 0; i < count; i++) {
            all |= freed[i];
        }
        return (64 - Long.numberOfLeadingZeros(all) + 7) / 8;
    }

    /** What found no room in the columns, row after row; then as many events as a byte does not hold. */
    private void rest(Operations batch) {
        for (int row = 0; row < batch.size; row++) {
            far(timeStep[row]);
            far(eventStep[row]);
            if (batch.op(row) == Operations.FREE_UNKNOWN) {
                OperationCode.put(out, OperationCode.zigzag(batch.pfn(row) - lastUnknown));
                lastUnknown = batch.pfn(row);
            }
        }
        for (int row = 0; row < batch.size; row++) {
            if (batch.traced(row) >= OperationCode.MANY) {
                OperationCode.put(out, batch.traced(row));
            }
        }
    }

    private void far(long step) {
        if (near(step) == OperationCode.FAR) {
            OperationCode.put(out, OperationCode.zigzag(step));
        }
    }
}
