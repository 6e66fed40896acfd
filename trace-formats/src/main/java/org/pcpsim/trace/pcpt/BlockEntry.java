package org.pcpsim.trace.pcpt;

/**
 * What the index and the block itself say of a block.
 *
 * @param offset of its section
 * @param length bytes of the section, header included
 * @param cpu the CPU of all its events, or {@link PcptLayout#ALL_CPUS}
 * @param rows events in it, at least 1
 * @param rowsBefore events of the CPU in earlier blocks
 * @param firstSequence position in the trace of its first event
 * @param lastSequence of its last event
 * @param firstTime ns, of its first event
 * @param lastTime of its last event
 */
record BlockEntry(
        long offset,
        long length,
        int cpu,
        int rows,
        long rowsBefore,
        long firstSequence,
        long lastSequence,
        long firstTime,
        long lastTime) {

    private static final long MAX_POSITION = 1L << 56;

    /** Appends all but the place. */
    void write(ByteOutput out) {
        out.varint(cpu);
        out.varint(rows);
        out.varint(rowsBefore);
        out.varint(firstSequence);
        out.varint(lastSequence - firstSequence);
        out.varint(firstTime);
        out.varint(lastTime - firstTime);
    }

    BlockEntry withLength(long bytes) {
        return new BlockEntry(offset, bytes, cpu, rows, rowsBefore, firstSequence, lastSequence, firstTime, lastTime);
    }

    BlockEntry withCpu(int number) {
        return new BlockEntry(
                offset, length, number, rows, rowsBefore, firstSequence, lastSequence, firstTime, lastTime);
    }

    static BlockEntry read(ByteInput in, long offset, long length) throws BlockDamage {
        int cpu = in.number(0, PcptLayout.ALL_CPUS);
        int rows = in.number(1, cpu == PcptLayout.ALL_CPUS ? PcptLayout.MAX_MIXED_ROWS : PcptLayout.MAX_ROWS);
        long rowsBefore = position(in, 0);
        long firstSequence = position(in, 0);
        long lastSequence = position(in, firstSequence);
        long firstTime = in.varint();
        long lastTime = firstTime + in.varint();
        if (firstTime < 0 || lastTime < firstTime) {
            throw new BlockDamage("times " + firstTime + " to " + lastTime, "a time that does not go back");
        }
        return new BlockEntry(offset, length, cpu, rows, rowsBefore, firstSequence, lastSequence, firstTime, lastTime);
    }

    private static long position(ByteInput in, long from) throws BlockDamage {
        long value = in.varint();
        if (value < 0 || value > MAX_POSITION - from) {
            throw new BlockDamage("position " + Long.toUnsignedString(value), "at most " + (MAX_POSITION - from));
        }
        return from + value;
    }

    boolean isMixed() {
        return cpu == PcptLayout.ALL_CPUS;
    }

    /** Whether this block can come after another of the same CPU. */
    boolean follows(BlockEntry before) {
        return firstSequence > before.lastSequence
                && firstTime >= before.lastTime
                && rowsBefore >= before.rowsBefore + before.rows;
    }
}
