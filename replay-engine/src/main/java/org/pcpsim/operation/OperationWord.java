package org.pcpsim.operation;

/**
 * What an operation does, packed into an {@code int}: bits 0–1 the operation, 2–5 its order, 6–7 its migratetype, 8–12 its
 * flags, 13–17 the rows of the folio batch that begins with it, from 18 on its CPU where one is named.
 */
public final class OperationWord {
    private static final int ORDER_SHIFT = 2;
    private static final int TYPE_SHIFT = 6;
    private static final int FLAGS_SHIFT = 8;
    private static final int MEMBERS_SHIFT = 13;
    private static final int CPU_SHIFT = 18;
    private static final int MEMBERS = 0x1f << MEMBERS_SHIFT;

    private OperationWord() {}

    /** Of an operation that stands alone; a CPU takes 14 bits. */
    public static int of(int op, int order, int migratetype, int flags, int cpu) {
        return op
                | order << ORDER_SHIFT
                | migratetype << TYPE_SHIFT
                | flags << FLAGS_SHIFT
                | 1 << MEMBERS_SHIFT
                | cpu << CPU_SHIFT;
    }

    /** The same as the first of so many rows, up to {@value OperationBlock#MAX_MEMBERS}. */
    public static int withMembers(int word, int members) {
        return word & ~MEMBERS | members << MEMBERS_SHIFT;
    }

    /** The same without its CPU. */
    public static int withoutCpu(int word) {
        return word & (1 << CPU_SHIFT) - 1;
    }

    /** The operation, {@link OperationBlock#ALLOC} and so on. */
    public static int op(int word) {
        return word & 3;
    }

    /** Whether it is a free, of whatever. */
    public static boolean isFree(int word) {
        return op(word) == OperationBlock.FREE || op(word) == OperationBlock.FREE_UNKNOWN;
    }

    /** Its order. */
    public static int order(int word) {
        return word >>> ORDER_SHIFT & 0xf;
    }

    /** Its migratetype. */
    public static int migratetype(int word) {
        return word >>> TYPE_SHIFT & 3;
    }

    /** Its flags. */
    public static int flags(int word) {
        return word >>> FLAGS_SHIFT & 0x1f;
    }

    /** Rows of the folio batch that begins with it. */
    public static int members(int word) {
        return word >>> MEMBERS_SHIFT & 0x1f;
    }

    /** Its CPU. */
    public static int cpu(int word) {
        return word >>> CPU_SHIFT;
    }
}
