package org.pcpsim.trace.perfdata;

import static org.pcpsim.trace.binary.LittleEndian.i64;

import org.pcpsim.trace.binary.LittleEndian;

/**
 * What a sample has behind the fields of a tracepoint, as far as it tells where the sample ends.
 *
 * <p>Source: perf_event_open(2).
 *
 * @param branchHead bytes ahead of the branches
 * @param branch bytes of each branch
 * @param userRegisters how many registers of the user's are recorded
 * @param kernelRegisters how many registers at the interrupt are
 */
record SampleTail(int branchHead, int branch, int userRegisters, int kernelRegisters) {
    private static final int BRANCH_STACK = 11;
    private static final int REGS_USER = 12;
    private static final int STACK_USER = 13;
    private static final long WEIGHTS = 1 << 14 | 1 << 24;
    private static final long SOURCE_AND_TRANSACTION = 1 << 15 | 1 << 17;
    private static final int REGS_INTR = 18;
    private static final long ADDRESSES = 1 << 19 | 1 << 21 | 1 << 22 | 1 << 23;
    private static final int AUX = 20;
    /** Parts from here on came after what is known here. */
    private static final int FIRST_UNKNOWN = 25;

    private static final long BRANCH_INDEX = 1 << 17;
    private static final long BRANCH_COUNTERS = 1 << 19;

    /** By a {@code perf_event_attr}, fields of which may be missing. */
    static SampleTail of(byte[] attribute) {
        long branches = field(attribute, 72);
        return new SampleTail(
                (branches & BRANCH_INDEX) != 0 ? 16 : 8,
                (branches & BRANCH_COUNTERS) != 0 ? 32 : 24,
                Long.bitCount(field(attribute, 80)),
                Long.bitCount(field(attribute, 96)));
    }

    private static long field(byte[] attribute, int at) {
        return attribute.length < at + 8 ? 0 : i64(attribute, at);
    }

    /**
     * Where a sample ends.
     *
     * @param type bits of {@code sample_type}
     * @param from behind the fields of a tracepoint
     * @param to where its record ends, which is taken for right if there are parts that are not known here
     * @return −1 if the parts do not fit into the record
     */
    int end(long type, byte[] buffer, int from, int to) {
        if (type >>> FIRST_UNKNOWN != 0) {
            return to;
        }
        Walk walk = new Walk(buffer, from, to);
        if (has(type, BRANCH_STACK)) {
            long branches = walk.number();
            walk.pass(branchHead - 8, 1);
            walk.pass(branches, branch);
        }
        if (has(type, REGS_USER)) {
            walk.pass(walk.number() == 0 ? 0 : userRegisters, 8);
        }
        if (has(type, STACK_USER)) {
            long size = walk.number();
            walk.pass(size, 1);
            walk.pass(size == 0 ? 0 : 1, 8);
        }
        walk.pass((type & WEIGHTS) == 0 ? 0 : 1, 8);
        walk.pass(Long.bitCount(type & SOURCE_AND_TRANSACTION), 8);
        if (has(type, REGS_INTR)) {
            walk.pass(walk.number() == 0 ? 0 : kernelRegisters, 8);
        }
        walk.pass(Long.bitCount(type & ADDRESSES), 8);
        if (has(type, AUX)) {
            walk.pass(walk.number(), 1);
        }
        return walk.at;
    }

    private static boolean has(long type, int bit) {
        return (type >>> bit & 1) != 0;
    }

    /** A place that moves on; −1 once it would be beyond the end. */
    private static final class Walk {
        private final byte[] buffer;
        private final int to;
        private int at;

        Walk(byte[] buffer, int at, int to) {
            this.buffer = buffer;
            this.at = at;
            this.to = to;
        }

        long number() {
            int place = at;
            pass(1, 8);
            return at < 0 ? 0 : LittleEndian.i64(buffer, place);
        }

        void pass(long count, int size) {
            at = at < 0 || count < 0 || count > (to - at) / size ? -1 : at + (int) count * size;
        }
    }
}
