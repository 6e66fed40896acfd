package org.pcpsim.trace.binary;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian numbers in byte arrays; an index outside of the array is an {@link IndexOutOfBoundsException}. */
public final class LittleEndian {
    private static final VarHandle SHORT = handle(short[].class);
    private static final VarHandle INT = handle(int[].class);
    private static final VarHandle LONG = handle(long[].class);

    private LittleEndian() {}

    /** 16 bits, unsigned. */
    public static int u16(byte[] bytes, int at) {
        return (short) SHORT.get(bytes, at) & 0xffff;
    }

    /** 32 bits, signed. */
    public static int i32(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    /** 32 bits, unsigned. */
    public static long u32(byte[] bytes, int at) {
        return (int) INT.get(bytes, at) & 0xffff_ffffL;
    }

    /** 64 bits. */
    public static long i64(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    /** Puts 64 bits. */
    public static void put64(byte[] bytes, int at, long value) {
        LONG.set(bytes, at, value);
    }

    /** An unsigned number of 1, 2, 4 or 8 bytes; of 8 the sign shows. */
    public static long unsigned(byte[] bytes, int at, int size) {
        return switch (size) {
            case 8 -> i64(bytes, at);
            case 4 -> u32(bytes, at);
            case 2 -> u16(bytes, at);
            default -> bytes[at] & 0xff;
        };
    }

    private static VarHandle handle(Class<?> type) {
        return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.LITTLE_ENDIAN);
    }
}
